// @vitest-environment happy-dom
import { act, cleanup, fireEvent, screen, waitFor, within } from '@testing-library/preact'
import { afterEach, expect, test, vi } from 'vitest'
import { CasesImport } from '../../../web/screens/disputes/cases/CasesImport.tsx'
import { DisputesPlace } from '../../../web/screens/disputes/DisputesPlace.tsx'
import { NewDispute } from '../../../web/screens/disputes/NewDispute.tsx'
import { Wording } from '../../../web/screens/disputes/wording/Wording.tsx'
import { clearShared, keepShared, readShared } from '../../../web/store/shared.ts'
import { openDispute } from '../../domain/dispute/fixtures.ts'
import { encodeGb18030 } from '../../support/chinese-encodings.ts'
import { customer, order } from '../sync/rules.ts'
import { type Given, type OpenedShop, openShop } from './opened-shop.ts'
import { clearedStage, draw } from './stage.tsx'

let shop: OpenedShop
clearedStage()
afterEach(async () => {
  await clearShared()
})

const COMPLAINT = '货和我要的数量不一样。我要3个医药盒三个,可只发给我了一个。也没提前通知我。'
const people: Given = {
  customers: [
    customer('c1', { nickname: '小鹿乱撞', source: 'shopify' }),
    customer('c2', { nickname: '阿宁', phone: '13812345678' }),
    customer('c3', { nickname: '阿宁' }),
  ],
  orders: [{ ...order('o1', 'c1', 1_699_000_000_000), externalId: '3456789012345678901', summary: '医药盒 ×3' }],
}

const click = async (found: HTMLElement | Promise<HTMLElement>) => {
  const element = await found
  await act(async () => void fireEvent.click(element))
}

async function open(
  place: preact.JSX.Element,
  path: string,
  given: Given = people,
  role: 'owner' | 'viewer' = 'owner',
) {
  shop = await openShop(given, role)
  history.replaceState(null, '', path)
  draw(place)
}
const disputes = () => shop.store.view.list('disputes').peek()
const words = () => screen.getByLabelText<HTMLTextAreaElement>('买家怎么说')
const share = (text: string, title = '') => keepShared({ id: 's1', at: 1, title, text, files: [] })

test('what was shared is only a draft until it is confirmed; order and person are found by the number', async () => {
  await share(`小鹿乱撞 10:03\n${COMPLAINT}\n订单号：3456789012345678901`)
  await open(<NewDispute />, '/disputes/new?shared=s1')
  await waitFor(() => expect(words().value).toBe(COMPLAINT))
  await screen.findByText('自动认出来的：订单号对上了，不对就换一位。')
  expect(disputes()).toEqual([])
  await click(screen.getByRole('button', { name: '记下来' }))
  await waitFor(() => expect(disputes()).toHaveLength(1))
  expect(disputes()[0]).toMatchObject({
    ...{ customerId: 'c1', orderId: 'o1', orderRef: null, words: COMPLAINT, source: 'share', channel: 'shopify' },
    product: '医药盒 ×3',
  })
  await waitFor(async () => expect(await readShared('s1')).toBeUndefined())
})

test('of several by one name the person picks; an order nobody has here stays by its number', async () => {
  await share('阿宁: 少了一个，订单 260101-123456789012345')
  await open(<NewDispute />, '/disputes/new?shared=s1')
  const list = await screen.findByRole('list', { name: '可能是这几位，选一位' })
  expect(within(list).getAllByText('阿宁')).toHaveLength(2)
  await click(within(list).getByText(/…5678/))
  await screen.findByText(/提到订单 260101-123456789012345/)
  await click(screen.getByRole('button', { name: '记下来' }))
  await waitFor(() => expect(disputes()).toHaveLength(1))
  expect(disputes()[0]).toMatchObject({ customerId: 'c2', orderRef: '260101-123456789012345', channel: 'taobao' })
})

test('what could not be taken in, or is gone, says so and leaves an empty form', async () => {
  await open(<NewDispute />, '/disputes/new?shared=lost')
  await screen.findByText('没能收下分享的内容，请把买家的话复制过来。')
  cleanup()
  shop.close()
  await open(<NewDispute />, '/disputes/new?shared=nothing')
  await screen.findByText('这次分享的内容已经不在这部手机上了。')
  expect(words().value).toBe('')
})

test('pasting reads the clipboard, cleans it, and can be undone; the channel is remembered', async () => {
  vi.spyOn(navigator.clipboard, 'readText').mockResolvedValue(`新来的 2026-11-20 10:03\n${COMPLAINT}`)
  await open(<NewDispute />, '/disputes/new')
  await click(screen.getByRole('button', { name: '粘贴聊天内容' }))
  await waitFor(() => expect(words().value).toBe(COMPLAINT))
  await screen.findByText('去掉了聊天抬头和时间，只留买家的话')
  // The name in the message is at hand for someone new.
  await click(screen.findByText('新的人：新来的'))
  await click(screen.getByRole('button', { name: '微信' }))
  await click(screen.getByRole('button', { name: '记下来' }))
  await waitFor(() => expect(disputes()).toHaveLength(1))
  expect(disputes()[0]).toMatchObject({ words: COMPLAINT, channel: 'wechat', source: 'hand' })
  cleanup()
  draw(<NewDispute />)
  expect(screen.getByRole('button', { name: '微信' }).getAttribute('aria-pressed')).toBe('true')
})

const SHEET = [
  '订单号,买家昵称,评价内容,评价等级,时间,商品',
  '3456789012345678901,小**撞,少发了两个,差评,2023-11-10 10:03,医药盒',
  '1002,新来的,破了,中评,2023-11-11 10:03,茶杯',
  '1003,新来的,很好,好评,,',
  '1004,新来的,,差评,,',
].join('\r\n')

async function choose(text: string) {
  const input = screen.getByLabelText('选择文件', { selector: 'input' })
  await act(async () => {
    fireEvent.change(input, { target: { files: [new File([encodeGb18030(text)], '评价.csv')] } })
  })
}

test('a GBK sheet of reviews becomes cases, and the same file again opens nothing', async () => {
  await open(<CasesImport />, '/disputes/import')
  await choose(SHEET)
  await click(screen.findByRole('button', { name: '登记 2 件纠纷' }))
  await waitFor(() => expect(disputes()).toHaveLength(2))
  expect(disputes().toSorted((a, b) => a.words.localeCompare(b.words, 'zh'))).toMatchObject([
    { words: '破了', orderRef: '1002', orderId: null, source: 'import', channel: 'review' },
    { words: '少发了两个', customerId: 'c1', orderId: 'o1', product: '医药盒' },
  ])
  const added = shop.store.view
    .list('customers')
    .peek()
    .filter(({ nickname }) => nickname === '新来的')
  expect(added).toHaveLength(1)
  await shop.sync()
  cleanup()
  draw(<CasesImport />)
  await choose(SHEET)
  await screen.findByText('没有新的纠纷要登记')
  expect(screen.getByText('“1004”没有写原因')).toBeTruthy()
  expect(screen.getByText('第 5 行')).toBeTruthy()
  expect(disputes()).toHaveLength(2)
})

test('a viewer imports nothing', async () => {
  await open(<CasesImport />, '/disputes/import', people, 'viewer')
  await screen.findByText('你没有登记纠纷的权限')
})

test('an edited draft becomes the shop’s own, is offered first, and can be put back', async () => {
  const dispute = openDispute({ customerId: 'c1', product: '医药盒' })
  await open(<DisputesPlace id={dispute.id} />, `/disputes/${dispute.id}`, { ...people, disputes: [dispute] })
  const drafts = () => screen.getAllByRole('listitem').map((item) => item.textContent ?? '')
  await click(screen.findByText(/^小鹿乱撞，你的话我逐字看完了/))
  const reply = screen.getByLabelText<HTMLTextAreaElement>('第一句回复')
  expect(screen.queryByRole('button', { name: '以后都用我这个说法' })).toBeNull()
  await act(async () => void fireEvent.input(reply, { target: { value: '小鹿乱撞，你说的我都看了。医药盒我来跟。' } }))
  await click(screen.findByRole('button', { name: '以后都用我这个说法' }))
  await waitFor(() => expect(shop.store.view.list('templates').peek()).toHaveLength(1))
  expect(shop.store.view.list('templates').peek()[0]).toMatchObject({
    ...{ id: 'zh-CN-first-reply-4', key: 'first-reply-4', text: '{nickname}，你说的我都看了。医药盒我来跟。' },
  })
  await waitFor(() => expect(drafts().some((text) => text.startsWith('我的小鹿乱撞，你说的我都看了'))).toBe(true))
  cleanup()

  draw(<Wording />)
  await click(screen.findByText('{昵称}，你说的我都看了。医药盒我来跟。'))
  const box = screen.getByLabelText<HTMLTextAreaElement>('怎么说')
  await act(async () => void fireEvent.input(box, { target: { value: '{昵称}，加我微信，13812345678' } }))
  expect(screen.getByText('里面有微信，发到平台聊天里可能被处罚。')).toBeTruthy()
  expect(screen.getByText('里面有电话号码，发到平台聊天里可能被处罚。')).toBeTruthy()
  await click(screen.getByRole('button', { name: '用回原来的', hidden: true }))
  await waitFor(() => expect(shop.store.view.list('templates').peek()[0]?.text).toBe(''))
  expect(await screen.findByText(/^\{昵称\}，你的话我逐字看完了/)).toBeTruthy()
  cleanup()

  await shop.arrive({})
  shop.close()
  shop = await openShop(people, 'viewer')
  draw(<Wording />)
  const draft = (await screen.findByText(/^\{昵称\}，你的话我逐字看完了/)).closest('button')
  expect(draft?.disabled).toBe(true)
  expect(document.getElementById(draft?.getAttribute('aria-describedby') ?? '')?.textContent).toBe('你的角色只能查看。')
})
