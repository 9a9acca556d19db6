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
import { fieldsOf, isAllowed, SECTIONS, settingText, specOf } from '../../../web/screens/more/settings-fields.ts'
import { TiersPage } from '../../../web/screens/more/TiersPage.tsx'
import { catalogue } from '../../../worker/domain/mutations.ts'
import type { NotificationRow, ShopRow } from '../../../worker/domain/rows.ts'
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

const notice = (n: number, readAt: number | null = null): NotificationRow => ({
  id: `n${n}`,
  category: 'complaint',
  params: { name: `买家${n}`, product: '茶杯' },
  url: `/disputes/d${n}`,
  at: NOW - n * 60_000,
  readAt,
})

test('every setting has a line of text, and its default is allowed', () => {
  const settings = defaultSettings()
  const shown = SECTIONS.flatMap((section) =>
    fieldsOf(section).map((spec) => {
      const value = (settings[section] as Record<string, unknown>)[spec.field]
      expect(isAllowed(spec, value), spec.path).toBe(true)
      return settingText(spec, value, 'CNY')
    }),
  )
  expect(shown).toContain('A 1 小时 · B 2 小时 · C 4 小时')
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
  expect(screen.queryByText('接口密钥')).toBeNull()
})

test('the inbox shows the newest first; a tap reads one, and one button the rest', async () => {
  const rows = [notice(2), notice(1), notice(3, NOW), ...Array.from({ length: 130 }, (_, i) => notice(i + 10))]
  const { store } = await show(<InboxPage />, { notifications: rows })
  const items = within(screen.getByRole('list')).getAllByRole('link')
  expect(items.slice(0, 3).map((item) => item.getAttribute('href'))).toEqual([
    '/disputes/d1',
    '/disputes/d2',
    '/disputes/d3',
  ])
  const unread = () => store.view.list('notifications').value.filter(({ readAt }) => readAt === null).length
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
