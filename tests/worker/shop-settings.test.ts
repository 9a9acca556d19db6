import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { newId } from '../../worker/ids.ts'
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

const mutation = (seq: number, name: string, args: object) => ({
  seq,
  id: newId(),
  name,
  version: 1,
  args,
  at: shop.now,
})
const settings = (seq: number, set: object, was: object) => mutation(seq, 'shop.settings', { set, was })
const windowDays = (seq: number, to: number, from = 365) =>
  settings(seq, { tiers: { windowDays: to } }, { tiers: { windowDays: from } })
const validDays = (seq: number, to: number) =>
  settings(seq, { winBack: { validDays: to } }, { winBack: { validDays: 14 } })

async function stored() {
  const [rows] = await shop.deps.database.read([
    { sql: 'SELECT name, settings FROM shops WHERE id = :id', args: { id: shop.id } },
  ])
  const { name, settings } = rows?.[0] ?? {}
  const { tiers, winBack } = JSON.parse(String(settings))
  return { name, windowDays: tiers.windowDays, validDays: winBack.validDays }
}

describe('two changes of the shop’s settings', () => {
  test('queued on one phone and sent together are both kept', async () => {
    const owner = await shop.member()
    const answer = await owner.post('/api/push', {
      clientId: newId(),
      mutations: [windowDays(1, 180), windowDays(2, 90, 180), validDays(3, 7)],
    })
    expect(answer.body.results).toMatchObject([{ status: 'applied' }, { status: 'applied' }, { status: 'applied' }])
    expect(await stored()).toMatchObject({ windowDays: 90, validDays: 7 })
  })

  test('by two owners at the same moment are both kept', async () => {
    const [one, two] = [await shop.member(), await shop.member()]
    let other: Promise<unknown> | null = null
    shop.beforeWrite = () => {
      if (other) return undefined
      other = two.post('/api/push', { clientId: newId(), mutations: [validDays(1, 7)] })
      return other
    }
    const answer = await one.post('/api/push', { clientId: newId(), mutations: [windowDays(1, 180)] })
    expect(answer.body.results).toMatchObject([{ status: 'applied' }])
    expect(await stored()).toMatchObject({ windowDays: 180, validDays: 7 })
  })

  test('to one field, or to the name, are a conflict for the later one', async () => {
    const [one, two] = [await shop.member(), await shop.member()]
    const rename = (name: string) => mutation(1, 'shop.rename', { name, was: '山间茶铺' })
    let other: Promise<unknown> | null = null
    shop.beforeWrite = () => {
      if (other) return undefined
      other = two.post('/api/push', { clientId: newId(), mutations: [rename('乙')] })
      return other
    }
    const answer = await one.post('/api/push', { clientId: newId(), mutations: [rename('甲')] })
    expect(answer.body.results).toMatchObject([{ status: 'rejected', code: 'conflict' }])
    expect((await stored()).name).toBe('乙')
  })

  test('a rule that follows in the same push sees the new settings', async () => {
    const owner = await shop.member()
    const customerId = await shop.customer()
    const disputeId = newId()
    const answer = await owner.post('/api/push', {
      clientId: newId(),
      mutations: [
        settings(
          1,
          { promises: { firstReplyHours: { A: 1, B: 1, C: 1 } } },
          { promises: { firstReplyHours: { A: 1, B: 2, C: 4 } } },
        ),
        mutation(2, 'dispute.open', { id: disputeId, customerId, channel: 'taobao', words: '杯口裂了' }),
      ],
    })
    expect(answer.body.results).toMatchObject([{ status: 'applied' }, { status: 'applied' }])
    const [dispute] = await shop.rows('disputes')
    expect(dispute?.firstReplyDueAt).toBe(shop.now + 3_600_000)
  })
})
