// @vitest-environment happy-dom
import { act, fireEvent, render, screen, waitFor, within } from '@testing-library/preact'
import { afterEach, describe, expect, test, vi } from 'vitest'
import { locale, setLocale } from '../../../web/i18n/index.ts'
import { CarrierField } from '../../../web/screens/disputes/CarrierField.tsx'
import { Learning } from '../../../web/screens/disputes/learning/Learning.tsx'
import { useTable } from '../../../web/store/hooks.ts'
import { ALL_CAUSES } from '../../../worker/domain/causes.ts'
import type { DisputeRow, FixRow } from '../../../worker/domain/rows.ts'
import { DAY_MS } from '../../../worker/domain/time.ts'
import { openDispute as disputeRow } from '../../domain/dispute/fixtures.ts'
import { customer } from '../sync/rules.ts'
import { type Given, type OpenedShop, openShop } from './opened-shop.ts'
import { clearedStage, draw, HOUR } from './stage.tsx'

let shop: OpenedShop
clearedStage()
/** What the server answers when older cases are asked for; null: there is no network. */
let older: object[] | null = null
const asked: string[] = []
let days = 0

afterEach(async () => {
  older = null
  asked.length = 0
  if (locale() !== 'zh-CN') await act(() => setLocale('zh-CN'))
})

async function show(given: (now: number) => Given, role?: 'viewer') {
  vi.stubGlobal('fetch', async (path: string) => {
    asked.push(path)
    if (older === null) throw new TypeError('no network')
    return Response.json({ cases: older, next: null })
  })
  shop = await openShop({}, role)
  // What was asked of the server in the test before is no longer fresh.
  shop.server.now += ++days * DAY_MS
  await shop.arrive({
    members: [
      { id: 'me', name: '阿青', role: 'owner' },
      { id: 'm2', name: '小满', role: 'agent' },
    ],
    ...given(shop.server.now),
  })
  draw(<Learning />)
  fireEvent.click(screen.getByRole('radio', { name: /90 (天|days)/ }))
}

const late = (n: number, now: number, over: Partial<DisputeRow> = {}): DisputeRow[] =>
  Array.from({ length: n }, (_, i) => {
    const openedAt = now - (i + 2) * DAY_MS
    return disputeRow({
      ...{ id: `late-${i}`, customerId: i < 2 ? 'c1' : `x${i}`, words: `第 ${i} 位等急了`, product: '龙井 ×1' },
      ...{ step: 'closed', openedAt, confirmedCause: 'late', cause: 'late', carrier: '韵达', assignee: 'm2' },
      ...{ firstReplyAt: openedAt, resolvedAt: openedAt, closedAt: openedAt + DAY_MS, actualCost: 1000 },
      ...over,
    })
  })
/** One case of each cause. */
const each = (now: number): DisputeRow[] =>
  ALL_CAUSES.map((cause, i) =>
    disputeRow({ id: `each-${i}`, customerId: `y${i}`, words: `别的事 ${cause}`, openedAt: now - 9 * DAY_MS, cause }),
  )
const typical = (now: number): Given => ({
  disputes: [...late(14, now), ...each(now)],
  products: [{ id: 'p1', name: '龙井', cost: null, costAt: null }],
  customers: [
    customer('c1', { nickname: '小鹿乱撞', ordersCount: 5, bought: ['p1'] }),
    ...Array.from({ length: 39 }, (_, i) => customer(`b${i}`, { bought: ['p1'] })),
  ],
})
const table = (name: string) =>
  within(screen.getByRole('table', { name, hidden: true }))
    .getAllByRole('row', { hidden: true })
    .map((row) => [...row.children].map((cell) => cell.textContent))
const inList = (label: string) => within(screen.getByRole('list', { name: label }))

describe('what disputes teach', () => {
  test('nothing yet: says what will be learnt here', async () => {
    await show(() => ({}))
    expect(await screen.findByText('还没有纠纷可学')).toBeTruthy()
    expect(asked).toEqual([])
  })

  test('names the weakest link with its evidence, and its latest case opens', async () => {
    await show(typical)
    expect(await screen.findByRole('heading', { name: '最薄弱的一环：发货或送达太慢' })).toBeTruthy()
    expect(screen.getByText(/查明原因的 29 件里有 15 件是它（52%），花了 ¥140/)).toBeTruthy()
    expect(screen.getByRole('link', { name: '第 0 位等急了' }).getAttribute('href')).toBe('/disputes/late-0')
  })

  test('too early to say with a few', async () => {
    await show((now) => ({ disputes: late(2, now) }))
    expect(await screen.findByRole('heading', { name: '还早，说不准' })).toBeTruthy()
    expect(screen.queryByRole('button', { name: '标记已改进' })).toBeNull()
  })

  test('a case that went into another is not counted again', async () => {
    await show((now) => ({
      disputes: [...late(3, now), ...late(1, now, { id: 'gone', outcome: 'merged', mergedInto: 'late-0' })],
    }))
    expect(await screen.findByText('3 件', { selector: '.bar-title p' })).toBeTruthy()
  })

  test('months and groups have their numbers in tables', async () => {
    await show(typical)
    const [head, ...months] = table('每月按原因的纠纷件数')
    expect(head?.slice(0, 3)).toEqual(['月份', '合计', '发货或送达太慢'])
    expect(months.reduce((sum, row) => sum + Number(row[1]), 0)).toBe(29)
    fireEvent.click(screen.getByRole('radio', { name: '快递' }))
    const [, yunda, none] = table('每家快递的纠纷')
    expect(yunda?.slice(0, 3)).toEqual(['韵达', '14', '¥140'])
    expect(none?.slice(0, 3)).toEqual(['没记快递', '15', '–'])
    expect(screen.getByText(/29 件里有 14 件记了快递/)).toBeTruthy()
  })

  test('times are told in words: half within, nine in ten within', async () => {
    await show((now) => {
      const ten = late(10, now).map((row, i) => {
        const openedAt = Math.floor(row.openedAt / DAY_MS) * DAY_MS + 2 * HOUR
        return { ...row, openedAt, firstReplyAt: openedAt + (i + 1) * HOUR }
      })
      return { disputes: ten }
    })
    fireEvent.click(screen.getByRole('radio', { name: '原因' }))
    const line = await inList('每种原因的纠纷').findByRole('button')
    expect(line.textContent).toContain('一半在 5 小时内，九成在 9 小时内')
  })

  test('what recurs opens with its cases; rates only where they are known', async () => {
    await show(typical)
    const product = await inList('同一样商品，同一个原因').findByRole('button')
    expect(product.textContent).toContain('龙井14 件发货或送达太慢 · 买过的 40 位里 33% 抱怨过')
    expect(inList('同一位买家，同一个原因').getByRole('button').textContent).toContain(
      '小鹿乱撞2 件发货或送达太慢 · 一共下过 5 单',
    )
    await act(async () => void fireEvent.click(product))
    const links = within(screen.getByRole('dialog')).getAllByRole('link')
    expect(links.map((link) => link.getAttribute('href'))).toHaveLength(14)
  })
})

describe('what was put right', () => {
  test('is marked from the weakest link, once, and can be taken back', async () => {
    await show(typical)
    fireEvent.click(await screen.findByRole('button', { name: '标记已改进' }))
    const sheet = within(screen.getByRole('dialog'))
    const save = sheet.getByRole('button', { name: '标记下来' })
    await act(async () => void fireEvent.click(save))
    expect(sheet.getByText('选一个，再写下改了什么。')).toBeTruthy()
    fireEvent.input(sheet.getByLabelText(/改了什么/), { target: { value: '换了顺丰' } })
    await act(async () => {
      fireEvent.click(save)
      fireEvent.click(save)
    })
    expect(await screen.findByText('刚改不久，满一周再看')).toBeTruthy()
    expect(shop.store.view.list('fixes').value).toMatchObject([
      { dimension: 'cause', value: 'late', note: '换了顺丰', endedAt: null },
    ])
    await act(async () => void fireEvent.click(screen.getByRole('button', { name: '撤回这个标记' })))
    await waitFor(() => expect(screen.queryByText('刚改不久，满一周再看')).toBeNull())
    await shop.sync()
    expect(shop.store.view.list('fixes').value[0]?.endedAt).not.toBeNull()
  })

  const fix = (now: number): FixRow => ({
    ...{
      id: 'f1',
      dimension: 'carrier',
      value: '韵达',
      note: '换了顺丰',
      at: now - 40 * DAY_MS,
      by: 'm2',
      endedAt: null,
    },
  })

  test('before and after with the older cases of the server', async () => {
    await show((now) => {
      older = Array.from({ length: 40 }, (_, i) => ({
        ...(late(1, now)[0] as DisputeRow),
        ...{ id: `old-${i}`, openedAt: now - (45 + 3 * i) * DAY_MS, closedAt: now - (41 + 3 * i) * DAY_MS },
      }))
      return { fixes: [fix(now)], disputes: late(1, now) }
    })
    expect(await screen.findByText('有效：少了')).toBeTruthy()
    expect(asked[0]).toMatch(/^\/api\/disputes\/closed\?since=\d+&cursor=$/)
    const [, row] = table('每项改进前后的纠纷')
    expect(row?.slice(0, 2)).toEqual(['韵达', '40'])
  })

  test('without a network it says what is missing and asks again when told to', async () => {
    await show((now) => ({ fixes: [fix(now)], disputes: late(1, now) }))
    expect(await screen.findByText(/没连上，先按这部手机里的算/)).toBeTruthy()
    older = []
    await act(async () => void fireEvent.click(screen.getByRole('button', { name: '再试一次' })))
    await waitFor(() => expect(screen.queryByText(/没连上/)).toBeNull())
  })

  test('a viewer reads, and changes nothing', async () => {
    await show((now) => ({ ...typical(now), fixes: [fix(now)] }), 'viewer')
    expect(await screen.findByRole('heading', { name: /最薄弱的一环/ })).toBeTruthy()
    expect(screen.queryByRole('button', { name: /标记/ })).toBeNull()
  })
})

test('in English', async () => {
  await act(() => setLocale('en'))
  await show(typical)
  expect(await screen.findByRole('heading', { name: 'The weakest link: late' })).toBeTruthy()
})

test('who carried it is noted with a tap, and taken off with another', async () => {
  shop = await openShop({ disputes: [disputeRow({ id: 'd1', step: 'analyse' })], customers: [customer('c1')] })
  const Field = () => {
    const [dispute] = useTable('disputes')
    return dispute ? <CarrierField dispute={dispute} /> : null
  }
  render(<Field />)
  const carrier = () => shop.store.view.get('disputes', 'd1')?.carrier
  await act(async () => void fireEvent.click(screen.getByRole('button', { name: '韵达' })))
  await waitFor(() => expect(carrier()).toBe('韵达'))
  expect(screen.getByRole('button', { name: '韵达', pressed: true })).toBeTruthy()
  await act(async () => void fireEvent.click(screen.getByRole('button', { name: '韵达' })))
  await waitFor(() => expect(carrier()).toBeNull())
  fireEvent.click(screen.getByRole('button', { name: '其他' }))
  fireEvent.input(screen.getByLabelText('快递名字'), { target: { value: ' 同城跑腿 ' } })
  await act(async () => void fireEvent.click(screen.getByRole('button', { name: '记下' })))
  await waitFor(() => expect(carrier()).toBe('同城跑腿'))
})
