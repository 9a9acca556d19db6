// @vitest-environment happy-dom
/** What is said of a customer's coming orders and of their way up, from what the phone holds. */
import { act, cleanup, render, screen } from '@testing-library/preact'
import { afterEach, expect, test } from 'vitest'
import { Coming } from '../../../web/screens/customers/Coming.tsx'
import { useComing } from '../../../web/screens/customers/expecting.ts'
import { WayUp } from '../../../web/screens/customers/WayUp.tsx'
import { useWayUp } from '../../../web/screens/customers/way.ts'
import { useRow } from '../../../web/store/hooks.ts'
import { useShop } from '../../../web/store/shop.ts'
import { expectedOf } from '../../../worker/domain/expectation/expected.ts'
import type { Fit } from '../../../worker/domain/expectation/model.ts'
import type { CustomerRow, Figures, RunRow, RunSummary } from '../../../worker/domain/rows.ts'
import { figuresWith, ZONE } from '../../support/figures.ts'
import { customer, shop as shopRow } from '../sync/rules.ts'
import { type Given, type OpenedShop, openShop } from './opened-shop.ts'

const NOW = 1_700_000_000_000
const DAY = 86_400_000

let shop: OpenedShop
afterEach(() => {
  cleanup()
  shop.close()
})

const check = { days: 90, predicted: 100, actual: 104, error: 12, ranking: 0.8, deciles: [] }
const model = {
  ok: true,
  bgnbd: { r: 0.8, alpha: 6, a: 0.9, b: 4, logLikelihood: -1, customers: 500 },
  gammaGamma: null,
  spend: 12_345,
  check,
  distinct: 300,
} as unknown as Fit
const tooShort: Fit = { ok: false, reason: 'too-short', weeks: 5, needed: 13 }

const run = (fit: Fit, more: Partial<RunRow> = {}): RunRow => ({
  ...{ id: 'run', asOf: NOW, startedAt: NOW, finishedAt: NOW, customers: 3, moves: 0, past: 0 },
  summary: { measure: 'revenue', model: fit } as RunSummary,
  ...more,
})

const figures = (more: Partial<Figures> = {}) =>
  figuresWith({
    ...{ asOf: NOW, orders: 6, net: 60_000, buyDays: 6, repeatNet: 50_000, stage: 'stable', rhythmDays: 20 },
    ...{ firstOrderAt: NOW - 200 * DAY, lastOrderAt: NOW - 10 * DAY, expectedAt: NOW + 10 * DAY, ownRhythm: 1 },
    ...more,
  })
const buyer = (id: string, more: Partial<Figures> = {}, row: Partial<CustomerRow> = {}) => {
  const known = figures(more)
  return customer(id, { ordersCount: known.orders, lastOrderAt: known.lastOrderAt, figures: known, ...row })
}

function Looking() {
  const row = useRow('customers', 'c')
  return row ? <Known row={row} /> : null
}
function Known({ row }: { row: CustomerRow }) {
  const known = useShop()
  const coming = useComing(row, known)
  const way = useWayUp(row, known)
  return (
    <>
      <WayUp whys={way} currency={known.currency} zone={known.timezone} />
      {coming && row.figures && <Coming coming={coming} figures={row.figures} shop={known} now={NOW} />}
      <output>{String(coming?.backBy)}</output>
    </>
  )
}

async function show(given: Given) {
  shop = await openShop({ shops: [{ ...shopRow(), figuresAsOf: NOW }], ...given })
  render(<Looking />)
}
const text = () => document.body.textContent ?? ''
const backBy = () => screen.getByRole('status').textContent

test('with a model: how many orders, what they bring and by when, and how it was reckoned', async () => {
  await show({ customers: [buyer('c')], runs: [run(model)] })
  const expected = expectedOf(figures(), model, { asOf: NOW, timezone: ZONE, days: 90 })
  expect(text()).toContain(`接下来 90 天预计下 ${Math.round((expected?.orders ?? 0) * 10) / 10} 单、花 ¥`)
  expect(text()).toMatch(/大概 2023年1[12]月\d+日前会再来/)
  expect(text()).toContain('按这位客户自己的节奏和全店的规律算的，是估计，不是保证。')
  expect(screen.getByRole('link', { name: '估得准不准' }).getAttribute('href')).toBe('/customers/tiers')
  expect(backBy()).toBe(String(expected?.backBy))
})

test('it is worked out when looked at: another time ahead is another answer', async () => {
  await show({ customers: [buyer('c')], runs: [run(model)] })
  const settings = { ...shopRow().settings, expectation: { days: 30 } }
  await act(() => shop.arrive({ shops: [{ ...shopRow(), figuresAsOf: NOW, settings }] }))
  expect(text()).toContain('接下来 30 天')
})

test('the newest finished run is behind it, not one that was broken off', async () => {
  const broken = run(tooShort, { id: 'later', startedAt: NOW + DAY, finishedAt: null })
  await show({
    customers: [buyer('c')],
    runs: [run(tooShort, { id: 'old', startedAt: NOW - DAY }), broken, run(model)],
  })
  expect(text()).toContain('接下来 90 天')
})

test('who has bought since is not told to come back, and the date of the numbers is said', async () => {
  await show({ customers: [buyer('c', {}, { lastOrderAt: NOW + 1 })], runs: [run(model)] })
  expect(text()).toContain('算完之后又来过了')
  expect(text()).toContain('这些还是 2023年11月15日的数')
  expect(text()).not.toContain('会再来')
  expect(text()).not.toContain('就到')
  expect(backBy()).toBe('null')
})

test('late by their own habit, yet more likely than not to come: both are said', async () => {
  await show({ customers: [buyer('c', { stage: 'declining', buyDays: 12, orders: 12 })], runs: [run(model)] })
  expect(text()).toContain('比自己平常慢了')
})

test('long silent: probably not within a year', async () => {
  const gone = { firstOrderAt: NOW - 1500 * DAY, lastOrderAt: NOW - 1300 * DAY, buyDays: 20, stage: 'lost' as const }
  await show({ customers: [buyer('c', gone)], runs: [run(model)] })
  expect(text()).toContain('一年内多半不会再来')
  expect(text()).toContain('下不到 0.1 单')
})

test('without a model: what the rhythm says, and in one sentence why there is none', async () => {
  await show({ customers: [buyer('c')], runs: [run(tooShort)] })
  expect(text()).toContain('按节奏，下一单大概在 10 天后')
  expect(text()).toContain('平常约 20 天买一次。')
  expect(text()).toContain('90 天前只有 35 天的订单')
  expect(backBy()).toBe(String(NOW + 10 * DAY))
})

test('overdue by the rhythm, which is the shop’s', async () => {
  await show({ customers: [buyer('c', { expectedAt: NOW - 5 * DAY, ownRhythm: 0 })], runs: [run(tooShort)] })
  expect(text()).toContain('按节奏，5 天前就该再来了')
  expect(text()).toContain('先按全店约 20 天买一次看')
})

test('nothing is said of who never bought', async () => {
  await show({ customers: [buyer('c', { orders: 0, tier: null })], runs: [run(model)] })
  expect(text()).toBe('undefined')
})

test('the way up is reckoned against everyone on the phone, and follows them', async () => {
  const of = (value: number, tier: 'A' | 'B') => ({ windowValue: value, windowNet: value, windowFirstAt: null, tier })
  const others = Array.from({ length: 10 }, (_, i) => buyer(`o${i}`, of(80_000, 'A')))
  await show({ customers: [buyer('c', of(70_000, 'B')), ...others], runs: [run(model)] })
  expect(text()).toContain('再买约 1 单，或再消费 ¥100，就到 A')
  await act(() => shop.arrive({ customers: [buyer('c', of(80_000, 'A'))] }))
  expect(text()).toContain('就还是 A')
})
