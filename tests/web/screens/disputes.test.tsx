// @vitest-environment happy-dom
import { act, cleanup, fireEvent, screen, waitFor, within } from '@testing-library/preact'
import { expect, test } from 'vitest'
import { openDispute as recordDispute } from '../../../web/actions/disputes.ts'
import { DisputesPlace } from '../../../web/screens/disputes/DisputesPlace.tsx'
import { NewDispute } from '../../../web/screens/disputes/NewDispute.tsx'
import type { DisputeEventRow, DisputeRow } from '../../../worker/domain/rows.ts'
import { defaultSettings } from '../../../worker/domain/settings.ts'
import { openDispute } from '../../domain/dispute/fixtures.ts'
import { customer, order, shop as shopRow, task } from '../sync/rules.ts'
import { type Given, type OpenedShop, openShop } from './opened-shop.ts'
import { clearedStage, DAY, draw, HOUR, NOW } from './stage.tsx'

let shop: OpenedShop
clearedStage()

const dispute = (over: Partial<DisputeRow> = {}): DisputeRow =>
  openDispute({
    openedAt: NOW - DAY,
    firstReplyDueAt: NOW + HOUR,
    resolveDueAt: NOW + DAY,
    ...over,
  })

const analysed: Partial<DisputeRow> = {
  step: 'resolve',
  reply: '我这就去查。',
  firstReplyAt: NOW - DAY,
  surface: '有裂纹',
  real: '被当成说谎的人',
  causeFamily: 'service',
  cause: 'attitude',
  responsibility: 'shop',
  severity: 'medium',
}
const recorded: Partial<DisputeRow> = {
  ...analysed,
  step: 'follow-up',
  remedies: [{ kind: 'resend', cost: 3000, promisedAt: null, note: null }],
  told: '今天补发。',
  resolvedAt: NOW - DAY,
  confirmedCause: 'attitude',
  done: '补发了',
  actualCost: 3000,
  lesson: '先道歉',
  recordedAt: NOW - DAY,
  followUpAt: NOW + DAY,
}

const given = (row: DisputeRow, more: Given = {}): Given => ({
  customers: [customer('c1', { nickname: '阿宁', openDisputes: 1 })],
  disputes: [row],
  ...more,
})

async function open(what: Given, role: 'owner' | 'agent' | 'viewer' = 'agent') {
  shop = await openShop(what, role)
}
const drawCase = () => draw(<DisputesPlace id="d1" />)
const now = (id = 'd1') => shop.store.view.get('disputes', id)
const button = (name: string | RegExp) => screen.getByRole('button', { name })
const type = (label: string, value: string) => fireEvent.input(screen.getByLabelText(label), { target: { value } })

test('a half-typed reply outlives the screen and is gone once it was sent', async () => {
  await open(given(dispute()))
  const first = drawCase()
  type('第一句回复', '阿宁你好，我先')
  first.unmount()

  drawCase()
  expect((screen.getByLabelText('第一句回复') as HTMLTextAreaElement).value).toBe('阿宁你好，我先')
  fireEvent.click(button('已回复'))
  await screen.findByRole('heading', { name: '分析' })
  expect(now()).toMatchObject({ step: 'analyse', reply: '阿宁你好，我先' })
  expect(Object.keys(localStorage).filter((key) => key.startsWith('draft.'))).toEqual([])
  expect(screen.queryByText('这一步已经有人处理了')).toBeNull()
})

test('what is open and typed stays when another phone takes the case a step on', async () => {
  await open(given(dispute()))
  drawCase()
  fireEvent.click(button('修改登记内容'))
  fireEvent.input(within(await screen.findByRole('dialog')).getByLabelText(/想要怎么办/), {
    target: { value: '换一个' },
  })
  await act(() => shop.arrive({ disputes: [dispute({ step: 'analyse', reply: '别人回的', firstReplyAt: NOW })] }))
  await screen.findByRole('heading', { name: '分析', hidden: true })
  const sheet = within(screen.getByRole('dialog'))
  expect((sheet.getByLabelText(/想要怎么办/) as HTMLInputElement).value).toBe('换一个')
  fireEvent.click(sheet.getByRole('button', { name: '保存' }))
  await waitFor(() => expect(now()).toMatchObject({ step: 'analyse', wants: '换一个' }))
})

test('a link can be taken back while the buyer’s marks close the case', async () => {
  const link = {
    ...{ id: 'l1', kind: 'case' as const, disputeId: 'd1', customerId: 'c1', token: `${'a'.repeat(21)}A` },
    ...{ createdAt: NOW - DAY, createdBy: null, expiresAt: NOW + 30 * DAY, revokedAt: null },
  }
  await open(given(dispute(recorded), { links: [link] }))
  drawCase()
  fireEvent.click(button(/^收回/))
  await screen.findByRole('dialog')
  await act(() =>
    shop.arrive({ disputes: [dispute({ ...recorded, step: 'closed', outcome: 'satisfied', closedAt: NOW })] }),
  )
  await screen.findByRole('heading', { name: '结果', hidden: true })
  fireEvent.click(within(screen.getByRole('dialog')).getByRole('button', { name: '收回' }))
  await waitFor(() => expect(shop.store.view.get('links', 'l1')?.revokedAt).not.toBeNull())
})

test('what is missing is said at its field until the form changes', async () => {
  await open(given(dispute()))
  drawCase()
  fireEvent.click(button('已回复'))
  await screen.findByText('请填写这一项')
  await waitFor(() => expect(document.activeElement).toBe(screen.getByLabelText('第一句回复')))
  type('第一句回复', '在查了')
  await waitFor(() => expect(screen.queryByText('请填写这一项')).toBeNull())
  expect(now()?.step).toBe('listen')
})

test('a way around the platform is pointed out in its chat, not elsewhere', async () => {
  await open(given(dispute({ channel: 'taobao' })))
  drawCase()
  type('第一句回复', '加我 13812345678')
  await screen.findByText(/里面有电话号码/)
  cleanup()
  shop.close()
  await open(given(dispute({ channel: 'phone' })))
  drawCase()
  type('第一句回复', '加我 13812345678')
  await waitFor(() => expect(button('复制').hasAttribute('disabled')).toBe(false))
  expect(screen.queryByText(/里面有电话号码/)).toBeNull()
})

test('a cause is suggested with the words it was read from; nothing is chosen until a person does', async () => {
  await open(given(dispute({ step: 'analyse', words: '杯子有瑕疵，客服态度真差', reply: '在查' })))
  drawCase()
  await screen.findByText(/^买家说到“.*态度.*”，(看起来像|可能是)“态度不好”。$/)
  expect(screen.queryByRole('radio', { name: '态度不好' })).toBeNull()
  fireEvent.click(button('就是它'))
  expect(((await screen.findByRole('radio', { name: '态度不好' })) as HTMLInputElement).checked).toBe(true)
})

test('above the limit a proposal waits for the owner, who sees its sum and agrees', async () => {
  await open(given(dispute(analysed)))
  const first = drawCase()
  fireEvent.click(screen.getByRole('checkbox', { name: '部分退款' }))
  type('部分退款，店里花多少', '268')
  type('对买家怎么说', '退你 268 元。')
  await screen.findByText('超过 ¥200，提交后等店主批准。')
  fireEvent.click(button('提交给店主批准'))
  await screen.findByText('店主同意后才算定下来，先别对买家说死。')
  expect(now()).toMatchObject({ step: 'resolve', approval: 'needed' })
  // Said once.
  expect(document.querySelector('.card.warn')?.textContent?.match(/等店主批准/g)).toHaveLength(1)
  expect(screen.queryByRole('button', { name: /^批准/ })).toBeNull()
  first.unmount()
  const waiting = now() as DisputeRow
  shop.close()

  await open(given(waiting), 'owner')
  drawCase()
  fireEvent.click(button('批准 ¥268'))
  await screen.findByRole('heading', { name: '记录' })
  expect(now()).toMatchObject({ step: 'record', approval: 'approved' })
})

test('a case that cost something before says what is left of its limit; the agent’s queue keeps it waiting', async () => {
  const said = '这个投诉前面已经花了 ¥199。¥200 的上限管整个投诉，重新打开或合并都不另算。'
  await open(given(dispute({ ...analysed, loop: 1, spent: 19_900 })))
  drawCase()
  fireEvent.click(screen.getByRole('checkbox', { name: '部分退款' }))
  type('部分退款，店里花多少', '2')
  type('对买家怎么说', '退你 2 元。')
  await screen.findByText('超过 ¥1，提交后等店主批准。')
  screen.getByText(said)
  fireEvent.click(button('提交给店主批准'))
  await screen.findByText('店主同意后才算定下来，先别对买家说死。')
  screen.getByText(said)
  expect(now()).toMatchObject({ step: 'resolve', approval: 'needed', spent: 19_900 })
  expect(shop.store.view.outbox.value.map(({ name }) => name)).toEqual(['dispute.resolve'])
})

test('a remedy without its cost is not handed in', async () => {
  await open(given(dispute(analysed)))
  drawCase()
  fireEvent.click(screen.getByRole('checkbox', { name: '补发' }))
  type('对买家怎么说', '今天补发。')
  fireEvent.click(button('就这么办'))
  await screen.findByText('填上金额，没花钱就填 0。')
  expect(now()?.step).toBe('resolve')
})

test('a full refund begins with what was paid for the order', async () => {
  await open(
    given(dispute({ ...analysed, orderId: 'o1' }), {
      orders: [{ ...order('o1', 'c1', NOW - 3 * DAY), total: 12_800, refunded: 800 }],
    }),
  )
  drawCase()
  fireEvent.click(screen.getByRole('checkbox', { name: '全额退款' }))
  const cost = (await screen.findByLabelText('全额退款，店里花多少')) as HTMLInputElement
  await waitFor(() => expect(cost.value).toBe('120'))
  fireEvent.input(cost, { target: { value: '' } })
  await waitFor(() => expect(cost.value).toBe(''))
})

test('recording settles the promise and plans the follow-up', async () => {
  await open(
    given(dispute({ ...recorded, step: 'record', done: null, lesson: null, actualCost: null, followUpAt: null }), {
      tasks: [task('p1', { kind: 'promise', disputeId: 'd1' })],
    }),
  )
  drawCase()
  expect((screen.getByLabelText('实际花了多少') as HTMLInputElement).value).toBe('30')
  type('下次怎么避免', '先道歉再看照片')
  fireEvent.click(button('记下来'))
  await screen.findByRole('heading', { name: '跟踪' })
  expect(shop.store.view.get('tasks', 'p1')?.status).toBe('done')
  expect(now()).toMatchObject({ step: 'follow-up', confirmedCause: 'attitude', actualCost: 3000 })
  const days = ((now()?.followUpAt ?? 0) - NOW) / DAY
  expect(days).toBeGreaterThan(3)
  expect(days).toBeLessThan(4)
})

const mark = (indicator: string, n: number) =>
  fireEvent.click(within(screen.getByRole('radiogroup', { name: indicator })).getByRole('radio', { name: `${n} 分` }))

test('an unhappy buyer is announced and opens the case again', async () => {
  await open(given(dispute(recorded), { tasks: [task('f1', { kind: 'follow-up', disputeId: 'd1' })] }))
  drawCase()
  expect(button('记下评分').hasAttribute('disabled')).toBe(true)
  mark('符合期望', 4)
  mark('商品质量', 4)
  mark('服务态度', 2)
  await screen.findByText('有一项低于 3 分：会回到“分析”，第 1 次重新处理。')
  fireEvent.click(button('回到分析'))
  await screen.findByText('上一次为什么没满意')
  expect(now()).toMatchObject({ step: 'analyse', loop: 1 })
  expect(shop.store.view.get('tasks', 'f1')?.status).toBe('done')
})

test('the third attempt says that it closes the case, and does', async () => {
  await open(given(dispute({ ...recorded, attempts: 2 })))
  drawCase()
  fireEvent.click(button('联系不上（第 3/3 次）'))
  await screen.findByText('这是第三次，记下后会按“联系不上”结案。')
  fireEvent.click(button('记下并结案'))
  await screen.findByRole('heading', { name: '结果' })
  expect(now()).toMatchObject({ step: 'closed', outcome: 'unreachable', attempts: 3 })
})

const refuse = async (name: string, args: object, code: string, details: object = {}) => {
  await shop.store.db.put('rejections', { id: `r-${name}`, name, args, code, details, at: NOW } as never)
  await shop.store.outboxChanged()
}

test('of two people who changed the same words both sides are shown, and mine can be put in place', async () => {
  await open(given(dispute({ product: '粗陶杯' })))
  await refuse('dispute.edit', { id: 'd1', set: { product: '青瓷杯' }, was: { product: null } }, 'conflict', {
    fields: { product: { yours: '青瓷杯', theirs: '粗陶杯' } },
  })
  drawCase()
  const note = screen.getByRole('alert')
  expect(within(note).getByText('青瓷杯')).toBeTruthy()
  expect(within(note).getByText('粗陶杯')).toBeTruthy()
  fireEvent.click(within(note).getByRole('button', { name: '用我的' }))
  await waitFor(() => expect(screen.queryByRole('alert')).toBeNull())
  expect(now()?.product).toBe('青瓷杯')
  expect(shop.store.view.rejections.value).toEqual([])
})

test('a refused analysis can be taken back into its step', async () => {
  await open(given(dispute({ step: 'analyse', reply: '在查' })))
  await refuse(
    'dispute.analyse',
    { id: 'd1', from: 'analyse', loop: 0, surface: '有裂纹', real: '没人听', cause: null },
    'missing_analysis',
  )
  drawCase()
  fireEvent.click(button('拿回来改'))
  await waitFor(() => expect((screen.getByLabelText('真正不满的是什么') as HTMLTextAreaElement).value).toBe('没人听'))
  await waitFor(() => expect(screen.queryByRole('alert')).toBeNull())
})

test('an opening that was refused is listed with its words, which can be written down again', async () => {
  await open({ customers: [customer('c1')], disputes: [] })
  await refuse('dispute.open', { id: 'd9', customerId: 'c1', channel: 'jd', words: '少了一个盖子' }, 'not_found')
  const list = draw(<DisputesPlace />)
  expect(screen.getByText('少了一个盖子').closest('a')?.getAttribute('href')).toBe('/disputes/d9')
  list.unmount()
  const missing = draw(<DisputesPlace id="d9" />)
  fireEvent.click(button('重新登记'))
  await waitFor(() => expect(location.pathname).toBe('/disputes/new'))
  missing.unmount()
  draw(<NewDispute />)
  expect((screen.getByLabelText('买家怎么说') as HTMLTextAreaElement).value).toBe('少了一个盖子')
})

test('words typed into a step that somebody else finished are still there', async () => {
  await open(given(dispute()))
  drawCase()
  type('第一句回复', '我写了一半的话')
  await shop.arrive({ disputes: [dispute({ step: 'analyse', reply: '别人回的', firstReplyAt: NOW })] })
  const note = await screen.findByRole('alert')
  expect(within(note).getByText('我写了一半的话')).toBeTruthy()
  fireEvent.click(within(note).getByRole('button', { name: '不要了' }))
  await waitFor(() => expect(screen.queryByRole('alert')).toBeNull())
})

test('someone new is written down with one case, however often it is tapped', async () => {
  await open({ customers: [], disputes: [] })
  draw(<NewDispute />)
  type('谁在抱怨？', '路过的阿花')
  fireEvent.click(await screen.findByText('新的人：路过的阿花'))
  type('买家怎么说', '壶盖裂了')
  const save = button('记下来')
  fireEvent.click(save)
  fireEvent.click(save)
  await waitFor(() => expect(location.pathname).toMatch(/^\/disputes\/[0-9a-f-]{36}$/))
  const [one, ...others] = shop.store.view.list('disputes').value
  expect(others).toEqual([])
  expect(one).toMatchObject({ words: '壶盖裂了', channel: 'taobao', step: 'listen' })
  expect(shop.store.view.list('customers').value).toMatchObject([{ nickname: '路过的阿花', openDisputes: 1 }])
})

test('an order brings its product; one typed by hand stays', async () => {
  history.replaceState(null, '', '/disputes/new?customer=c1')
  const older = { ...order('o2', 'c1', NOW - 9 * DAY), summary: '白瓷杯 ×2' }
  await open({ customers: [customer('c1', { source: 'jd' })], disputes: [], orders: [order('o1', 'c1', NOW), older] })
  draw(<NewDispute />)
  const product = () => (screen.getByLabelText(/什么东西/) as HTMLInputElement).value
  fireEvent.click(await screen.findByRole('radio', { name: /龙井/ }))
  expect(product()).toBe('龙井 ×1')
  fireEvent.click(screen.getByRole('radio', { name: /白瓷杯/ }))
  expect(product()).toBe('白瓷杯 ×2')
  fireEvent.input(screen.getByLabelText(/什么东西/), { target: { value: '杯垫' } })
  fireEvent.click(screen.getByRole('radio', { name: /龙井/ }))
  expect(product()).toBe('杯垫')
  expect(screen.getByRole('button', { name: '京东' }).getAttribute('aria-pressed')).toBe('true')
})

test('the queue puts what breaks first on top and keeps follow-ups and closed cases apart', async () => {
  const late = dispute({ id: 'late', firstReplyDueAt: NOW - HOUR, words: '等了好久' })
  const soon = dispute({ id: 'soon', firstReplyDueAt: NOW + HOUR, words: '刚来的' })
  const after = dispute({ ...recorded, id: 'after', words: '等回访的' })
  const closed = dispute({
    ...recorded,
    id: 'done',
    step: 'closed',
    outcome: 'satisfied',
    closedAt: NOW,
    words: '好了的',
  })
  await open({ customers: [customer('c1')], disputes: [soon, closed, after, late] })
  draw(<DisputesPlace />)
  const words = () => [...document.querySelectorAll('.virtual-row a')].map((row) => row.getAttribute('href'))
  expect(words()).toEqual(['/disputes/late', '/disputes/soon'])
  expect(screen.getByRole('img', { name: '首次回复超时 1 小时' })).toBeTruthy()
  fireEvent.click(screen.getByRole('radio', { name: /等回访/ }))
  await waitFor(() => expect(words()).toEqual(['/disputes/after']))
  fireEvent.click(screen.getByRole('radio', { name: /已结案/ }))
  await waitFor(() => expect(words()).toEqual(['/disputes/done']))
  fireEvent.click(screen.getByRole('radio', { name: /处理中/ }))
})

test('a note is for the shop only and joins what happened; who may only look finds no form', async () => {
  const opened: DisputeEventRow = {
    id: 'e1',
    disputeId: 'd1',
    kind: 'opened',
    at: NOW - DAY,
    by: null,
    data: { words: '裂了' },
  }
  await open(given(dispute(), { disputeEvents: [opened] }))
  const first = drawCase()
  fireEvent.click(button('写备注'))
  type('内部备注', '老客户，别怠慢')
  fireEvent.click(button('存下备注'))
  await waitFor(() => expect(document.querySelector('.timeline li')?.textContent).toContain('老客户，别怠慢'))
  first.unmount()
  shop.close()

  await open(given(dispute(), { disputeEvents: [opened] }), 'viewer')
  drawCase()
  expect(screen.getByText('你的角色只能查看，不能处理纠纷。')).toBeTruthy()
  expect(screen.queryByLabelText('第一句回复')).toBeNull()
  expect(screen.queryByRole('button', { name: '写备注' })).toBeNull()
})

test('in a shop of several a case says whose it is; in a shop of one that goes without saying', async () => {
  const members = ['user', 'lin'].map((id) => ({ id, name: `员${id}`, role: 'agent' as const }))
  await open(given(dispute({ assignee: 'lin' }), { members }))
  drawCase()
  expect(screen.getByText('员lin负责')).toBeTruthy()
  expect(screen.getByText('员lin ·')).toBeTruthy()
  await act(() => shop.arrive({ disputes: [dispute({ assignee: 'user' })] }))
  expect(screen.getByText('你负责')).toBeTruthy()
  await act(() => shop.arrive({ disputes: [dispute({ assignee: null })] }))
  expect(screen.getByText('没人负责')).toBeTruthy()
})

test('a case is handed on with its tasks, to nobody too, and back again', async () => {
  const members = ['user', 'lin'].map((id) => ({ id, name: `员${id}`, role: 'agent' as const }))
  const tasks = [
    task('t1', { kind: 'follow-up', disputeId: 'd1', customerId: 'c1', dueAt: NOW + DAY, assignee: 'user' }),
  ]
  await open(given(dispute({ assignee: 'user' }), { members, tasks }))
  drawCase()
  const handTo = async (name: string) => {
    fireEvent.click(button('修改登记内容'))
    const select = (await screen.findByLabelText('谁来处理')) as HTMLSelectElement
    const value = [...select.options].find(({ text }) => text === name)?.value
    fireEvent.change(select, { target: { value } })
    fireEvent.click(button('保存'))
    await waitFor(() => expect(screen.queryByLabelText('谁来处理')).toBeNull())
  }
  await handTo('员lin')
  expect(await screen.findByText('员lin负责')).toBeTruthy()
  expect(shop.store.view.get('tasks', 't1')?.assignee).toBe('lin')
  await handTo('还没有人')
  expect(await screen.findByText('没人负责')).toBeTruthy()
  expect(now()?.assignee).toBeNull()
  fireEvent.click(button('撤销'))
  expect(await screen.findByText('员lin负责')).toBeTruthy()
  expect(shop.store.view.get('tasks', 't1')?.assignee).toBe('lin')
})

test('a case opened by hand goes to who handles the tier, shown at once', async () => {
  const members = ['user', 'lin'].map((id) => ({ id, name: `员${id}`, role: 'agent' as const }))
  const settings = defaultSettings()
  settings.promises.handler.A = 'lin'
  await open({ shops: [{ ...shopRow(), settings }], members, customers: [customer('c1', { tier: 'A' })] })
  const id = await recordDispute({
    who: { customerId: 'c1' },
    channel: 'taobao',
    words: '杯子碎了',
    orderId: null,
    product: null,
    wants: null,
  })
  draw(<DisputesPlace id={id} />)
  expect(now(id)).toMatchObject({ assignee: 'lin', firstReplyDueAt: expect.any(Number) })
  expect(screen.getByText('员lin负责')).toBeTruthy()
})
