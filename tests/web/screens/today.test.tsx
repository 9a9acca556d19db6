// @vitest-environment happy-dom
import { act, cleanup, fireEvent, render, screen, waitFor, within } from '@testing-library/preact'
import { LocationProvider } from 'preact-iso'
import { afterEach, expect, test, vi } from 'vitest'
import { recordContact } from '../../../web/actions/customers.ts'
import { dismissToast, Toasts } from '../../../web/components/Toast.tsx'
import { useBadges } from '../../../web/screens/today/badges.ts'
import { TodayScreen } from '../../../web/screens/today/TodayScreen.tsx'
import { openDispute } from '../../domain/dispute/fixtures.ts'
import { offerRow, slippingCustomer } from '../../domain/win-back/fixtures.ts'
import { figuresWith } from '../../support/figures.ts'
import { customer, task } from '../sync/rules.ts'
import { type Given, type OpenedShop, openShop } from './opened-shop.ts'

const NOW = 1_700_000_000_000
const HOUR = 3_600_000
const DAY = 24 * HOUR

let shop: OpenedShop
afterEach(() => {
  cleanup()
  dismissToast()
  shop.close()
  vi.unstubAllGlobals()
})

async function show(given: Given, role?: 'agent' | 'viewer') {
  shop = await openShop(given, role)
  return render(
    <LocationProvider>
      <TodayScreen />
      <Toasts />
    </LocationProvider>,
  )
}

const promise = task('t1', { customerId: 'c1', dueAt: NOW - HOUR, worth: 342_000 })
const buyer = customer('c1', { tier: 'A', ordersCount: 3, net: 90_000 })
const button = (name: string) => screen.getByRole('button', { name })
const click = (element: HTMLElement) => act(async () => void fireEvent.click(element))
const cardTitles = () => screen.queryAllByRole('heading', { level: 2 }).map((title) => title.textContent)
const taskNow = (id: string) => shop.store.view.get('tasks', id)

test('says the state of the day in one sentence, and of each thing what, who and why', async () => {
  await show({
    customers: [buyer],
    tasks: [promise],
    disputes: [
      openDispute({ id: 'd1', customerId: 'c1', words: '杯子碎了', firstReplyDueAt: NOW + HOUR, openedAt: NOW - HOUR }),
    ],
  })
  expect(screen.getByText('2 个承诺今天要兑现，¥3,420 有风险')).toBeTruthy()
  expect(cardTitles().toSorted()).toEqual(['兑现承诺', '回复投诉'])
  expect(screen.getByText('“杯子碎了”')).toBeTruthy()
  expect(screen.getByRole('link', { name: '去回复' }).getAttribute('href')).toBe('/disputes/d1')
})

test('a promise is done with one tap, once, and taken back', async () => {
  await show({ customers: [buyer], tasks: [promise] })
  const done = button('完成')
  await act(async () => {
    fireEvent.click(done)
    fireEvent.click(done)
  })
  await waitFor(() => expect(taskNow('t1')?.status).toBe('done'))
  expect(shop.store.view.outbox.value.map(({ name }) => name)).toEqual(['task.done'])
  expect(cardTitles()).not.toContain('兑现承诺')
  await click(button('撤销'))
  await waitFor(() => expect(taskNow('t1')?.status).toBe('open'))
  expect(cardTitles()).toContain('兑现承诺')
})

test('a snoozed task is out of sight until then; undo brings it back', async () => {
  await show({ customers: [buyer], tasks: [promise] })
  await click(button('推迟'))
  await click(within(screen.getByRole('dialog')).getByRole('button', { name: /明天早上/ }))
  // The shop's morning after 2023-11-15 06:13.
  await waitFor(() => expect(taskNow('t1')?.snoozedUntil).toBe(Date.parse('2023-11-16T09:00:00+08:00')))
  expect(cardTitles()).not.toContain('兑现承诺')
  await click(button('撤销'))
  await waitFor(() => expect(taskNow('t1')?.snoozedUntil).toBeNull())
  expect(cardTitles()).toContain('兑现承诺')
})

test('what ends with its case cannot be ticked off, only put off', async () => {
  await show({ customers: [buyer], tasks: [task('t2', { kind: 'follow-up', dueAt: NOW })] })
  expect(screen.queryByRole('button', { name: '完成' })).toBeNull()
  expect(button('推迟')).toBeTruthy()
})

test('who may only look sees the work and no buttons', async () => {
  await show({ customers: [buyer], tasks: [promise] }, 'viewer')
  expect(cardTitles()).toEqual(['兑现承诺'])
  expect(screen.queryByRole('button', { name: /完成|推迟/ })).toBeNull()
})

test('an agent sees what is nobody’s or their own', async () => {
  await show(
    {
      customers: [buyer, customer('c2'), customer('c3')],
      tasks: [
        promise,
        task('t2', { customerId: 'c2', dueAt: NOW, assignee: 'somebody' }),
        task('t3', { customerId: 'c3', dueAt: NOW, assignee: 'user' }),
      ],
    },
    'agent',
  )
  const names = [...document.querySelectorAll('.task-name')].map((name) => name.textContent)
  expect(names.toSorted()).toEqual(['买家c1', '买家c3'])
})

test('an empty shop is shown how to begin', async () => {
  await show({})
  expect(screen.getByRole('link', { name: '导入订单' }).getAttribute('href')).toBe('/more/import')
  expect(screen.getAllByRole('listitem')).toHaveLength(3)
})

test('a day without work is celebrated, with one fact to learn', async () => {
  await show({ customers: [buyer] })
  expect(cardTitles()).toContain('今天的事都做完了')
  expect(screen.getByRole('link', { name: /买家c1怎么称呼？/ }).getAttribute('href')).toBe('/customers/c1')
})

test('who has not been heard of for long is suggested, until a contact is noted', async () => {
  const figures = figuresWith({ stage: 'stable', lastOrderAt: NOW - 45 * DAY })
  await show({ customers: [customer('c1', { tier: 'A', ordersCount: 3, lastOrderAt: NOW - 45 * DAY, figures })] })
  expect(cardTitles()).toEqual(['问候一下'])
  expect(screen.getByText('A 级客户，45 天没联系了（约定 30 天）')).toBeTruthy()
  expect(screen.getByRole('link', { name: '去联系' }).getAttribute('href')).toBe('/customers/c1')
  expect(screen.queryByRole('button', { name: /完成|推迟/ })).toBeNull()
  await act(async () => void (await recordContact('c1', 'wechat', 'care')))
  await waitFor(() => expect(cardTitles()).not.toContain('问候一下'))
})

const finger = (type: string, x: number, y: number) =>
  new PointerEvent(type, { pointerId: 1, pointerType: 'touch', isPrimary: true, clientX: x, clientY: y, bubbles: true })

async function swipe(path: [number, number][]) {
  const card = document.querySelector('.swipe') as HTMLElement
  card.setPointerCapture = () => {}
  const [first, ...rest] = path
  const last = path.at(-1)
  if (!first || !last) throw new Error('a swipe needs a path')
  await act(async () => {
    card.dispatchEvent(finger('pointerdown', ...first))
    for (const point of rest) card.dispatchEvent(finger('pointermove', ...point))
    card.dispatchEvent(finger('pointerup', ...last))
  })
}

test.each<[string, [number, number][], string]>([
  [
    'far to the right is done',
    [
      [10, 10],
      [40, 12],
      [140, 12],
    ],
    'done',
  ],
  [
    'a little to the right is not',
    [
      [10, 10],
      [40, 12],
      [90, 12],
    ],
    'open',
  ],
  [
    'scrolling is not',
    [
      [10, 10],
      [14, 60],
      [200, 90],
    ],
    'open',
  ],
])('swiping: %s', async (_, path, status) => {
  await show({ customers: [buyer], tasks: [promise] })
  await swipe(path)
  await waitFor(() => expect(taskNow('t1')?.status).toBe(status))
})

test('swiping to the left asks until when', async () => {
  await show({ customers: [buyer], tasks: [promise] })
  await swipe([
    [200, 10],
    [150, 10],
    [80, 10],
  ])
  expect(screen.getByRole('dialog')).toBeTruthy()
})

test('the places count what is due, and so does the icon', async () => {
  const icon = vi.fn(async () => {})
  vi.stubGlobal('navigator', Object.assign(Object.create(navigator), { setAppBadge: icon, clearAppBadge: icon }))
  shop = await openShop({
    customers: [buyer, slippingCustomer({ id: 'c2', lastOrderAt: 5 })],
    tasks: [promise],
    disputes: [
      openDispute({ id: 'd1', customerId: 'c1', openedAt: NOW - DAY, firstReplyDueAt: NOW - HOUR }),
      openDispute({ id: 'd2', customerId: 'c1', openedAt: NOW - HOUR, firstReplyDueAt: NOW + HOUR }),
      openDispute({
        id: 'd3',
        customerId: 'c1',
        openedAt: NOW,
        firstReplyDueAt: NOW + 3 * DAY,
        resolveDueAt: NOW + 9 * DAY,
      }),
    ],
    offers: [
      offerRow({ id: 'o1', validUntil: NOW + DAY }),
      offerRow({ id: 'o2', validUntil: NOW + DAY, status: 'sent', sentAt: NOW }),
      offerRow({ id: 'o3', validUntil: NOW - DAY }),
    ],
  })
  let badges: ReturnType<typeof useBadges> | undefined
  const Read = () => {
    badges = useBadges()
    return null
  }
  render(<Read />)
  expect(badges).toEqual({
    // The promise and the first replies, one card; who is slipping away is a suggestion.
    today: 2,
    disputes: { count: 2, alert: true },
    'win-back': 1,
    more: { count: 0, alert: false },
  })
  await waitFor(() => expect(icon).toHaveBeenCalledWith(2))
})
