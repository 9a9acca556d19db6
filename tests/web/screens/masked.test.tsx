// @vitest-environment happy-dom
/** What the screens put in the page before anybody taps: never a contact in full, whoever looks. */
import { act, fireEvent, screen } from '@testing-library/preact'
import { beforeAll, beforeEach, expect, test, vi } from 'vitest'
import { Customer } from '../../../web/screens/customers/Customer.tsx'
import { CustomersPlace } from '../../../web/screens/customers/CustomersPlace.tsx'
import { query, segment, sort } from '../../../web/screens/customers/list-state.ts'
import { DisputesPlace } from '../../../web/screens/disputes/DisputesPlace.tsx'
import { PickPerson } from '../../../web/screens/disputes/PickPerson.tsx'
import { TodayScreen } from '../../../web/screens/today/TodayScreen.tsx'
import { WinBackPlace } from '../../../web/screens/win-back/WinBackPlace.tsx'
import { callName, shownName } from '../../../web/store/names.ts'
import type { CustomerRow } from '../../../worker/domain/rows.ts'
import { openDispute } from '../../domain/dispute/fixtures.ts'
import { offerRow, slippingCustomer } from '../../domain/win-back/fixtures.ts'
import { task } from '../sync/rules.ts'
import { openShop } from './opened-shop.ts'
import { clearedStage, DAY, draw, NOW } from './stage.tsx'

vi.mock('../../../web/session.ts', async (original) => ({
  ...(await original<object>()),
  useEngine: () => ({ sync: vi.fn() }),
}))
clearedStage()
// Loaded once: under load the first import of a place takes its time.
beforeAll(async () => {
  await import('../../../web/screens/customers/privacy/Privacy.tsx')
})
beforeEach(() => {
  query.value = ''
  segment.value = 'all'
  sort.value = 'worth'
})

const PHONE = '13852771341'
const EMAIL = 'qiuyu.tangbao@mail.example'
const STREET = '翠微北里4120号'
/** Contacts taken for a nickname, a name and an account, beside those in their fields. */
const NAMED: Partial<CustomerRow>[] = [
  { nickname: PHONE },
  { nickname: EMAIL },
  { nickname: `老客 138 5277 1341` },
  { nickname: '小鹿', name: PHONE },
  { nickname: null, name: EMAIL },
  { nickname: null, name: null },
  { nickname: null, name: null, phone: null, accountId: EMAIL },
  { nickname: null, name: null, phone: null, accountId: PHONE },
]
const people = NAMED.map((named, i) => ({
  ...slippingCustomer({
    lastOrderAt: NOW - 90 * DAY,
    phone: PHONE,
    email: EMAIL,
    address: `浙江省杭州市西湖区${STREET}`,
  }),
  id: `c${i}`,
  ...named,
}))
const given = {
  customers: people,
  disputes: people.map(({ id }, i) => openDispute({ id: `d${i}`, customerId: id })),
  offers: [{ ...offerRow({ customerId: 'c0' }), id: 'offer', validUntil: NOW + DAY }],
  tasks: people.map(({ id }, i) => task(`t${i}`, { kind: 'promise', customerId: id, disputeId: `d${i}`, dueAt: NOW })),
}

/** Contacts in the page, its attributes and the values of its fields. */
function found(): string[] {
  const fields = [...document.querySelectorAll('input, textarea')].map((field) => (field as HTMLInputElement).value)
  const page = [document.documentElement.outerHTML, ...fields].map((text) =>
    decodeURIComponent(text.replace(/%(?![0-9a-f]{2})/gi, '')),
  )
  const text = page.join('\n')
  const bare = text.replace(/[\s-]/g, '')
  return [PHONE, EMAIL, STREET, 'qiuyu'].filter((contact) => text.includes(contact) || bare.includes(contact))
}

const SCREENS: Record<string, () => preact.ComponentChildren> = {
  customers: () => <CustomersPlace />,
  today: () => <TodayScreen />,
  disputes: () => <DisputesPlace />,
  'win-back': () => <WinBackPlace />,
  'a draft': () => <WinBackPlace id="c0" />,
  picker: () => <PickPerson error={null} onPick={() => {}} onNew={() => {}} />,
  ...Object.fromEntries(people.map(({ id }) => [`customer ${id}`, () => <Customer id={id} />])),
}

test.each(Object.keys(SCREENS))('%s', async (name) => {
  await openShop(given, 'agent')
  const { container } = draw(SCREENS[name]?.())
  await act(async () => {})
  expect(container.textContent?.length).toBeGreaterThan(20)
  expect(found()).toEqual([])
})

test('a search that hits a number shows no more of it', async () => {
  await openShop(given, 'agent')
  draw(<PickPerson error={null} onPick={() => {}} onNew={() => {}} />)
  await act(async () => void fireEvent.input(screen.getByRole('textbox'), { target: { value: '1385277' } }))
  expect(screen.getAllByText('138****1341').length).toBeGreaterThan(0)
  expect(found()).toEqual([])
})

test.each([
  ['tb123456789', 'tb123456789'],
  ['老王13800001234', '老王138****1234'],
  ['１３８００００１２３４', '１３８****１２３４'],
  ['+44 20 7946 0958', '**** 0958'],
  ['lin@example.com', 'l***@example.com'],
  ['2026-05-04', '2026-05-04'],
  ['2938475610293847561', '2938475610293847561'],
  ['林间小鹿', '林间小鹿'],
])('a name %s is shown as %s', (name, shown) => {
  expect(shownName(name)).toBe(shown)
  expect(callName({ nickname: name, name: null, phone: null, accountId: null })).toBe(shown)
})
