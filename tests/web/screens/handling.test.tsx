// @vitest-environment happy-dom
import { fireEvent, screen, waitFor, within } from '@testing-library/preact'
import { expect, test } from 'vitest'
import { DisputesPlace } from '../../../web/screens/disputes/DisputesPlace.tsx'
import type { DisputeRow } from '../../../worker/domain/rows.ts'
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
  tap('拆开')
  await waitFor(() => expect(now()).toMatchObject({ step: 'analyse', outcome: null, mergedInto: null }))
  expect(shop.store.view.get('tasks', 't1')?.disputeId).toBe('d1')
})
