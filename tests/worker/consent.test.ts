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

  test('a message noted by a channel that was refused is turned away with the reason, one about their order is not', async () => {
    const { phone, id } = await slipping()
    await phone.mutate('customer.consent', said(id, 'chat', 'no'))
    const contact = { customerId: id, channel: 'wechat', purpose: 'care' }
    expect(await phone.mutate('customer.contacted', contact)).toMatchObject({
      code: 'not_eligible',
      details: { reasons: [{ code: 'consent.refused', params: { channel: 'chat' } }] },
    })
    expect(await phone.mutate('customer.contacted', { ...contact, purpose: 'follow-up' })).toMatchObject({
      status: 'applied',
    })
  })

  test('is told by another program: noted once with when and how, by id or by what identifies them; the newest word wins', async () => {
    const { phone, id, key } = await slipping()
    const write = await phone.key('customers:write')
    const post = (consents: unknown[], as = write) =>
      worker.request('POST', '/api/v1/consents', { key: as, body: { consents } })
    expect((await post([], key)).status).toBe(403)
    const account = order().customer as { accountId: string }
    const yes = { customerId: id, channel: 'sms', answer: 'yes', how: 'form', at: '2026-05-01T10:00:00+08:00' }
    const named = {
      customer: { source: order().source, accountId: account.accountId },
      channel: 'email',
      answer: 'no',
      at: yes.at,
    }
    expect((await post([yes, named])).body).toEqual({ noted: 2, unchanged: 0, rejected: [] })
    expect((await post([yes, named])).body).toEqual({ noted: 0, unchanged: 2, rejected: [] })
    const older = { ...yes, answer: 'no', at: '2026-04-01T10:00:00+08:00' }
    expect((await post([older])).body).toMatchObject({ unchanged: 1 })
    const newer = { ...yes, answer: 'no', at: '2026-05-02T10:00:00+08:00', how: undefined }
    expect(
      (
        await post([
          { ...yes, answer: 'no', at: '2026-05-01T11:00:00+08:00' },
          { ...yes, at: '2026-05-01T12:00:00+08:00' },
          newer,
        ])
      ).body,
    ).toMatchObject({ noted: 3 })
    const { rows } = await phone.pullAll()
    expect(JSON.parse(rows.customers?.get(id)?.consent)).toEqual({
      sms: { answer: 'no', at: Date.parse(newer.at), how: 'api', by: null },
      email: { answer: 'no', at: Date.parse(yes.at), how: 'api', by: null },
    })
    const bad = [
      { ...yes, customerId: newId() },
      { ...yes, channel: 'fax' },
      { ...yes, at: '2026-05-01' },
      { ...yes, answer: 'no', channel: 'phone', at: new Date(Date.now() + DAY_MS).toISOString() },
      { channel: 'sms', answer: 'no', at: yes.at },
      'x',
      null,
    ]
    const { body } = await post([...bad, { ...yes, channel: 'chat' }])
    expect(body.noted).toBe(1)
    expect((body.rejected as { index: number; code: string }[]).map(({ index, code }) => [index, code])).toEqual([
      [0, 'not_found'],
      ...[1, 2].map((n) => [n, 'bad_args']),
      [3, 'bad_date'],
      ...[4, 5, 6].map((n) => [n, 'bad_args']),
    ])
    expect((await post(Array(101).fill(yes))).status).toBe(400)
    const stranger = await worker.signUp()
    const theirs = await stranger.key('customers:write')
    expect((await post([yes, named], theirs)).body).toMatchObject({
      noted: 0,
      rejected: [{ code: 'not_found' }, { code: 'not_found' }],
    })
  })

  test('takes only channels and ways it knows', async () => {
    const { phone, id } = await slipping()
    expect(await phone.mutate('customer.consent', { ...said(id, 'sms', 'yes'), how: 'magic' })).toMatchObject({
      code: 'bad_args',
    })
    expect(await phone.mutate('customer.consent', { ...said(id, 'fax', 'yes') })).toMatchObject({ code: 'bad_args' })
  })
})
