import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { newId } from '../../worker/ids.ts'
import { order, type Phone, startTestWorker, type TestWorker } from '../support/worker.ts'

let worker: TestWorker
beforeAll(async () => {
  worker = await startTestWorker()
})
afterAll(() => worker.close())

const orders = (from: number, count: number) =>
  Array.from({ length: count }, (_, i) => order({ externalId: `T${from + i}`, customer: { accountId: `b${i % 5}` } }))

async function begin(phone: Phone, chunks: number) {
  const id = newId()
  const start = { id, name: 'ExportOrderList.csv', format: 'taobao-orders', fileHash: 'f'.repeat(64), chunks }
  const answer = await phone.post('/api/import', start)
  expect(answer.status).toBe(200)
  return {
    id,
    start,
    send: (n: number, some: object[]) => phone.post(`/api/import/${id}/chunks/${n}`, { orders: some }),
  }
}

describe('an import', () => {
  it('counts a chunk once that is sent twice, even at once', async () => {
    const phone = await worker.signUp()
    const { id, send } = await begin(phone, 2)
    const twice = await Promise.all([send(0, orders(0, 20)), send(0, orders(0, 20))])
    for (const answer of twice) expect(answer.body).toEqual({ created: 20, updated: 0, unchanged: 0, rejected: [] })
    expect((await send(1, orders(20, 5))).body.created).toBe(5)
    const closed = await phone.post(`/api/import/${id}/finish`, {})
    expect(closed.body).toMatchObject({ done: 2, created: 25, updated: 0, unchanged: 0, rejected: 0 })
    expect(closed.body.finishedAt).toEqual(expect.any(Number))
  })

  it('tells where it stopped, so that only what is missing is sent', async () => {
    const phone = await worker.signUp()
    const { id, start, send } = await begin(phone, 3)
    await send(2, orders(0, 4))
    const early = await phone.post(`/api/import/${id}/finish`, {})
    expect(early.body.finishedAt).toBeNull()
    const again = await phone.post('/api/import', start)
    expect(again.body).toMatchObject({ taken: [2], done: 1, created: 4 })
    const { imports } = (await phone.get('/api/import')).body
    expect(imports).toMatchObject([{ id, fileHash: start.fileHash, chunks: 3, done: 1, finishedAt: null }])
  })

  it('takes nothing more once it was taken back, and can be repeated from the start', async () => {
    const phone = await worker.signUp()
    const first = await begin(phone, 2)
    await first.send(0, orders(0, 10))
    expect((await phone.post(`/api/import/${first.id}/undo`, {})).body.undoneAt).toEqual(expect.any(Number))
    const late = await first.send(1, orders(10, 10))
    expect([late.status, late.body.code]).toEqual([409, 'import_closed'])
    const second = await begin(phone, 1)
    expect((await second.send(0, orders(0, 10))).body.created).toBe(10)
  })
})
