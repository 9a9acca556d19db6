/** What people said to being written to: kept with when and how, and decided by the server as by the phone. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { DAY_MS } from '../../worker/domain/time.ts'
import { newId } from '../../worker/ids.ts'
import { order, type Phone, startTestWorker, type TestWorker } from '../support/worker.ts'

let worker: TestWorker
beforeAll(async () => {
  worker = await startTestWorker()
})
afterAll(() => worker.close())

/** A shop whose only customer bought every month and then stopped. */
async function slipping(): Promise<{ phone: Phone; id: string; key: string }> {
  const phone = await worker.signUp()
  const key = await phone.key('orders:write', 'jobs:run', 'win-back:read')
  const last = Date.now() - 100 * DAY_MS
  const orders = [0, 30, 60, 90].map((days) =>
    order({ placedAt: new Date(last - days * DAY_MS).toISOString(), total: '200.00' }),
  )
  await worker.request('POST', '/api/v1/orders', { key, body: { orders } })
  await worker.request('POST', '/api/v1/recompute', { key, body: {} })
  const { rows } = await phone.pullAll()
  return { phone, key, id: [...(rows.customers?.keys() ?? [])][0] ?? '' }
}

const offer = (customerId: string) => ({
  ...{ offerId: newId(), customerId, kind: 'percent', value: 10, gift: null, minimum: 10_000, lastOfferId: null },
  ...{ code: 'HTK-0000-0001', validUntil: Date.now() + 14 * DAY_MS, message: '好久不见', monthSpent: 0 },
})
const said = (id: string, channel: string, answer: 'yes' | 'no' | null, was: 'yes' | 'no' | null = null) => ({
  ...{ id, channel, answer, how: 'reply', saidAt: null, was },
})

describe('consent', () => {
  test('is kept with when, how and by whom, and reaches every phone', async () => {
    const { phone, id } = await slipping()
    const { cursor } = await phone.another().pullAll()
    expect(await phone.mutate('customer.consent', said(id, 'sms', 'yes'))).toMatchObject({ status: 'applied' })
    const { rows } = await phone.another().pullAll(cursor)
    expect(JSON.parse(rows.customers?.get(id)?.consent)).toEqual({
      sms: { answer: 'yes', at: expect.any(Number), how: 'reply', by: phone.userId },
    })
  })

  test('of two phones a yes never goes over a no it had not seen', async () => {
    const { phone, id } = await slipping()
    const other = phone.another()
    expect(await phone.mutate('customer.consent', said(id, 'chat', 'no'))).toMatchObject({ status: 'applied' })
    expect(await other.mutate('customer.consent', said(id, 'chat', 'yes'))).toMatchObject({ code: 'conflict' })
    expect(await other.mutate('customer.consent', said(id, 'chat', 'yes', 'no'))).toMatchObject({ status: 'applied' })
    expect(await phone.mutate('customer.consent', said(id, 'chat', 'no', null))).toMatchObject({ status: 'applied' })
  })

  test('is asked by the server before an offer is made or sent, and said in the list with its reason', async () => {
    const { phone, id, key } = await slipping()
    const first = offer(id)
    expect(await phone.mutate('win-back.trigger', first)).toMatchObject({ status: 'applied' })
    const sent = { offerId: first.offerId, customerId: id, taskId: null }
    expect(await phone.mutate('win-back.sent', { ...sent, channel: 'sms' })).toMatchObject({
      code: 'not_eligible',
      details: { reasons: [{ code: 'consent.not-asked', params: { channel: 'sms' } }] },
    })
    await phone.mutate('customer.consent', said(id, 'chat', 'no'))
    expect(await phone.mutate('win-back.sent', { ...sent, channel: 'wechat' })).toMatchObject({ code: 'not_eligible' })
    await phone.mutate('win-back.cancel', { offerId: first.offerId, taskId: null, reason: 'mistake' })
    expect(await phone.mutate('win-back.trigger', { ...offer(id), code: 'HTK-0000-0002' })).toMatchObject({
      code: 'not_eligible',
      details: { reasons: [{ code: 'consent.refused' }] },
    })
    const list = await worker.request('GET', '/api/v1/win-back', { key })
    expect(list.body.items).toMatchObject([{ customerId: id, eligible: false, reasons: [{ code: 'consent.refused' }] }])
    await phone.mutate('customer.consent', said(id, 'sms', 'yes'))
    const again = { ...offer(id), code: 'HTK-0000-0003' }
    expect(await phone.mutate('win-back.trigger', again)).toMatchObject({ status: 'applied' })
    expect(await phone.mutate('win-back.sent', { ...sent, offerId: again.offerId, channel: 'sms' })).toMatchObject({
      status: 'applied',
    })
  })

  test('why an offer was made stays with it', async () => {
    const { phone, id } = await slipping()
    await phone.mutate('win-back.trigger', offer(id))
    const { rows } = await phone.pullAll()
    const [made] = [...(rows.offers?.values() ?? [])]
    expect(JSON.parse(made?.why)).toEqual([
      expect.objectContaining({ code: expect.stringMatching(/^win-back\./) }),
      expect.anything(),
    ])
  })

  test('takes only channels and ways it knows', async () => {
    const { phone, id } = await slipping()
    expect(await phone.mutate('customer.consent', { ...said(id, 'sms', 'yes'), how: 'magic' })).toMatchObject({
      code: 'bad_args',
    })
    expect(await phone.mutate('customer.consent', { ...said(id, 'fax', 'yes') })).toMatchObject({ code: 'bad_args' })
  })
})
