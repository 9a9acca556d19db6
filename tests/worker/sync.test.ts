import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { newId } from '../../worker/ids.ts'
import { order, startTestWorker, type TestWorker } from '../support/worker.ts'

let worker: TestWorker
beforeAll(async () => {
  worker = await startTestWorker()
})
afterAll(() => worker.close())

const customer = (over = {}) => ({
  id: newId(),
  nickname: '小满',
  name: null,
  phone: null,
  email: null,
  address: null,
  note: null,
  ...over,
})

describe('push and pull', () => {
  test('a mutation is applied and comes back by pull with its number', async () => {
    const phone = await worker.signUp()
    const args = customer()
    expect(await phone.mutate('customer.add', args)).toEqual({ seq: 1, status: 'applied' })
    const { rows, lastSeq } = await phone.pullAll()
    expect(lastSeq).toBe(1)
    expect(rows.customers?.get(args.id)).toMatchObject({ nickname: '小满', deleted: 0 })
    expect(rows.shops?.size).toBe(1)
  })

  test('the same mutation sent twice changes nothing and is answered the same', async () => {
    const phone = await worker.signUp()
    const mutation = phone.mutation('customer.add', customer())
    const first = await phone.send(mutation)
    const second = await phone.send(mutation)
    expect(second.body.results).toEqual(first.body.results)
    const { rows } = await phone.pullAll()
    expect(rows.customers?.size).toBe(1)
  })

  test('a gap in the sequence is refused and says what is expected', async () => {
    const phone = await worker.signUp()
    phone.seq = 4
    const answer = await phone.send(phone.mutation('customer.add', customer()))
    expect(answer.status).toBe(409)
    expect(answer.body).toMatchObject({ code: 'sequence_gap', expected: 1 })
  })

  test('a poisoned mutation is rejected with its reason and the next ones go on', async () => {
    const phone = await worker.signUp()
    const answer = await phone.send(
      phone.mutation('customer.add', { id: 5 }),
      phone.mutation('no.such.thing', {}),
      phone.mutation('customer.add', customer()),
    )
    expect(answer.body.results.map((r: { status: string; code?: string }) => [r.status, r.code])).toEqual([
      ['rejected', 'bad_args'],
      ['rejected', 'unknown_mutation'],
      ['applied', undefined],
    ])
  })
})

describe('orders', () => {
  test('the same orders twice change nothing', async () => {
    const phone = await worker.signUp()
    const key = await phone.key('orders:write')
    const orders = [order(), order({ customer: { nickname: '阿茶', accountId: 'a2' } })]
    const first = await worker.request('POST', '/api/v1/orders', { key, body: { orders } })
    expect(first.body).toEqual({ created: 2, updated: 0, unchanged: 0, rejected: [] })
    const second = await worker.request('POST', '/api/v1/orders', { key, body: { orders } })
    expect(second.body).toEqual({ created: 0, updated: 0, unchanged: 2, rejected: [] })
  })
})
