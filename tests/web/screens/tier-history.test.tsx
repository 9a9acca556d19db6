// @vitest-environment happy-dom
/** The history of runs, and a past day looked back at. */
import { signal } from '@preact/signals'
import { act, cleanup, fireEvent, render, screen, waitFor, within } from '@testing-library/preact'
import { LocationProvider, useLocation } from 'preact-iso'
import { afterEach, describe, expect, test, vi } from 'vitest'
import { TierHistory } from '../../../web/screens/customers/history/TierHistory.tsx'
import { openGate } from '../../../web/session.ts'
import type { Engine } from '../../../web/sync/engine.ts'
import type { MoveRow, RunRow, RunSummary, Tier } from '../../../worker/domain/rows.ts'
import type { LookBack } from '../../../worker/domain/wire.ts'
import { customer } from '../sync/rules.ts'
import { type Given, type OpenedShop, openShop } from './opened-shop.ts'

const NOW = 1_700_000_000_000
const DAY = 86_400_000
const HERE = '/customers/tiers/history'

let shop: OpenedShop
afterEach(() => {
  cleanup()
  shop.close()
  vi.unstubAllGlobals()
})

const summary = (buyers: Record<Tier, number>, more: Partial<RunSummary> = {}) =>
  ({
    measure: 'revenue',
    buyers: buyers.A + buyers.B + buyers.C,
    value: 100_000 * (buyers.A + buyers.B + buyers.C),
    tiers: Object.fromEntries(Object.entries(buyers).map(([tier, n]) => [tier, { buyers: n, value: n * 100_000 }])),
    changed: null,
    later: null,
    ...more,
  }) as RunSummary

const run = (id: string, startedAt: number, more: Partial<RunRow> = {}): RunRow => ({
  ...{ id, asOf: startedAt, startedAt, finishedAt: startedAt + 1000, customers: 6, moves: 0, past: 0 },
  summary: summary({ A: 1, B: 2, C: 3 }),
  ...more,
})

const move = (id: string, runId: string, more: Partial<MoveRow> = {}): MoveRow => ({
  ...{ id, customerId: id, runId, from: 'B', to: 'A', up: [], worth: 10_000 },
  why: [{ code: 'tier.nothing', params: { days: 365 } }],
  ...{ status: 'applied', at: NOW, decidedAt: NOW, decidedBy: null },
  ...more,
})

const history: Given = {
  members: [{ id: 'lin', name: '小林', role: 'agent' }],
  customers: ['1', '2', '3', '4'].map((id) => customer(id)),
  runs: [
    run('last', NOW, { summary: summary({ A: 2, B: 2, C: 4 }, { changed: 2 }) }),
    run('quiet', NOW - DAY),
    run('broken', NOW - 2 * DAY, { finishedAt: null, summary: null }),
    run('past', NOW - 3 * DAY, { past: 1, asOf: NOW - 100 * DAY }),
  ],
  moves: [
    move('1', 'last'),
    move('2', 'last', { decidedBy: 'lin', worth: 90_000 }),
    move('3', 'last', { from: 'A', to: 'B', status: 'proposed', decidedAt: null }),
    move('4', 'last', { from: 'B', to: 'C', status: 'dismissed' }),
  ],
}

let path = ''
function Here({ id }: { id?: string | undefined }) {
  path = useLocation().path
  return <TierHistory {...(id === undefined ? {} : { id })} />
}
async function show(given: Given, id?: string) {
  shop = await openShop(given)
  return render(
    <LocationProvider>
      <Here id={id} />
    </LocationProvider>,
  )
}
const lines = () =>
  within(screen.getByRole('list', { name: '每次计算' }))
    .getAllByRole('listitem')
    .map((row) => row.textContent)
const tableRows = () =>
  within(screen.getByRole('table'))
    .getAllByRole('row')
    .map((row) => [...row.querySelectorAll('td')].map((cell) => cell.textContent))

describe('the list of runs', () => {
  test('newest first: how many rose and fell, what the shop was worth, and who decided', async () => {
    await show(history)
    expect(lines()).toEqual([
      '今天 06:13¥8,000升 2 · 降 2 · 8 位买家自动 1 · 小林 1 · 等确认 1 · 作废 1',
      '昨天 06:13¥6,000没有升降 · 6 位买家',
      '回看 2023年8月7日¥6,000只看数据，没有调整 · 6 位买家回看',
    ])
  })

  test('a shop without runs is told when there will be one', async () => {
    await show({})
    expect(screen.getByText('还没有计算过')).toBeTruthy()
  })

  test('a past day leads to its look back; today does not', async () => {
    await show({})
    const field = screen.getByLabelText('哪一天')
    await act(async () => void fireEvent.input(field, { target: { value: '2023-11-15' } }))
    expect(screen.getByText('选一个今天以前的日子')).toBeTruthy()
    await act(async () => void fireEvent.input(field, { target: { value: '2023-03-01' } }))
    await act(async () => void fireEvent.click(screen.getByRole('button', { name: '看看' })))
    expect(path).toBe(`${HERE}/2023-03-01`)
  })
})

describe('one run', () => {
  test('counts and money beside the run before, how many changed, each move with cause and who decided', async () => {
    await show(history, 'last')
    expect(tableRows()).toEqual([
      [],
      ['2 位¥2,000', '1 位¥1,000'],
      ['2 位¥2,000', '2 位¥2,000'],
      ['4 位¥4,000', '3 位¥3,000'],
      ['8 位¥8,000', '6 位¥6,000'],
    ])
    expect(screen.getByText('和上一次比，2 位的等级变了，占 25%。')).toBeTruthy()
    const up = within(screen.getByRole('list', { name: '升级' })).getAllByRole('listitem')
    expect(up.map((item) => item.querySelector('.move-name')?.textContent)).toEqual(['买家2', '买家1'])
    expect(up[0]?.textContent).toContain('过去 365 天净消费为 0')
    expect(up[0]?.textContent).toContain('小林同意的')
    const down = screen.getByRole('list', { name: '降级' }).textContent
    expect(down).toContain('等你确认')
    expect(down).toContain('后来的计算不再需要')
  })

  test('that was only a look back says so and is compared with nothing', async () => {
    await show(history, 'past')
    expect(screen.getByText(/只看那天的数据，没有调整任何人的分级/)).toBeTruthy()
    expect(tableRows()[1]).toEqual(['1 位¥1,000'])
  })

  test('that this phone does not hold', async () => {
    await show(history, 'gone')
    expect(screen.getByText('找不到这次计算')).toBeTruthy()
  })
})

describe('a look back', () => {
  const answer: LookBack = {
    asOf: NOW - 200 * DAY,
    customers: 5,
    summary: summary({ A: 1, B: 1, C: 1 }),
    later: { orders: 1, amount: 5_000 },
    changedCount: 250,
    changed: [
      { customerId: '1', tierThen: 'B', tierNow: 'A', windowValueThen: 13_000, laterAmount: 5_000 },
      { customerId: '2', tierThen: null, tierNow: 'B', windowValueThen: 0, laterAmount: 0 },
    ],
  }
  const engine = (online: boolean) =>
    ({ status: signal({ online, pending: 0, rejected: 0 }), session: { subscribe: () => {} } }) as unknown as Engine
  const asked = (answers: () => Response) => {
    const fetched = vi.fn(async (_input: RequestInfo | URL, _init?: RequestInit) => answers())
    vi.stubGlobal('fetch', fetched)
    return fetched
  }

  test('then and now, who was what, and what later refunds made of it; coming back asks nobody', async () => {
    const fetched = asked(() => Response.json(answer))
    const { unmount } = await show(history, '2023-05-01')
    await openGate(engine(true))
    await screen.findByRole('table')
    expect(fetched.mock.calls.map(([url, init]) => [String(url), init?.method, init?.body])).toEqual([
      ['/api/replay', 'POST', '{"asOf":"2023-05-01"}'],
    ])
    expect(tableRows().slice(1)).toEqual([
      ['1 位¥1,000', '2 位¥2,000'],
      ['1 位¥1,000', '2 位¥2,000'],
      ['1 位¥1,000', '4 位¥4,000'],
      ['3 位¥3,000', '8 位¥8,000'],
    ])
    expect(screen.getByText(/那天之后又退了 ¥50（1 单）/).textContent).toContain('当时看到的合计是 ¥3,050')
    const people = within(screen.getByRole('list', { name: '谁和现在不一样' })).getAllByRole('listitem')
    expect(people[0]?.textContent).toContain('之后又退了 ¥50，当时算的是 ¥180')
    expect(people[1]?.textContent).toContain('买家2')
    expect(screen.getByText('一共 250 位，只列了那天最值钱的 2 位。')).toBeTruthy()
    unmount()
    render(
      <LocationProvider>
        <Here id="2023-05-01" />
      </LocationProvider>,
    )
    await screen.findByRole('table')
    expect(fetched).toHaveBeenCalledTimes(1)
  })

  test('that failed says that nothing changed, and is asked for again', async () => {
    let works = false
    asked(() => (works ? Response.json(answer) : new Response('', { status: 502 })))
    await show(history, '2023-05-02')
    await openGate(engine(true))
    await screen.findByText('什么都没有改动。')
    works = true
    await act(async () => void fireEvent.click(screen.getByRole('button', { name: '重试' })))
    await screen.findByRole('table')
  })

  test('needs a connection', async () => {
    asked(() => {
      throw new TypeError('Failed to fetch')
    })
    await show(history, '2023-05-03')
    await openGate(engine(false))
    await screen.findByText('要联网才能回看')
    expect(screen.queryByRole('alert')).toBeNull()
  })

  test('at a day before the first order finds nobody', async () => {
    asked(() =>
      Response.json({ ...answer, customers: 0, summary: summary({ A: 0, B: 0, C: 0 }), changedCount: 0, changed: [] }),
    )
    await show(history, '2019-01-01')
    await openGate(engine(true))
    await waitFor(() => expect(screen.getByText('那天还没有买家')).toBeTruthy())
  })
})
