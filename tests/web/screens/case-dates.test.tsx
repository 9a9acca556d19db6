// @vitest-environment happy-dom
/** A case's dates beside its steps: the platform's deadlines, and until when it is put aside. */
import { act, fireEvent, screen, waitFor, within } from '@testing-library/preact'
import { describe, expect, test } from 'vitest'
import { DisputesPlace } from '../../../web/screens/disputes/DisputesPlace.tsx'
import type { DisputeRow } from '../../../worker/domain/rows.ts'
import { disputeAt } from '../../domain/dispute/fixtures.ts'
import { customer } from '../sync/rules.ts'
import { type OpenedShop, openShop } from './opened-shop.ts'
import { clearedStage, DAY, draw, HOUR, NOW } from './stage.tsx'

let shop: OpenedShop
clearedStage()

const CASE = { ...disputeAt('analyse'), openedAt: NOW - DAY, firstReplyAt: NOW - DAY, resolveDueAt: NOW + 10 * DAY }
const now = () => shop.store.view.get('disputes', 'd1')
const sent = () => shop.store.view.outbox.value.map(({ name }) => name)
const click = (element: HTMLElement) => act(async () => void fireEvent.click(element))
const button = (name: string | RegExp) => screen.getByRole('button', { name })
const sheet = () => within(screen.getByRole('dialog'))
const field = (label: string) => sheet().getByLabelText<HTMLInputElement>(label)
const type = (label: string, value: string) =>
  act(async () => void fireEvent.input(field(label), { target: { value } }))
const press = (key: string) => act(async () => void fireEvent.keyDown(document.activeElement as Element, { key }))

async function show(over: Partial<DisputeRow> = {}) {
  shop = await openShop({ customers: [customer('c1')], disputes: [{ ...CASE, ...over }] }, 'agent')
  draw(<DisputesPlace id="d1" />)
}
/** As far as one of the sheets behind “更多”. */
async function open(what: string, over?: Partial<DisputeRow>) {
  await show(over)
  button('更多').focus()
  await click(button('更多'))
  await screen.findByRole('dialog')
  await click(sheet().getByText(what))
  await screen.findByRole('heading', { name: what })
}

describe('the platform’s deadlines', () => {
  const shanghai = (wall: string) => Date.parse(`${wall}:00+08:00`)

  test('are stored by the shop’s clock, said where the case stands, and can be taken back', async () => {
    await open('平台时限')
    await type('处理时限', '2023-11-17T09:30')
    await click(sheet().getByRole('button', { name: '保存' }))
    await screen.findByText('记下了，快到时会提醒')
    expect(screen.queryByRole('dialog')).toBeNull()
    expect(now()).toMatchObject({ handleBy: shanghai('2023-11-17T09:30'), proveBy: null })
    expect(screen.getByText('平台处理时限还剩 2 天')).toBeTruthy()
    await click(await screen.findByRole('button', { name: '撤销' }))
    await waitFor(() => expect(now()?.handleBy).toBeNull())
    await shop.sync()
    expect(now()?.handleBy).toBeNull()
  })

  test('one that is past is refused at its field, in words that fit, and nothing typed is lost', async () => {
    await open('平台时限')
    await type('处理时限', '2023-11-17T09:30')
    await type('举证时限', '2023-11-15T06:00')
    await click(sheet().getByRole('button', { name: '保存' }))
    await sheet().findByText('选一个还没到的时间，最远一年。')
    expect(field('举证时限').getAttribute('aria-invalid')).toBe('true')
    expect(field('处理时限').getAttribute('aria-invalid')).toBeNull()
    await waitFor(() => expect(document.activeElement).toBe(field('举证时限')))
    expect(sheet().queryByRole('alert')).toBeNull()
    expect(sent()).toEqual([])
    await type('举证时限', '2023-11-16T06:00')
    expect(sheet().queryByText('选一个还没到的时间，最远一年。')).toBeNull()
    await click(sheet().getByRole('button', { name: '保存' }))
    await waitFor(() => expect(now()?.proveBy).toBe(shanghai('2023-11-16T06:00')))
    expect(now()?.handleBy).toBe(shanghai('2023-11-17T09:30'))
  })

  test('one that has passed does not stand in the way of the other', async () => {
    await open('平台时限', { handleBy: NOW - HOUR })
    await type('举证时限', '2023-11-16T06:00')
    await click(sheet().getByRole('button', { name: '保存' }))
    await waitFor(() => expect(now()).toMatchObject({ handleBy: NOW - HOUR, proveBy: shanghai('2023-11-16T06:00') }))
  })

  test('cleared, nothing is promised any more; unchanged, nothing is sent and nothing claimed', async () => {
    await open('平台时限', { proveBy: NOW + DAY })
    await click(sheet().getByRole('button', { name: '保存' }))
    await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull())
    expect(screen.queryByText('记下了，快到时会提醒')).toBeNull()
    expect(sent()).toEqual([])
    await click(button('更多'))
    await screen.findByRole('dialog')
    await click(sheet().getByText('平台时限'))
    await click(await sheet().findByRole('button', { name: '清空' }))
    await click(sheet().getByRole('button', { name: '保存' }))
    await screen.findByText('记下了，这个时限不再提醒')
    expect(now()?.proveBy).toBeNull()
  })

  test('met with one tap where it is counted down, and taken back while it is still ahead', async () => {
    await show({ proveBy: NOW + DAY })
    await click(button('已举证'))
    await waitFor(() => expect(now()?.proveBy).toBeNull())
    await click(await screen.findByRole('button', { name: '撤销' }))
    await waitFor(() => expect(now()?.proveBy).toBe(NOW + DAY))
  })

  test('a missed one that was met late cannot be set again, so that is not offered', async () => {
    await show({ handleBy: NOW - HOUR })
    await click(button('已处理'))
    await screen.findByText('记下了，这个时限不再提醒')
    expect(screen.queryByRole('button', { name: '撤销' })).toBeNull()
  })

  test('Escape leaves everything as it was', async () => {
    await open('平台时限')
    await type('处理时限', '2023-11-17T09:30')
    field('处理时限').focus()
    await press('Escape')
    expect(screen.queryByRole('dialog')).toBeNull()
    expect(document.activeElement).toBe(button('更多'))
    expect(sent()).toEqual([])
  })

  test('of two people who set the same one, the second is told', async () => {
    await open('平台时限')
    await type('处理时限', '2023-11-17T09:30')
    await act(() => shop.arrive({ disputes: [{ ...CASE, handleBy: NOW + DAY }] }))
    await click(sheet().getByRole('button', { name: '保存' }))
    await sheet().findByRole('alert')
    expect(now()?.handleBy).toBe(NOW + DAY)
    expect(field('处理时限').value).toBe('2023-11-17T09:30')
  })
})

describe('put aside', () => {
  const choice = (name: RegExp) => sheet().getByRole<HTMLInputElement>('radio', { name })
  const save = () => click(sheet().getByRole('button', { name: '放一放' }))

  test('until the chosen time, once, said where the case stands, and taken back', async () => {
    await open('先放一放')
    await click(choice(/^3 小时后/))
    const go = sheet().getByRole('button', { name: '放一放' })
    await act(async () => {
      fireEvent.click(go)
      fireEvent.click(go)
    })
    await screen.findByText('放到一边了')
    expect(now()?.snoozedUntil).toBe(NOW + 3 * HOUR)
    expect(sent()).toEqual(['dispute.snooze'])
    expect(screen.getByText(/^先放着，/)).toBeTruthy()
    await click(await screen.findByRole('button', { name: '撤销' }))
    await waitFor(() => expect(now()?.snoozedUntil).toBeNull())
  })

  test('taken up again before its time, and put back by undo', async () => {
    await show({ snoozedUntil: NOW + 2 * HOUR })
    await click(button('现在就处理'))
    await waitFor(() => expect(now()?.snoozedUntil).toBeNull())
    await click(await screen.findByRole('button', { name: '撤销' }))
    await waitFor(() => expect(now()?.snoozedUntil).toBe(NOW + 2 * HOUR))
  })

  test('never beyond what falls due next: later times are not offered', async () => {
    await open('先放一放', { handleBy: NOW + 2 * HOUR })
    const labels = sheet()
      .getAllByRole('radio')
      .map((radio) => radio.closest('label')?.textContent)
    expect(labels).toEqual(['1 小时后', expect.stringMatching(/^到期的时候/)])
    await click(choice(/^到期的时候/))
    await save()
    await waitFor(() => expect(now()?.snoozedUntil).toBe(NOW + 2 * HOUR))
  })

  test('what is overdue cannot be put aside', async () => {
    await open('先放一放', { resolveDueAt: NOW - 1 })
    expect(sheet().getByText('已经到期了，放不下。')).toBeTruthy()
    expect(sheet().getByRole<HTMLButtonElement>('button', { name: '放一放' }).disabled).toBe(true)
  })

  test('an hour is counted from the tap, however long the sheet was open', async () => {
    await open('先放一放')
    shop.server.now += 2 * HOUR
    await save()
    await waitFor(() => expect(now()?.snoozedUntil).toBe(NOW + 3 * HOUR))
  })

  test('what fell due while the sheet was open is not put aside, and that is said', async () => {
    await open('先放一放', { handleBy: NOW + 2 * HOUR })
    shop.server.now += 3 * HOUR
    await save()
    await sheet().findByRole('alert')
    expect(now()?.snoozedUntil).toBeNull()
  })

  test('by keyboard: the sheet takes the focus and Escape gives it back', async () => {
    await open('先放一放')
    expect(sheet().getByRole('heading', { name: '先放一放' })).toBeTruthy()
    fireEvent.keyDown(screen.getByRole('dialog'), { key: 'Escape' })
    await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull())
    expect(document.activeElement).toBe(button('更多'))
    expect(sent()).toEqual([])
  })

  test('until the shop opens next: the morning of a day that is no holiday', async () => {
    await open('先放一放')
    await click(choice(/^下次开门/))
    await save()
    // NOW is Wednesday 06:13 in Shanghai; open from 9.
    await waitFor(() => expect(now()?.snoozedUntil).toBe(Date.parse('2023-11-16T09:00:00+08:00')))
  })
})
