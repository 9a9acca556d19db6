// @vitest-environment happy-dom
import { act, cleanup, fireEvent, render, screen, waitFor, within } from '@testing-library/preact'
import { LocationProvider } from 'preact-iso'
import { afterEach, expect, test } from 'vitest'
import { Toasts } from '../../../web/components/Toast.tsx'
import { AttentionPage } from '../../../web/screens/more/AttentionPage.tsx'
import { changeTitle, subjectOf, typedIn } from '../../../web/screens/more/changes.ts'
import { conflictSides } from '../../../web/screens/more/conflict.ts'
import { InboxPage } from '../../../web/screens/more/InboxPage.tsx'
import { MoreList } from '../../../web/screens/more/MoreList.tsx'
import { parseNumber } from '../../../web/screens/more/NumberField.tsx'
import { bytes } from '../../../web/screens/more/phone-data.ts'
import { rebase } from '../../../web/screens/more/rebase.ts'
import {
  fieldsOf,
  GROUPS,
  isAllowed,
  SECTIONS,
  settingText,
  specOf,
} from '../../../web/screens/more/settings-fields.ts'
import { TiersPage } from '../../../web/screens/more/TiersPage.tsx'
import { catalogue } from '../../../worker/domain/mutations.ts'
import type { MemberRow, NotificationRow, ShopRow } from '../../../worker/domain/rows.ts'
import { defaultSettings, type Settings } from '../../../worker/domain/settings.ts'
import { customer, shop as shopRow } from '../sync/rules.ts'
import { type Given, type OpenedShop, openShop } from './opened-shop.ts'

const NOW = 1_700_000_000_000
let opened: OpenedShop | null = null
afterEach(() => {
  cleanup()
  opened?.close()
  opened = null
})

async function show(node: preact.ComponentChildren, given: Given = {}, role?: 'owner' | 'agent' | 'viewer') {
  opened = await openShop(given, role)
  render(
    <LocationProvider>
      {node}
      <Toasts />
    </LocationProvider>,
  )
  return opened
}

const settingsOf = (store: OpenedShop['store']): Settings => (store.view.list('shops').value[0] as ShopRow).settings

const notice = (n: number, readBy: Record<string, number> = {}): NotificationRow => ({
  id: `n${n}`,
  category: 'complaint',
  params: { name: `买家${n}`, product: '茶杯' },
  url: `/disputes/d${n}`,
  at: NOW - n * 60_000,
  readBy,
})

test('every setting has a line of text, and its default is allowed', () => {
  const settings = defaultSettings()
  const shown = SECTIONS.flatMap((section) =>
    fieldsOf(section).map((spec) => {
      const value = (settings[section] as Record<string, unknown>)[spec.field]
      expect(isAllowed(spec, value), spec.path).toBe(true)
      return settingText(spec, value, { currency: 'CNY', member: () => undefined })
    }),
  )
  expect(shown).toContain('A 1 小时 · B 2 小时 · C 4 小时')
  expect(shown).toContain('A ¥200 · B ¥100 · C ¥50')
  expect(shown).toContain('A 谁都行 · B 谁都行 · C 谁都行')
  expect(shown).toContain('30 / 60 / 120 / 240 天')
  expect(shown).toContain('利润')
  expect(shown).toContain('80%')
  expect(shown).toContain('22:00')
  expect(SECTIONS.toSorted()).toEqual(Object.keys(settings).sort())
  for (const section of SECTIONS) {
    expect(
      fieldsOf(section)
        .map(({ field }) => field)
        .sort(),
    ).toEqual(Object.keys(settings[section]).sort())
  }
})

test('every section is on the page once: the promises on top, the others in groups', () => {
  expect(['promises', ...GROUPS.flatMap(({ sections }) => sections)].toSorted()).toEqual(SECTIONS.toSorted())
})

test('values the domain refuses are not allowed', () => {
  expect(isAllowed(specOf('tiers.windowDays'), 0)).toBe(false)
  expect(isAllowed(specOf('tiers.aShare'), null)).toBe(false)
  expect(isAllowed(specOf('winBack.percent'), { A: 95, B: 10, C: 8 })).toBe(false)
  expect(isAllowed(specOf('promises.resolveHours'), { A: 1, B: null, C: 3 })).toBe(false)
})

test('numbers are read as people type them', () => {
  expect(parseNumber(' １２.5 ')).toBe(12.5)
  expect(parseNumber('')).toBeNull()
  expect(parseNumber('-1')).toBeNull()
  expect(parseNumber('1e3')).toBeNull()
})

test('an owner changes a section; what contradicts another field is said at that field', async () => {
  const { store } = await show(<TiersPage />)
  fireEvent.click(screen.getByLabelText('修改下单节奏'))
  const dialog = within(screen.getByRole('dialog', { hidden: true }))
  fireEvent.input(dialog.getByLabelText('正在流失'), { target: { value: '9' } })
  fireEvent.submit(dialog.getByText('保存').closest('dialog')?.querySelector('form') as HTMLFormElement)
  await waitFor(() => expect(dialog.getByLabelText('已经流失').getAttribute('aria-invalid')).toBe('true'))
  expect(settingsOf(store).rhythm).toEqual({ decliningFactor: 2, lostFactor: 4 })
  fireEvent.input(dialog.getByLabelText('正在流失'), { target: { value: '3' } })
  fireEvent.submit(dialog.getByText('保存').closest('dialog')?.querySelector('form') as HTMLFormElement)
  await waitFor(() => expect(settingsOf(store).rhythm.decliningFactor).toBe(3))
  expect(store.view.outbox.value.map(({ args }) => args)).toEqual([
    { set: { rhythm: { decliningFactor: 3 } }, was: { rhythm: { decliningFactor: 2 } } },
  ])
})

test('who was second to change a field sees the other value and decides', async () => {
  const { store, arrive } = await show(<TiersPage />)
  fireEvent.click(screen.getByLabelText('修改打扰上限'))
  const dialog = within(screen.getByRole('dialog', { hidden: true }))
  fireEvent.input(dialog.getByLabelText('最多'), { target: { value: '5' } })
  const settings = defaultSettings()
  await act(() => arrive({ shops: [{ ...shopRow(), settings: { ...settings, contactCap: { count: 3, days: 30 } } }] }))
  const form = screen.getByRole('dialog', { hidden: true }).querySelector('form') as HTMLFormElement
  fireEvent.submit(form)
  await waitFor(() => expect(dialog.getByRole('alert', { hidden: true }).textContent).toContain('3 次'))
  expect(settingsOf(store).contactCap.count).toBe(3)
  fireEvent.submit(form)
  await waitFor(() => expect(settingsOf(store).contactCap.count).toBe(5))
})

const member = (id: string, name: string, role: MemberRow['role'] = 'agent'): MemberRow => ({ id, name, role })
const team = [member('user', '阿青', 'owner'), member('lin', '小林'), member('eye', '阿眼', 'viewer')]
const value = (name: RegExp) => screen.getByRole('button', { name })
const dialog = () => within(screen.getByRole('dialog', { hidden: true }))
const save = () =>
  act(async () => {
    fireEvent.submit(screen.getByRole('dialog', { hidden: true }).querySelector('form') as HTMLFormElement)
  })

test('what each tier gets stands side by side; a tap changes it for that tier alone, and can be taken back', async () => {
  const buyers = [customer('c1', { tier: 'A' }), customer('c2', { tier: 'A' }), customer('c3', { tier: 'C' })]
  const { store } = await show(<TiersPage />, { members: team, customers: buyers })
  const heads = screen.getAllByRole('columnheader').map((head) => head.textContent)
  expect(heads).toEqual(['A特别客户2 位', 'B重点客户0 位', 'C一般客户1 位'])
  fireEvent.click(value(/^B 级，一个优惠最多花：¥100/))
  expect(document.activeElement).toBe(dialog().getByLabelText('一个优惠最多花'))
  fireEvent.input(dialog().getByLabelText('一个优惠最多花'), { target: { value: '80' } })
  const handler = dialog().getByLabelText('谁负责') as HTMLSelectElement
  expect([...handler.options].map(({ text }) => text).toSorted()).toEqual(['小林', '谁都行', '阿青'].toSorted())
  fireEvent.change(handler, { target: { value: 'lin' } })
  fireEvent.click(dialog().getByRole('switch', { hidden: true }))
  await save()
  await waitFor(() => expect(settingsOf(store).promises.offerBudget).toEqual({ A: 20_000, B: 8_000, C: 5_000 }))
  expect(settingsOf(store).promises).toMatchObject({
    handler: { A: null, B: 'lin', C: null },
    careDays: { A: 30, B: null, C: 180 },
    firstReplyHours: defaultSettings().promises.firstReplyHours,
  })
  expect(value(/^B 级，谁负责：小林/)).toBeTruthy()
  expect(value(/^B 级，最久多少天问候一次：不定期/)).toBeTruthy()
  fireEvent.click(screen.getByRole('button', { name: '撤销' }))
  await waitFor(() => expect(settingsOf(store).promises).toEqual(defaultSettings().promises))
})

test('an emptied number is no “never”, and a resolution is not promised before the reply', async () => {
  const { store } = await show(<TiersPage />)
  fireEvent.click(value(/^A 级，最久多少天问候一次：30 天/))
  fireEvent.input(dialog().getByLabelText('最久多少天问候一次'), { target: { value: '' } })
  await save()
  expect(dialog().getByLabelText('最久多少天问候一次').getAttribute('aria-invalid')).toBe('true')
  fireEvent.input(dialog().getByLabelText('最久多少天问候一次'), { target: { value: '20' } })
  fireEvent.input(dialog().getByLabelText('给出办法'), { target: { value: '0.5' } })
  await save()
  await waitFor(() => expect(dialog().getByLabelText('给出办法').getAttribute('aria-invalid')).toBe('true'))
  expect(store.view.outbox.value).toEqual([])
  fireEvent.input(dialog().getByLabelText('给出办法'), { target: { value: '5' } })
  await save()
  await waitFor(() => expect(settingsOf(store).promises.careDays).toEqual({ A: 20, B: 60, C: 180 }))
})

test('of two people at one tier the second is told which; what the other did elsewhere stays', async () => {
  const { store, arrive } = await show(<TiersPage />, { members: team })
  fireEvent.click(value(/^A 级，第一次回复/))
  fireEvent.input(dialog().getByLabelText('第一次回复'), { target: { value: '3' } })
  const settings = defaultSettings()
  settings.promises.firstReplyHours = { A: 2, B: 7, C: 4 }
  settings.promises.handler.A = 'lin'
  await act(() => arrive({ shops: [{ ...shopRow(), settings }] }))
  await save()
  await waitFor(() =>
    expect(dialog().getByRole('alert', { hidden: true }).textContent).toContain('A 级 · 第一次回复 2 小时'),
  )
  await save()
  await waitFor(() => expect(settingsOf(store).promises.firstReplyHours).toEqual({ A: 3, B: 7, C: 4 }))
  expect(settingsOf(store).promises.handler.A).toBe('lin')
})

test('what one wants is laid upon what others wrote, tier by tier', () => {
  const seen = { a: { A: 1, B: 2 }, n: 5, list: [1, 2] }
  const current = { a: { A: 9, B: 8 }, n: 6, list: [3] }
  expect(rebase({ a: { A: 1, B: 4 }, n: 5, list: [1] }, seen, current)).toEqual({ a: { A: 9, B: 4 }, n: 6, list: [1] })
})

test('a cadence that the contact cap does not allow is pointed out', async () => {
  const settings = { ...defaultSettings(), contactCap: { count: 1, days: 60 } }
  await show(<TiersPage />, { shops: [{ ...shopRow(), settings }] })
  expect(screen.getByText(/^A 级的问候比打扰上限还密（60 天最多 1 次）/)).toBeTruthy()
})

test('a percentage typed in is a fraction; a wrong number is not saved', async () => {
  const { store } = await show(<TiersPage />)
  fireEvent.click(screen.getByLabelText('修改客户分级'))
  const dialog = within(screen.getByRole('dialog', { hidden: true }))
  const form = screen.getByRole('dialog', { hidden: true }).querySelector('form') as HTMLFormElement
  fireEvent.input(dialog.getByLabelText('A 级到'), { target: { value: '120' } })
  fireEvent.submit(form)
  await waitFor(() => expect(dialog.getByLabelText('A 级到').getAttribute('aria-invalid')).toBe('true'))
  expect(store.view.outbox.value).toEqual([])
  fireEvent.input(dialog.getByLabelText('A 级到'), { target: { value: '70' } })
  fireEvent.submit(form)
  await waitFor(() => expect(settingsOf(store).tiers.aShare).toBe(0.7))
})

test('only owners find the way to change rules and to keys', async () => {
  await show(
    <>
      <TiersPage />
      <MoreList at={null} />
    </>,
    {},
    'agent',
  )
  expect(screen.queryByLabelText('修改客户分级')).toBeNull()
  expect(screen.queryByRole('button', { name: /第一次回复/ })).toBeNull()
  expect(screen.getByText('¥50')).toBeTruthy()
  expect(screen.queryByText('接口密钥')).toBeNull()
})

test('the shop’s own wording is found under “More”, by everybody', async () => {
  await show(<MoreList at={null} />, {}, 'viewer')
  expect(screen.getByRole('link', { name: /^我的说法/ }).getAttribute('href')).toBe('/disputes/wording')
})

test('the inbox shows the newest first; a tap reads one, and one button the rest', async () => {
  const rows = [
    notice(2),
    notice(1),
    notice(3, { user: NOW }),
    ...Array.from({ length: 130 }, (_, i) => notice(i + 10)),
  ]
  const { store } = await show(<InboxPage />, { notifications: rows })
  const items = within(screen.getByRole('list')).getAllByRole('link')
  expect(items.slice(0, 3).map((item) => item.getAttribute('href'))).toEqual([
    '/disputes/d1',
    '/disputes/d2',
    '/disputes/d3',
  ])
  const unread = () => store.view.list('notifications').value.filter(({ readBy }) => !('user' in readBy)).length
  fireEvent.click(items[0] as HTMLElement)
  await waitFor(() => expect(unread()).toBe(131))
  fireEvent.click(screen.getByLabelText('全部标为已读'))
  await waitFor(() => expect(unread()).toBe(0))
  expect(screen.queryByLabelText('全部标为已读')).toBeNull()
})

test('a refused change says what, whom, why, both sides and what was typed, until it is dismissed', async () => {
  const { store, arrive } = await show(<AttentionPage />, { customers: [customer('c1', { nickname: '小鹿' })] })
  expect(screen.getByText('都同步好了')).toBeTruthy()
  const rejection = {
    id: 'r1',
    name: 'customer.edit',
    args: { id: 'c1', set: { note: '只喝红茶' }, was: { note: null } },
    code: 'conflict' as const,
    details: { fields: { note: { yours: '只喝红茶', theirs: null } } },
    at: NOW,
  }
  await store.db.put('rejections', rejection)
  await act(() => store.outboxChanged())
  await act(() => arrive({}))
  expect(screen.getByText('改客户资料')).toBeTruthy()
  expect(screen.getByText('小鹿')).toBeTruthy()
  expect(screen.getByText('别人同时改了同一处')).toBeTruthy()
  expect(screen.getByText('去看看').closest('a')?.getAttribute('href')).toBe('/customers/c1')
  expect(screen.getAllByText('只喝红茶', { exact: false }).length).toBe(2)
  expect(screen.getByText('空', { exact: false })).toBeTruthy()
  fireEvent.click(screen.getByText('知道了'))
  await waitFor(() => expect(screen.getByText('都同步好了')).toBeTruthy())
})

test('changes that wait are listed in order', async () => {
  const { store } = await show(<AttentionPage />, { notifications: [notice(1)] })
  await act(async () => {
    await store.mutate('notification.read', { ids: ['n1'] })
    await store.mutate('shop.rename', { name: '新店名', was: '小满茶铺' })
  })
  const rows = within(screen.getByLabelText('待同步')).getAllByRole('listitem')
  expect(rows.map((row) => row.textContent)).toEqual([
    expect.stringContaining('标为已读'),
    expect.stringContaining('新店名'),
  ])
})

test('every change a person can make has a name; unknown ones of another version too', () => {
  const names = Object.keys(catalogue).map((name) => changeTitle({ name, args: {} }))
  expect(new Set(names).size).toBe(names.length)
  expect(names).not.toContain('一处改动')
  for (const name of ['customer.fly', 'nothing', 'unknown', 'customer.toString'])
    expect(changeTitle({ name, args: {} })).toBe('一处改动')
})

test('whom a change is about is found, as far as the phone knows them', async () => {
  const { store } = await show(null, { customers: [customer('c1', { nickname: '小鹿' })] })
  const about = (name: string, args: unknown) => subjectOf({ name, args }, store.view.rows)
  expect(about('tier.pin', { customerId: 'c1' })).toEqual({ title: '小鹿', href: '/customers/c1' })
  expect(about('dispute.open', { id: 'gone', customerId: 'c1' })).toEqual({ title: '小鹿', href: '/customers/c1' })
  expect(about('customer.edit', { id: 'gone' })).toBeNull()
  expect(about('shop.settings', { set: { winBack: {} } })).toEqual({ title: '挽回优惠', href: '/more/tiers' })
  expect(about('task.done', null)).toBeNull()
})

test('what was typed is kept from any kind of change', () => {
  expect(typedIn({ name: 'dispute.reply', args: { text: '马上查', from: 'listen' } })).toEqual(['马上查'])
  expect(typedIn({ name: 'win-back.edit', args: { set: { message: '好久不见' } } })).toEqual(['好久不见'])
  expect(typedIn({ name: 'task.done', args: { taskId: 't' } })).toEqual([])
})

test('both sides of a conflict read as people write them', () => {
  const context = {
    currency: 'CNY',
    timezone: 'Asia/Shanghai',
    member: (id: string) => (id === 'm1' ? '小林' : undefined),
  }
  const sides = (name: string, fields: unknown) => conflictSides(name, { fields } as Record<string, unknown>, context)
  expect(sides('shop.settings', { 'winBack.monthlyBudget': { yours: 50_000, theirs: 100_000 } })).toEqual([
    { label: '挽回优惠 · 每月预算', yours: '¥500', theirs: '¥1,000' },
  ])
  const tiers = { 'promises.handler.B': { yours: 'm1', theirs: null }, 'winBack.percent.C': { yours: 8, theirs: 9 } }
  expect(sides('shop.settings', tiers)).toEqual([
    { label: '每级承诺 · B 级 · 谁负责', yours: '小林', theirs: '谁都行' },
    { label: '挽回优惠 · C 级 · 建议折扣', yours: '8%', theirs: '9%' },
  ])
  expect(sides('dispute.edit', { assignee: { yours: 'm1', theirs: null } })).toEqual([
    { label: '负责人', yours: '小林', theirs: '空' },
  ])
  const refund = { kind: 'refund', cost: 12_800, promisedAt: null, note: null }
  expect(sides('dispute.resolve', { remedies: { yours: [refund], theirs: [] } })[0]).toEqual({
    label: '解决办法',
    yours: '全额退款 ¥128',
    theirs: '空',
  })
  expect(sides('shop.rename', { name: { yours: '甲', theirs: '乙' } })[0]?.label).toBe('店名')
  expect(conflictSides('customer.edit', {}, context)).toEqual([])
})

test('sizes are short', () => {
  expect([0, 999, 1200, 45_600_000, 12e9].map(bytes)).toEqual(['0 B', '999 B', '1.2 kB', '46 MB', '12 GB'])
})

test('a restored server is told of, with what became of this phone’s changes, until it is read', async () => {
  const { store } = await show(<AttentionPage />, {})
  const state = await store.db.get('state', 'state')
  if (!state) throw new Error('no state')
  await store.db.put('state', { ...state, restored: { to: NOW - 3_600_000, at: NOW, kept: 3 } }, 'state')
  await act(() => store.outboxChanged())
  expect(screen.getByText(/^服务器恢复到了.*的备份$/)).toBeTruthy()
  expect(screen.getByText(/3 处改动都还在/)).toBeTruthy()
  expect(screen.queryByText('都同步好了')).toBeNull()
  fireEvent.click(screen.getByText('知道了'))
  await waitFor(() => expect(screen.getByText('都同步好了')).toBeTruthy())
  expect((await store.db.get('state', 'state'))?.restored).toBeNull()
})
