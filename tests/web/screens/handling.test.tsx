// @vitest-environment happy-dom
import { fireEvent, screen, waitFor, within } from '@testing-library/preact'
import { expect, test } from 'vitest'
import { DisputesPlace } from '../../../web/screens/disputes/DisputesPlace.tsx'
import type { DisputeRow, LinkRow } from '../../../worker/domain/rows.ts'
import { disputeAt } from '../../domain/dispute/fixtures.ts'
import { customer, task } from '../sync/rules.ts'
import { type Given, type OpenedShop, openShop } from './opened-shop.ts'
import { clearedStage, DAY, draw, HOUR, NOW } from './stage.tsx'

let shop: OpenedShop
clearedStage()

const dispute = (over: Partial<DisputeRow> = {}): DisputeRow => ({
  ...disputeAt('analyse'),
  ...{ openedAt: NOW - DAY, firstReplyAt: NOW - DAY, resolveDueAt: NOW + 3 * DAY },
  ...over,
})
const given = (disputes: DisputeRow[], more: Given = {}): Given => ({
  customers: [customer('c1', { nickname: '阿宁', openDisputes: disputes.length })],
  disputes,
  ...more,
})
const drawPlace = (id?: string) => draw(<DisputesPlace {...(id && { id })} />)
const now = (id = 'd1') => shop.store.view.get('disputes', id)
const tap = (name: string) => fireEvent.click(screen.getByRole('button', { name }))
const sheet = async () => within(await screen.findByRole('dialog'))

test('the buyer writes again, we answer and wait: each is said where the case stands', async () => {
  shop = await openShop(given([dispute()]), 'agent')
  drawPlace('d1')
  tap('买家又说了…')
  const hear = await sheet()
  fireEvent.input(hear.getByLabelText('说了什么'), { target: { value: '还没收到' } })
  fireEvent.click(hear.getByRole('button', { name: '记下来' }))
  expect(await screen.findByText('买家又说了，等我们回')).toBeTruthy()
  expect(now()?.nextReplyDueAt).toBeGreaterThan(NOW)

  tap('我们回了')
  const answer = await sheet()
  fireEvent.input(answer.getByLabelText('回了什么'), { target: { value: '在查，麻烦拍张照' } })
  fireEvent.click(answer.getByLabelText(/接下来等买家回复/))
  fireEvent.click(answer.getByRole('button', { name: '记下来' }))
  expect(await screen.findByText('等买家回复，时钟已暂停')).toBeTruthy()
  expect(now()).toMatchObject({ nextReplyDueAt: null, waitingSince: expect.any(Number) })

  tap('不等了')
  await waitFor(() => expect(now()?.waitingSince).toBeNull())
  expect(screen.queryByText('等买家回复，时钟已暂停')).toBeNull()
})

test('what rests is kept apart from what presses', async () => {
  const waits = { waitingSince: NOW - HOUR }
  shop = await openShop(
    given([
      dispute({ id: 'presses' }),
      dispute({ id: 'waits', ...waits }),
      dispute({ id: 'asleep', snoozedUntil: NOW + HOUR }),
      dispute({ id: 'platform', ...waits, handleBy: NOW + HOUR }),
      dispute({ id: 'over', snoozedUntil: NOW + HOUR, resolveDueAt: NOW - 1 }),
    ]),
    'agent',
  )
  drawPlace()
  const shown = () => [...document.querySelectorAll('.virtual-row a')].map((row) => row.getAttribute('href'))
  expect(shown()).toEqual(['/disputes/over', '/disputes/platform', '/disputes/presses'])
  fireEvent.click(screen.getByRole('radio', { name: /先等着/ }))
  await waitFor(() => expect(shown()).toEqual(['/disputes/waits', '/disputes/asleep']))
  fireEvent.click(screen.getByRole('radio', { name: /处理中/ }))
})

const link = (id: string, over: Partial<LinkRow>): LinkRow => ({
  ...{ id, kind: 'case', disputeId: 'd1', customerId: 'c1', token: 'x', createdAt: 1, createdBy: null },
  ...{ expiresAt: NOW + DAY, revokedAt: null, ...over },
})

test('a case that is spam goes with its links, and comes back with them', async () => {
  const links = [link('l1', { kind: 'complain', disputeId: null, customerId: null }), link('l2', {})]
  const spam = dispute({ source: 'link', viaLink: 'l1' })
  shop = await openShop(given([spam], { links }), 'agent')
  const first = drawPlace('d1')
  tap('更多')
  fireEvent.click((await sheet()).getByText('这是垃圾投诉'))
  const asked = await sheet()
  expect(asked.getByRole('switch', { name: /投诉链接也关掉/ }).getAttribute('aria-checked')).toBe('true')
  fireEvent.click(asked.getByRole('button', { name: '关掉' }))
  await waitFor(() => expect(now()).toMatchObject({ step: 'closed', outcome: 'spam' }))
  const ended = () => ['l1', 'l2'].map((id) => shop.store.view.get('links', id)?.revokedAt !== null)
  expect(ended()).toEqual([true, true])
  first.unmount()

  drawPlace('d1')
  expect(await screen.findByText('不算进教训和时限，也不影响这位客户。')).toBeTruthy()
  tap('恢复')
  await waitFor(() => expect(now()).toMatchObject({ step: 'analyse', outcome: null, closedAt: null }))
  expect(ended()).toEqual([false, false])
})

test('a case entered by hand is put away as a mistake, without a word of spam, and comes back', async () => {
  shop = await openShop(given([dispute()]), 'agent')
  const first = drawPlace('d1')
  tap('更多')
  expect((await sheet()).queryByText('这是垃圾投诉')).toBeNull()
  fireEvent.click((await sheet()).getByText('记错了，不是投诉'))
  expect((await sheet()).queryByRole('switch')).toBeNull()
  fireEvent.click((await sheet()).getByRole('button', { name: '关掉' }))
  await waitFor(() => expect(now()).toMatchObject({ step: 'closed', outcome: 'spam' }))
  first.unmount()

  drawPlace('d1')
  expect(await screen.findByText('记错了，已关掉')).toBeTruthy()
  expect(document.body.textContent).not.toContain('垃圾')
  tap('恢复')
  await waitFor(() => expect(now()).toMatchObject({ step: 'analyse', outcome: null, closedAt: null }))
})

test.each(['agent', 'owner'] as const)(
  'what was spent above the limit is not an agent’s to put away: %s',
  async (role) => {
    const spent = { step: 'record', approval: 'needed', actualCost: 99_999 } as const
    shop = await openShop(given([dispute({ source: 'link', viaLink: 'l1', ...spent })]), role)
    drawPlace('d1')
    tap('更多')
    const more = await sheet()
    more.getByText('先放一放')
    expect(more.queryByText('这是垃圾投诉') !== null).toBe(role === 'owner')
  },
)

test('the link a complaint came by may stay open, for other buyers use it too', async () => {
  const links = [link('l1', { kind: 'complain', disputeId: null, customerId: null })]
  shop = await openShop(given([dispute({ source: 'link', viaLink: 'l1' })], { links }), 'agent')
  drawPlace('d1')
  tap('更多')
  fireEvent.click((await sheet()).getByText('这是垃圾投诉'))
  fireEvent.click((await sheet()).getByRole('switch', { name: /投诉链接也关掉/ }))
  fireEvent.click((await sheet()).getByRole('button', { name: '关掉' }))
  await waitFor(() => expect(now()).toMatchObject({ outcome: 'spam' }))
  expect(shop.store.view.get('links', 'l1')?.revokedAt).toBeNull()
})

test('a case goes into another with its promised day, and comes out again', async () => {
  const other = dispute({ id: 'd2', product: '茶壶', words: '壶盖也碎了' })
  const promise = task('t1', { kind: 'promise', customerId: 'c1', disputeId: 'd1', dueAt: NOW + DAY })
  shop = await openShop(given([dispute(), other], { tasks: [promise] }), 'agent')
  const first = drawPlace('d1')
  expect(screen.getByRole('link', { name: /茶壶/ }).getAttribute('href')).toBe('/disputes/d2')
  tap('更多')
  fireEvent.click((await sheet()).getByText('并入另一件'))
  fireEvent.click(await screen.findByRole('button', { name: '并过去' }))
  await waitFor(() => expect(now()).toMatchObject({ outcome: 'merged', mergedInto: 'd2' }))
  expect(shop.store.view.get('tasks', 't1')?.disputeId).toBe('d2')
  first.unmount()

  drawPlace('d1')
  expect(screen.queryByRole('navigation', { name: '处理步骤' })).toBeNull()
  tap('拆开')
  await waitFor(() => expect(now()).toMatchObject({ step: 'analyse', outcome: null, mergedInto: null }))
  expect(shop.store.view.get('tasks', 't1')?.disputeId).toBe('d1')
})

test.each(['merged', 'erased'] as const)(
  'a case that ended before its time (%s) claims no step that was not taken',
  async (outcome) => {
    const over = { words: '杯子裂了', reply: null, firstReplyAt: null, ...{ cause: null, remedies: [], done: null } }
    shop = await openShop(given([dispute({ ...over, step: 'closed', outcome, closedAt: NOW })]), 'agent')
    drawPlace('d1')
    expect(screen.queryByRole('navigation', { name: '处理步骤' })).toBeNull()
    expect(screen.queryByText(/已回复/)).toBeNull()
    expect(document.querySelector('.fold-done')).toBeNull()
    expect(screen.getAllByText('杯子裂了').length).toBeGreaterThan(0)
  },
)

test('a case that went all its way shows every step as taken', async () => {
  const done = { ...disputeAt('follow-up'), firstReplyAt: NOW - DAY, closedAt: NOW }
  shop = await openShop(given([dispute({ ...done, step: 'closed', outcome: 'unreachable' })]), 'agent')
  drawPlace('d1')
  const steps = within(screen.getByRole('navigation', { name: '处理步骤' }))
  expect(steps.getAllByText('已完成')).toHaveLength(5)
  expect(document.querySelector('.fold-done')).not.toBeNull()
})
