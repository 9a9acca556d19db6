// @vitest-environment happy-dom
/** The tier review as the second of two reviewers sees it, by keyboard, and with many moves. */
import { act, cleanup, fireEvent, render, screen, waitFor, within } from '@testing-library/preact'
import { LocationProvider } from 'preact-iso'
import { afterEach, describe, expect, test } from 'vitest'
import { dismissToast, Toasts } from '../../../web/components/Toast.tsx'
import { TierReview } from '../../../web/screens/customers/TierReview.tsx'
import type { CustomerRow, MoveRow, ShopRow } from '../../../worker/domain/rows.ts'
import { defaultSettings } from '../../../worker/domain/settings.ts'
import { figuresWith } from '../../support/figures.ts'
import { customer, shop as shopRow } from '../sync/rules.ts'
import { type Given, type OpenedShop, openShop } from './opened-shop.ts'

const NOW = 1_700_000_000_000
const DAY = 86_400_000

let shop: OpenedShop
afterEach(() => {
  cleanup()
  dismissToast()
  shop.close()
})

const buyer = (id: string, more: Partial<CustomerRow> = {}) =>
  customer(id, { ordersCount: 1, tier: 'A', figures: figuresWith({ tier: 'B' }), ...more })

const move = (id: string, more: Partial<MoveRow> = {}): MoveRow => ({
  ...{ id: `m${id}`, customerId: id, runId: 'run', from: 'A', to: 'B', why: [], up: [], worth: 10_000 },
  ...{ status: 'proposed', at: NOW - DAY, decidedAt: null, decidedBy: null },
  ...more,
})
const decidedBy = (who: string | null, status: MoveRow['status'], at = NOW + 1) => ({
  status,
  decidedAt: at,
  decidedBy: who,
})

const team = [
  { id: 'user', name: '阿青', role: 'owner' as const },
  { id: 'lin', name: '小林', role: 'agent' as const },
]
const three = { customers: ['1', '2', '3'].map((id) => buyer(id)), moves: ['1', '2', '3'].map((id) => move(id)) }

async function show(given: Given) {
  shop = await openShop({ members: team, ...given })
  return render(
    <LocationProvider>
      <TierReview />
      <Toasts />
    </LocationProvider>,
  )
}

const button = (name: string | RegExp) => screen.getByRole('button', { name })
const click = (element: HTMLElement, init = {}) => act(async () => void fireEvent.click(element, init))
const cards = () =>
  [...document.querySelectorAll('article')].map((card) => card.querySelector('.move-name')?.textContent)
const cardOf = (name: string) =>
  within(screen.getAllByRole('article').find((card) => card.textContent?.includes(name)) as HTMLElement)
const statusOf = (id: string) => shop.store.view.get('moves', `m${id}`)?.status

describe('somebody else reviews too', () => {
  test('what they decide goes from the list and is said; a choice made here keeps the rest', async () => {
    await show(three)
    await click(button('选择'))
    await click(screen.getByRole('checkbox', { name: '选中买家1' }))
    await click(screen.getByRole('checkbox', { name: '选中买家2' }))
    await act(() =>
      shop.arrive({ moves: [move('1', decidedBy('lin', 'applied'))], customers: [buyer('1', { tier: 'B' })] }),
    )
    expect(cards()).toEqual(['买家2', '买家3'])
    await screen.findByText('小林也在看，刚处理了 1 位')
    await click(button('同意所选（1）'))
    await waitFor(() => expect(statusOf('2')).toBe('applied'))
    expect(statusOf('3')).toBe('proposed')
  })

  test('an accept that came too late says who was first and what holds, and everything else is in force', async () => {
    await show(three)
    await click(button('全部同意（3）'))
    await waitFor(() => expect(shop.store.view.outbox.value).toHaveLength(3))
    // Meanwhile, unknown to this phone:
    shop.server.put('moves', move('1', decidedBy('lin', 'applied')), move('2', decidedBy('lin', 'dismissed')))
    shop.server.put('customers', buyer('1', { tier: 'B' }))
    await act(() => shop.sync())
    await screen.findByText('有 2 位，别人先处理了')
    expect(screen.getByText('买家1：小林同意的，已从 A 调到 B')).toBeTruthy()
    expect(screen.getByText('买家2：小林选了不调整')).toBeTruthy()
    expect(screen.getByText(/什么都没丢/)).toBeTruthy()
    expect(shop.server.get('moves', 'm3')).toMatchObject({ status: 'applied', decidedBy: 'user' })
    expect(shop.store.view.get('customers', '2')?.tier).toBe('A')
    await click(button('知道了'))
    await waitFor(() => expect(shop.store.view.rejections.value).toEqual([]))
    expect(screen.queryByText(/别人先处理了/)).toBeNull()
  })

  test('a tier that was pinned meanwhile is said to be held', async () => {
    await show(three)
    await click(cardOf('买家1').getByRole('button', { name: '同意' }))
    await waitFor(() => expect(shop.store.view.outbox.value).toHaveLength(1))
    shop.server.put('customers', buyer('1', { pinTier: 'A', pinReason: '老客', pinUntil: null }))
    await act(() => shop.sync())
    await screen.findByText('买家1：这位客户的分级正被固定着')
  })

  test('many that came too late are counted', async () => {
    const ids = Array.from({ length: 9 }, (_, i) => String(i + 1))
    await show({ customers: ids.map((id) => buyer(id)), moves: ids.map((id) => move(id)) })
    await click(button('全部同意（9）'))
    await waitFor(() => expect(shop.store.view.outbox.value).toHaveLength(9))
    shop.server.put('moves', ...ids.map((id) => move(id, decidedBy(null, 'dismissed'))))
    await act(() => shop.sync())
    await screen.findByText('有 9 位，别人先处理了')
    expect(screen.getAllByText(/后来的计算不再需要/)).toHaveLength(5)
    expect(screen.getByText('还有 4 位')).toBeTruthy()
  })
})

describe('picking by keyboard', () => {
  const box = (id: string) => screen.getByRole('checkbox', { name: `选中买家${id}` }) as HTMLInputElement
  const press = (key: string, init = {}) =>
    act(async () => void fireEvent.keyDown(document.activeElement as Element, { key, ...init }))
  const checked = () => ['1', '2', '3', '4'].filter((id) => box(id).checked)
  const four = {
    customers: ['1', '2', '3', '4'].map((id) => buyer(id)),
    moves: ['1', '2', '3', '4'].map((id) => move(id, { worth: 100 - Number(id) })),
  }

  test('arrows go from box to box, with Shift they pick, Ctrl+A picks all, Escape ends', async () => {
    await show(four)
    await click(button('选择'))
    box('2').focus()
    await press('ArrowDown')
    expect(document.activeElement).toBe(box('3'))
    await press('ArrowDown', { shiftKey: true })
    expect(checked()).toEqual(['3', '4'])
    await press('Home')
    expect(document.activeElement).toBe(screen.getByRole('checkbox', { name: '选中买家1' }))
    await press('a', { ctrlKey: true })
    expect(checked()).toEqual(['1', '2', '3', '4'])
    await press('Escape')
    expect(screen.queryByRole('checkbox', { name: '选中买家1' })).toBeNull()
    expect(button('全部同意（4）')).toBeTruthy()
  })

  test('a click with Shift picks everything from the last one, a group is picked by its head', async () => {
    await show(four)
    await click(button('选择'))
    await click(box('1'))
    await click(box('3'), { shiftKey: true })
    expect(checked()).toEqual(['1', '2', '3'])
    await click(screen.getByRole('checkbox', { name: '选中全部降级' }))
    expect(checked()).toEqual(['1', '2', '3', '4'])
  })

  test('after a decision the focus is on the next card', async () => {
    await show(four)
    await click(cardOf('买家2').getByRole('button', { name: '不调整' }))
    await waitFor(() => expect(statusOf('2')).toBe('dismissed'))
    await waitFor(() => expect(document.activeElement?.textContent).toContain('买家3'))
  })
})

describe('around the moves', () => {
  const byHand = (): ShopRow => {
    const settings = defaultSettings()
    settings.tiers.autoApply = false
    return { ...shopRow(), settings }
  }

  test('the policy in force is said in a line, with the way to change it', async () => {
    await show(three)
    expect(screen.getByText(/只有从 A 降下来的等人点头/).textContent).toContain('改规则')
    expect(screen.getByRole('link', { name: '改规则' }).getAttribute('href')).toBe('/more/tiers')
    await act(() => shop.arrive({ shops: [byHand()] }))
    expect(screen.getByText(/所有升降级都等人点头/)).toBeTruthy()
  })

  test('a group says how many it holds and what they are worth', async () => {
    await show({ ...three, moves: [...three.moves.slice(0, 2), move('3', { from: 'B', to: 'A', worth: 5_000 })] })
    expect(screen.getByText('2 位 · 共 ¥200')).toBeTruthy()
    expect(screen.getByText('1 位 · 共 ¥50')).toBeTruthy()
  })

  test('what came into force by itself says so, what a person decided names them', async () => {
    await show({
      customers: three.customers,
      moves: [move('1', decidedBy(null, 'applied', NOW - DAY)), move('2', decidedBy('lin', 'applied', NOW - DAY))],
    })
    expect(screen.getByText('自动生效 · 昨天')).toBeTruthy()
    expect(screen.getByText('小林同意的 · 昨天')).toBeTruthy()
  })

  test('who is pinned stands with reason and end, the first to end at the top', async () => {
    await show({
      customers: [
        buyer('1', { pinTier: 'A', pinReason: '不会走', pinUntil: null }),
        buyer('2', { pinTier: 'B', pinReason: '月底有大单', pinUntil: NOW + 10 * DAY }),
        buyer('3', { pinTier: 'A', pinReason: '试着照顾', pinUntil: NOW - DAY }),
      ],
    })
    const rows = within(screen.getByRole('list', { name: '固定着的' })).getAllByRole('listitem')
    expect(rows.map((row) => row.querySelector('.row-sub')?.textContent)).toEqual([
      '2023年11月14日到期 · 试着照顾',
      '到 2023年11月25日 · 月底有大单',
      '没有设期限 · 不会走',
    ])
    expect(rows.map((row) => row.querySelector('.chip') !== null)).toEqual([true, false, false])
  })

  test('of many moves the first are drawn, and all can be accepted', async () => {
    const ids = Array.from({ length: 120 }, (_, i) => String(i))
    await show({ customers: ids.map((id) => buyer(id)), moves: ids.map((id) => move(id)) })
    expect(cards()).toHaveLength(50)
    await click(screen.getByText('再看 70 位'))
    expect(cards()).toHaveLength(120)
    expect(screen.getByText('全部同意（120）')).toBeTruthy()
  })
})
