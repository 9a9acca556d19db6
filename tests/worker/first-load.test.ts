import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { DAY_MS } from '../../worker/domain/time.ts'
import type { PullPage } from '../../worker/domain/wire.ts'
import { newId } from '../../worker/ids.ts'
import { PAGE_ROWS } from '../../worker/verbs/pull.ts'
import { startTestDatabase, type TestDatabase, type TestMember, TestShop } from '../support/in-process.ts'

let store: TestDatabase
let shop: TestShop
let phone: TestMember
beforeAll(async () => {
  store = await startTestDatabase()
})
afterAll(() => store.close())
beforeEach(async () => {
  shop = await TestShop.create(store.database)
  phone = await shop.member()
})

async function page(cursor?: string): Promise<PullPage> {
  const query = new URLSearchParams({ stream: 'core', client: newId(), ...(cursor ? { cursor } : {}) })
  const { status, text } = await phone.get(`/api/pull?${query}`)
  expect(status).toBe(200)
  return JSON.parse(text)
}

type Held = Map<string, Record<string, unknown>>

/** A phone that pulls to the end; `between` runs after the first page. */
async function load(held: Held, cursor?: string, between?: () => Promise<unknown>): Promise<string> {
  for (let at = cursor, n = 0; ; n++) {
    const { tables, more, cursor: next } = await page(at)
    for (const [table, { columns, rows }] of Object.entries(tables)) {
      for (const row of rows) {
        const object = Object.fromEntries(columns.map((column, i) => [column, row[i]]))
        if (object.deleted === 1) held.delete(`${table}:${object.id}`)
        else held.set(`${table}:${object.id}`, object)
      }
    }
    if (n === 0) await between?.()
    if (!more) return next
    at = next
  }
}

/** Enough people to need a second page. */
async function crowd(): Promise<void> {
  await shop.change('UPDATE shops SET head = head + 1 WHERE id = :shop')
  await shop.change(
    `WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < ${PAGE_ROWS + 50})
     INSERT INTO customers (shopId, id, rev, source, createdAt)
     SELECT :shop, printf('c-%06d', i), (SELECT head FROM shops WHERE id = :shop), 'hand', 0 FROM n`,
  )
}

const old = () => shop.now - 100 * DAY_MS

describe('a first load', () => {
  test('leaves out what is long over', async () => {
    const open = await shop.task({})
    const done = await shop.task({ status: 'done', doneAt: shop.now })
    const held: Held = new Map()
    await load(held)
    expect(held.has(`tasks:${open}`)).toBe(true)
    expect(held.has(`tasks:${done}`)).toBe(false)
  })

  test('hears of what ended while it went on', async () => {
    const customerId = await shop.customer()
    const task = await shop.task({ customerId })
    const move = newId()
    await shop.put('moves', {
      ...{ id: move, customerId, runId: newId(), from: 'A', to: 'B', why: [], up: [], worth: 0 },
      ...{ status: 'proposed', at: old(), decidedAt: null, decidedBy: null },
    })
    await crowd()
    const held: Held = new Map()
    const cursor = await load(held, undefined, async () => {
      await shop.change('UPDATE shops SET head = head + 1 WHERE id = :shop')
      for (const [table, status] of [
        ['tasks', 'done'],
        ['moves', 'dismissed'],
      ]) {
        await shop.change(
          `UPDATE ${table} SET status = '${status}', rev = (SELECT head FROM shops WHERE id = :shop) WHERE shopId = :shop`,
        )
      }
    })
    expect(held.get(`tasks:${task}`)?.status).toBe('done')
    expect(held.get(`moves:${move}`)?.status).toBe('dismissed')
    expect([...held.keys()].filter((key) => key.startsWith('customers:')).length).toBe(PAGE_ROWS + 51)
    expect((await page(cursor)).tables).toEqual({})
  })

  test('cut off and gone on with later still leaves out what was over before it began', async () => {
    const done = await shop.task({ status: 'done', doneAt: shop.now })
    await crowd()
    const first = await page()
    expect(first.more).toBe(true)
    const held: Held = new Map()
    await load(held, first.cursor)
    expect(held.has(`tasks:${done}`)).toBe(false)
  })
})
