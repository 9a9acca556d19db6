import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest'
import { newId } from '../../worker/ids.ts'
import { type Message, runJobs } from '../../worker/jobs/index.ts'
import { startTestDatabase, type TestDatabase, TestShop } from '../support/in-process.ts'

let store: TestDatabase
let shop: TestShop
beforeAll(async () => {
  store = await startTestDatabase()
})
afterAll(() => store.close())
beforeEach(async () => {
  shop = await TestShop.create(store.database)
})

describe('a queue that takes no nudge', () => {
  const down = { nudge: () => Promise.reject(new Error('queue down')) }

  test('does not spoil the answer to what was written', async () => {
    const quiet = await TestShop.create(store.database, down)
    const owner = await quiet.member()
    const mutation = {
      seq: 1,
      id: newId(),
      name: 'customer.add',
      version: 1,
      at: 0,
      args: { id: newId(), name: '阿青' },
    }
    const pushed = await owner.post('/api/push', { clientId: newId(), mutations: [mutation] })
    expect([pushed.status, pushed.body.results]).toEqual([200, [{ seq: 1, status: 'applied' }]])
    expect((await owner.post('/api/notifications/test')).status).toBe(202)
    const customerId = await quiet.customer()
    const opened = await quiet.raw(
      'POST',
      '/api/v1/disputes',
      await quiet.key(),
      JSON.stringify({ customerId, words: '杯口裂了' }),
    )
    expect(opened.status).toBe(201)
    expect(await quiet.rows('disputes')).toHaveLength(1)
  })
})

describe('a batch of the queue', () => {
  test('goes on behind a job that fails, which alone is tried again', async () => {
    const broken = await TestShop.create(store.database)
    await broken.change(`UPDATE shops SET settings = '{"tiers":1}' WHERE id = :shop`)
    const asked: string[] = []
    const message = (shopId: string): Message => ({
      body: { kind: 'due' as const, shopId },
      ack: () => asked.push(`${shopId} done`),
      retry: () => asked.push(`${shopId} again`),
    })
    const log = vi.spyOn(console, 'error').mockImplementation(() => {})
    await runJobs(shop.deps, [message(broken.id), message(shop.id)])
    expect(asked).toEqual([`${broken.id} again`, `${shop.id} done`])
    expect(log.mock.calls.flat().join(' ')).not.toContain('tiers')
    log.mockRestore()
  })
})
