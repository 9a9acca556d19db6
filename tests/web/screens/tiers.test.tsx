// @vitest-environment happy-dom
import { act, cleanup, fireEvent, render, screen, waitFor, within } from '@testing-library/preact'
import { LocationProvider } from 'preact-iso'
import { afterEach, describe, expect, test } from 'vitest'
import { locale, setLocale } from '../../../web/i18n/index.ts'
import { TiersOverview } from '../../../web/screens/tiers/TiersOverview.tsx'
import { overviewOf } from '../../../web/screens/tiers/use-overview.ts'
import { countsOf } from '../../../worker/domain/overview/migration.ts'
import type { CustomerRow, RunRow, Tier } from '../../../worker/domain/rows.ts'
import { COMPUTED_AT, computedShop } from '../../support/computed-shop.ts'
import { figuresWith } from '../../support/figures.ts'
import { customer } from '../sync/rules.ts'
import { type Given, type OpenedShop, openShop } from './opened-shop.ts'

const computed = computedShop({ buyers: 1500, prospects: 7 })
const [run] = computed.runs

const PATIENT = { timeout: 20_000 }

let shop: OpenedShop
afterEach(async () => {
  cleanup()
  shop.close()
  if (locale() !== 'zh-CN') await act(() => setLocale('zh-CN'))
})

/** On the screen once the criteria are there too. */
async function show(given: Given, { whole = true } = {}) {
  shop = await openShop(given)
  render(
    <LocationProvider>
      <TiersOverview />
    </LocationProvider>,
  )
  if (whole) await screen.findByRole('heading', { name: '稳不稳' }, PATIENT)
}

const section = (heading: string) =>
  within(screen.getByRole('heading', { name: heading }).closest('section') as HTMLElement)
/** Cells of a table, row by row. */
const table = (name: string) =>
  within(screen.getByRole('table', { name, hidden: true }))
    .getAllByRole('row', { hidden: true })
    .map((row) => [...row.children].map((cell) => cell.textContent))
const buyer = (id: string, tier: Tier, windowValue: number, more: Partial<CustomerRow> = {}): CustomerRow =>
  customer(id, { ordersCount: 1, tier, figures: figuresWith({ tier, tierBefore: tier, windowValue }), ...more })
const withModel = (model: NonNullable<RunRow['summary']>['model']): RunRow => ({
  ...run,
  summary: run.summary && { ...run.summary, model },
})

describe('a shop with a run', () => {
  test('says in one sentence who brings the business, and the curve has its numbers behind it', async () => {
    await show(computed)
    expect(screen.getByRole('heading', { name: /^前 20% 的客户带来 \d\d% 的净消费$/ })).toBeTruthy()
    expect(screen.getByRole('img', { name: /^曲线：A 级是前 \d+% 的买家/ })).toBeTruthy()
    const [head, ...rows] = table('谁带来大部分生意')
    expect(head).toEqual(['等级', '买家', '占买家', '净消费', '占金额'])
    expect(rows.map(([name, buyers]) => [name, buyers])).toEqual([
      ...(['A', 'B', 'C'] as const).map((tier) => [`${tier} 级`, String(run.summary?.tiers[tier].buyers)]),
      ['合计', '1,500'],
    ])
    expect(table('买得最多的一部分买家，占了多少')).toHaveLength(11)
  })

  test('tells the same as the run did', () => {
    const { moved, pareto } = overviewOf(computed.customers, computed.products, COMPUTED_AT)
    expect(countsOf(moved)).toEqual(run.summary?.migration)
    for (const tier of ['A', 'B', 'C'] as const)
      expect(pareto.tiers[tier]).toMatchObject(run.summary?.tiers[tier] as object)
  })

  test('a cell of the migration opens with who is in it, the most valuable first', async () => {
    await show(computed)
    const cell = section('谁升了，谁降了').getByRole('button', { name: /^A 级 → B 级，降级/ })
    await act(async () => void fireEvent.click(cell))
    const expected = computed.customers
      .filter(({ figures }) => figures?.tierBefore === 'A' && figures.tier === 'B')
      .sort((a, b) => (b.figures?.windowValue ?? 0) - (a.figures?.windowValue ?? 0))
    const links = within(screen.getByRole('dialog')).getAllByRole('link')
    expect(links.map((link) => link.getAttribute('href'))).toEqual(
      expected.slice(0, 50).map(({ id }) => `/customers/${id}`),
    )
  })

  test('fifty are shown at a time', async () => {
    await show(computed)
    const cell = section('谁升了，谁降了').getByRole('button', { name: /^C 级 → C 级，不变/ })
    await act(async () => void fireEvent.click(cell))
    const dialog = within(screen.getByRole('dialog'))
    expect(dialog.getAllByRole('link')).toHaveLength(50)
    await act(async () => void fireEvent.click(dialog.getByRole('button', { name: '再看 50 位' })))
    expect(dialog.getAllByRole('link')).toHaveLength(100)
  })

  test('channels and products stand worth first, the rest together', async () => {
    await show(computed)
    const amounts = (rows: (string | null)[][]) => rows.map((row) => Number(row.at(-1)?.replace(/[¥,]/g, '')))
    const channels = amounts(table('每个渠道的买家分级').slice(1))
    expect(channels).toEqual(channels.toSorted((a, b) => b - a))
    const products = table('买过每种商品的买家分级').slice(1)
    expect(products.at(-1)?.[0]).toBe('其他 8 种商品')
    expect(amounts(products.slice(0, -1))).toEqual(amounts(products.slice(0, -1)).toSorted((a, b) => b - a))
    expect(section('各商品').getByText(/^买过「茶饼」的客户里 \d+% 是 A 级/)).toBeTruthy()
  })

  test('the five criteria answer with a verdict, and the most telling facts are named', async () => {
    await show(computed)
    const cards = section('分级靠不靠得住')
    expect(cards.getAllByRole('article')).toHaveLength(5)
    expect(cards.getByText(/^A 级里 \d+% .+；A 级里 \d+% 买过「茶饼」，其他客户只有 \d+%/)).toBeTruthy()
    expect(cards.getByText('5 项里 5 项好')).toBeTruthy()
  })

  test('the forecast is checked in words, in tenths and in numbers', async () => {
    await show(computed)
    const part = section('预测准不准')
    expect(
      part.getByText(/^用 90 天前的数据预测这 90 天：预计 [\d,]+ 次购买，实际 [\d,]+ 次；排序准确度 0\.\d\d。$/),
    ).toBeTruthy()
    expect(table('把买家按预测分成十份，每份这 90 天买了几次')).toHaveLength(11)
  })

  test('in English too', async () => {
    await act(() => setLocale('en'))
    await show(computed, { whole: false })
    expect(await screen.findByRole('heading', { name: 'Do they hold still?' }, PATIENT)).toBeTruthy()
    expect(screen.getByRole('heading', { name: /^The best 20% of customers bring \d\d% of net sales$/ })).toBeTruthy()
    expect(document.body.textContent).not.toMatch(/undefined|NaN|\[object/)
  })

  test('follows what arrives', async () => {
    await show({ ...computed, customers: computed.customers.slice(0, 400) })
    await act(() => shop.arrive({ customers: computed.customers.slice(400, 900) }))
    await waitFor(() => expect(table('谁带来大部分生意').at(-1)?.[1]).toBe('900'), PATIENT)
    await screen.findByText(/^900 位买家，每人一个等级/, undefined, PATIENT)
  })

  test('leads on to the review, the runs and the settings', async () => {
    await show(computed)
    expect(
      section('接着做')
        .getAllByRole('link')
        .map((link) => link.getAttribute('href')),
    ).toEqual(['/customers/review', '/customers/tiers/history', '/more/tiers'])
  })
})

describe('without a model', () => {
  test('says why, what is used instead and what it takes', async () => {
    await show({
      ...computed,
      runs: [withModel({ ok: false, reason: 'too-few-repeat-buyers', repeatBuyers: 34, needed: 100 })],
    })
    const part = section('预测准不准')
    expect(part.getByText(/34 位回头客/)).toBeTruthy()
    expect(part.getByText(/自己的购买节奏/)).toBeTruthy()
    expect(part.getByText(/100 位买过两次以上/)).toBeTruthy()
    expect(part.queryByRole('img')).toBeNull()
  })

  test('one that was checked and failed still shows the check', async () => {
    const model = run.summary?.model
    if (!model?.ok) throw new Error('the simulated shop has a model')
    await show({
      ...computed,
      runs: [withModel({ ok: false, reason: 'fits-badly', check: { ...model.check, predicted: 9000 } })],
    })
    const part = section('预测准不准')
    expect(part.getByText(/这次的预测不能用/)).toBeTruthy()
    expect(part.getByRole('img')).toBeTruthy()
  })
})

describe('little or nothing', () => {
  test.each([
    ['nobody', [], '还没有客户'],
    ['only prospects', [customer('p')], '还没有人下过单'],
    ['nothing computed', [customer('c', { ordersCount: 2 })], '还没算过分级'],
  ])('%s', async (_, customers, title) => {
    await show({ customers }, { whole: false })
    expect(screen.getByRole('heading', { name: title })).toBeTruthy()
    expect(screen.getByRole('link', { name: '导入订单' }).getAttribute('href')).toBe('/more/import')
  })

  test('a few buyers are told as people, before any run said anything', async () => {
    await show({ customers: [buyer('1', 'A', 9000), buyer('2', 'C', 500), buyer('3', 'C', 500)] })
    expect(screen.getByRole('heading', { name: '买得最多的 1 位带来 90% 的净消费' })).toBeTruthy()
    expect(screen.queryByRole('heading', { name: '谁升了，谁降了' })).toBeNull()
    expect(section('预测准不准').getByText('还没核对过，下次计算后显示。')).toBeTruthy()
    expect(section('各商品').getByText(/订单里还没有商品/)).toBeTruthy()
  })

  test('nothing came in: no curve, and no group is called better', async () => {
    await show({ customers: [buyer('1', 'C', 0), buyer('2', 'C', -500)], runs: [run] })
    expect(screen.getByRole('heading', { name: '近 365 天还没有净消费' })).toBeTruthy()
    expect(screen.queryByRole('img', { name: /^曲线/ })).toBeNull()
    expect(screen.queryByText(/是 A 级，全店是/)).toBeNull()
    expect(section('谁升了，谁降了').getByText('这段时间没有人换等级。')).toBeTruthy()
  })

  test('one tier only', async () => {
    await show({ customers: [buyer('1', 'A', 900)], runs: [run] })
    expect(screen.getByText('买家都在 A 级，买得有多有少了才分得开。')).toBeTruthy()
  })
})

test('who is kept elsewhere by a pin or waits for a person is counted', async () => {
  const pinned = buyer('1', 'A', 900, { tier: 'B', pinTier: 'B', pinReason: '老朋友' })
  const waiting = buyer('2', 'C', 100, { tier: 'A' })
  await show({ customers: [pinned, waiting, buyer('3', 'C', 50)], runs: [run] })
  const link = screen.getByRole('link', { name: '有 2 位现在的等级和这里不一样' })
  expect(link.getAttribute('href')).toBe('/customers/review')
  expect(link.parentElement?.textContent).toContain('1 位被固定，1 位等确认或保持原样')
})

test('profit is called profit, with how much of it is known', async () => {
  const summary = run.summary && { ...run.summary, measure: 'profit' as const, costKnown: 0.62 }
  await show({ ...computed, runs: [{ ...run, summary }] })
  expect(screen.getByRole('heading', { name: /的净利润$/ })).toBeTruthy()
  expect(screen.getByText(/62% 知道成本/)).toBeTruthy()
})
