// @vitest-environment happy-dom
import { act, fireEvent, screen, waitFor, within } from '@testing-library/preact'
import { beforeEach, expect, test, vi } from 'vitest'
import { noteConsent } from '../../../web/actions/customers.ts'
import { view } from '../../../web/screens/win-back/list-state.ts'
import { WinBackPlace } from '../../../web/screens/win-back/WinBackPlace.tsx'
import type { CustomerRow } from '../../../worker/domain/rows.ts'
import { defaultSettings } from '../../../worker/domain/settings.ts'
import { offerRow, slippingCustomer } from '../../domain/win-back/fixtures.ts'
import { order, shop as shopRow, task } from '../sync/rules.ts'
import { type Given, type OpenedShop, openShop } from './opened-shop.ts'
import { clearedStage, DAY, draw, NOW, opening } from './stage.tsx'

let shop: OpenedShop
clearedStage()
beforeEach(() => {
  view.value = 'slipping'
})

/** Comes every 30 days and has been away for 90. */
const buyer = (over: Partial<CustomerRow> = {}) => {
  const row = slippingCustomer({ nickname: '小鹿', lastOrderAt: NOW - 90 * DAY, ...over })
  return { ...row, figures: row.figures && { ...row.figures, lastOrderAt: NOW - 90 * DAY } }
}

const drawPlace = () => draw(<WinBackPlace id="c1" />)
async function show(given: Given, role?: 'viewer') {
  shop = await openShop({ orders: [order('o1', 'c1', NOW - 90 * DAY)], ...given }, role)
  return drawPlace()
}

const button = (name: string | RegExp) => screen.getByRole('button', { name })
const click = (element: HTMLElement) => act(async () => void fireEvent.click(element))
const message = async () => (await screen.findByLabelText('消息内容')) as HTMLTextAreaElement
const type = (field: Element, value: string) => act(async () => void fireEvent.input(field, { target: { value } }))
const offers = () => shop.store.view.list('offers').value
const sentNames = () => shop.store.view.outbox.value.map(({ name }) => name)

test('one tap makes the offer with its message and its task, however often it is tapped', async () => {
  await show({ customers: [buyer()] })
  const words = (await message()).value
  await act(async () => {
    fireEvent.click(button('生成挽回'))
    fireEvent.click(button('生成挽回'))
  })
  await screen.findByText('用什么发的')
  expect(sentNames()).toEqual(['win-back.trigger'])
  const [offer] = offers()
  expect(offer).toMatchObject({ customerId: 'c1', kind: 'percent', value: 15, status: 'draft', message: words })
  expect(words).toContain(offer?.code)
  expect(shop.store.view.list('tasks').value).toMatchObject([{ kind: 'win-back', offerId: offer?.id, status: 'open' }])
})

test('half-typed words survive leaving, with the code they name', async () => {
  const { unmount } = await show({ customers: [buyer()] })
  const code = /HTK-\S{4}-\S{4}/.exec((await message()).value)?.[0] ?? ''
  await type(await message(), `好久不见，${code}`)
  unmount()
  drawPlace()
  expect((await message()).value).toBe(`好久不见，${code}`)
  await click(button('生成挽回'))
  await screen.findByText('用什么发的')
  expect(offers()).toMatchObject([{ code, message: `好久不见，${code}` }])
})

test('words that no longer fit the offer, lack its code or endanger the shop are pointed out', async () => {
  await show({ customers: [buyer()] })
  await type(await message(), '加微信 abc，有好东西')
  expect(screen.getByText(/消息里没有优惠码 HTK-/)).toBeTruthy()
  expect(screen.getByText(/提到了微信/)).toBeTruthy()
  expect(screen.queryByText(/优惠改过了/)).toBeNull()
  await type(screen.getByLabelText('优惠百分比'), '20')
  expect(screen.getByText(/优惠改过了/)).toBeTruthy()
})

test('an offer that makes no sense is not made', async () => {
  await show({ customers: [buyer()] })
  await message()
  await type(screen.getByLabelText('优惠百分比'), '95')
  await click(button('生成挽回'))
  expect(offers()).toEqual([])
  expect(screen.getByLabelText('优惠百分比').getAttribute('aria-invalid')).toBe('true')
  // A gift dearer than the order it brings.
  await click(screen.getByRole('radio', { name: '赠品' }))
  await type(screen.getByLabelText('送什么'), '茶具')
  await type(screen.getByLabelText('进货成本'), '9999')
  await click(button('生成挽回'))
  expect(screen.getByRole('alert').textContent).toContain('还多')
  expect(offers()).toEqual([])
})

test('what one offer to the tier may cost is shown, kept to by the suggestion, and not exceeded', async () => {
  const settings = defaultSettings()
  settings.promises.offerBudget.A = 2_000
  await show({ shops: [{ ...shopRow(), settings }], customers: [buyer()] })
  await message()
  expect(screen.getByText('A 级上限').nextElementSibling?.textContent).toBe('¥20')
  // 15 % of an average order of ¥200 would be ¥30.
  const percent = screen.getByLabelText('优惠百分比') as HTMLInputElement
  expect(percent.value).toBe('10')
  await type(percent, '11')
  await click(button('生成挽回'))
  expect(screen.getByRole('alert').textContent).toContain('A 级客户一个优惠最多花 ¥20')
  expect(offers()).toEqual([])
  await type(percent, '10')
  await click(button('生成挽回'))
  await waitFor(() => expect(offers()).toMatchObject([{ value: 10, cost: 2_000 }]))
})

test('everything that speaks against it is named, and there is no form', async () => {
  await show({ customers: [buyer({ openDisputes: 1, doNotContact: 1, unhappyAt: NOW - DAY })] })
  const against = within(screen.getByRole('region', { name: '现在不适合挽回' }))
  expect(against.getAllByRole('listitem')).toHaveLength(3)
  expect(screen.queryByRole('button', { name: '生成挽回' })).toBeNull()
})

test('who may only look makes no offers', async () => {
  await show({ customers: [buyer()] }, 'viewer')
  expect(screen.getByText(/只能查看/)).toBeTruthy()
  expect(screen.queryByRole('button', { name: '生成挽回' })).toBeNull()
})

const draft = offerRow({ customerId: 'c1', createdAt: NOW - 1000, validUntil: NOW + 10 * DAY })
const sendTask = task('t1', { kind: 'win-back', offerId: draft.id, customerId: 'c1', dueAt: NOW - 1000 })

test('it is sent only with a way said; changed words and the task go along', async () => {
  await show({ customers: [buyer()], offers: [draft], tasks: [sendTask] })
  await click(button('已发送'))
  expect(sentNames()).toEqual([])
  expect(screen.getByText('先选用什么发的')).toBeTruthy()
  await type(await message(), `换个说法，${draft.code}`)
  await click(screen.getByRole('radio', { name: '微信' }))
  const sent = button('已发送')
  await act(async () => {
    fireEvent.click(sent)
    fireEvent.click(sent)
  })
  await screen.findByText('已发出，等对方回来')
  expect(sentNames()).toEqual(['win-back.edit', 'win-back.sent'])
  expect(offers()).toMatchObject([{ status: 'sent', channel: 'wechat', message: `换个说法，${draft.code}` }])
  expect(shop.store.view.get('tasks', 't1')?.status).toBe('done')
})

test('copying for WangWang remembers the way, even after leaving', async () => {
  const write = vi.spyOn(navigator.clipboard, 'writeText').mockResolvedValue()
  const { unmount } = await show({ customers: [buyer({ source: 'taobao' })], offers: [draft], tasks: [sendTask] })
  await click(button('旺旺'))
  expect(write).toHaveBeenCalledWith(draft.message)
  unmount()
  drawPlace()
  expect((screen.getByRole('radio', { name: '旺旺' }) as HTMLInputElement).checked).toBe(true)
})

test('by SMS only who agreed, with how to stop it, which no edit takes away; else why not', async () => {
  const who = { phone: '13800138000', email: 'lin@example.test' }
  const { unmount } = await show({ customers: [buyer(who)], offers: [draft], tasks: [sendTask] })
  expect(screen.queryByRole('button', { name: '短信' })).toBeNull()
  expect(screen.getByText('还没问过愿不愿意收推广短信，没同意先别发')).toBeTruthy()
  await click(screen.getByRole('radio', { name: '短信' }))
  await click(button('已发送'))
  expect(sentNames()).toEqual([])
  unmount()
  const consent = { sms: { answer: 'yes' as const, at: NOW - DAY, how: 'chat' as const, by: null } }
  await show({ customers: [buyer({ ...who, consent })], offers: [draft], tasks: [sendTask] })
  await type(await message(), '就这一句')
  const opened = opening()
  await click(button('短信'))
  expect(decodeURIComponent(opened.join())).toMatch(/^sms:13800138000\?.*就这一句 拒收请回复R$/)
  expect(screen.getByText(/自动加“拒收请回复R”，连它共 11 字/)).toBeTruthy()
})

test('no way is open by a channel they refused, nor any for who wants no contact; another that they agreed to is', async () => {
  const who = { phone: '13800138000', email: 'lin@example.test', source: 'taobao' }
  const no = { answer: 'no' as const, at: NOW - DAY, how: 'chat' as const, by: null }
  const chat = { chat: no, sms: { ...no, answer: 'yes' as const } }
  vi.stubGlobal('navigator', { ...navigator, share: async () => {} })
  const ways = () =>
    within(screen.getByRole('group', { name: '用什么发' }))
      .queryAllByRole('button')
      .map((way) => way.textContent)
  const first = await show({ customers: [buyer(who)], offers: [draft], tasks: [sendTask] })
  expect(ways()).toEqual(['旺旺', '分享', '复制'])
  first.unmount()
  const second = await show({ customers: [buyer({ ...who, consent: chat })], offers: [draft], tasks: [sendTask] })
  expect(ways()).toEqual(['短信'])
  expect(screen.getByText(/拒收了聊天消息/)).toBeTruthy()
  second.unmount()
  const third = await show({
    customers: [buyer({ ...who, consent: chat, doNotContact: 1 })],
    offers: [draft],
    tasks: [sendTask],
  })
  expect(ways()).toEqual([])
  expect(screen.getAllByText('对方说过不要联系').length).toBeGreaterThan(0)
  third.unmount()
  const sent = { ...draft, status: 'sent' as const, sentAt: NOW - DAY, channel: 'wechat' }
  await show({ customers: [buyer({ ...who, consent: chat })], offers: [sent] })
  expect(screen.queryByRole('button', { name: '复制' })).toBeNull()
})

test('one tap keeps that they refused; what was noted before comes back whole when it is undone', async () => {
  const sent = { ...draft, status: 'sent' as const, sentAt: NOW - DAY, channel: 'wechat' }
  await show({ customers: [buyer()], offers: [sent] })
  await click(button('拒收了'))
  await waitFor(() =>
    expect(shop.store.view.get('customers', 'c1')?.consent.chat).toMatchObject({ answer: 'no', how: 'reply' }),
  )
  expect(screen.getByText('对方拒收了微信')).toBeTruthy()
  const seen = shop.store.view.get('customers', 'c1') as CustomerRow
  const back = await noteConsent(seen, 'chat', 'yes', 'chat')
  await back()
  expect(shop.store.view.get('customers', 'c1')?.consent).toEqual(seen.consent)
})

test('a draft is dropped with a reason', async () => {
  await show({ customers: [buyer()], offers: [draft], tasks: [sendTask] })
  await click(button('不发了'))
  const sheet = within(screen.getByRole('dialog'))
  await click(sheet.getByRole('radio', { name: '弄错了' }))
  await click(sheet.getByRole('button', { name: '不发了' }))
  await waitFor(() => expect(offers()).toMatchObject([{ status: 'cancelled', cancelReason: 'mistake' }]))
  expect(shop.store.view.get('tasks', 't1')?.status).toBe('cancelled')
  expect(await message()).toBeTruthy()
})

test('a draft that ran out can only be put away', async () => {
  await show({ customers: [buyer()], offers: [{ ...draft, validUntil: NOW - DAY }], tasks: [sendTask] })
  expect(screen.queryByRole('button', { name: '已发送' })).toBeNull()
  await click(button('不发了'))
  await click(within(screen.getByRole('dialog')).getByRole('button', { name: '不发了' }))
  await waitFor(() => expect(offers()).toMatchObject([{ status: 'cancelled', cancelReason: 'expired' }]))
})

test('the list tells who is slipping, what is running and what came of it', async () => {
  await show({
    customers: [buyer()],
    offers: [
      { ...draft, status: 'sent', sentAt: NOW - 4 * DAY, channel: 'taobao', createdAt: NOW - 4 * DAY },
      { ...draft, id: 'told', status: 'sent', sentAt: NOW - 5 * DAY, channel: 'phone', createdAt: NOW - 5 * DAY },
      { ...draft, id: 'given', status: 'sent', sentAt: NOW - 6 * DAY, channel: 'copy', createdAt: NOW - 6 * DAY },
      offerRow({
        id: 'back',
        customerId: 'c1',
        status: 'returned',
        createdAt: NOW - 99 * DAY,
        sentAt: NOW - 99 * DAY,
        returnedAt: NOW - 90 * DAY,
        validUntil: NOW - 85 * DAY,
        revenue: 23_400,
      }),
    ],
  })
  expect(screen.getByText('1 位正在流失，一年约 ¥2,400')).toBeTruthy()
  await click(screen.getByRole('radio', { name: /进行中/ }))
  for (const said of ['4 天前用淘宝发出', '5 天前打电话说的', '6 天前发出']) screen.getByText(said)
  await click(screen.getByRole('radio', { name: '结果' }))
  expect(screen.getAllByText('¥234').length).toBeGreaterThan(0)
})
