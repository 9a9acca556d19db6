/** A segment means the same in code and in SQL, for any customers and on any day of any calendar. */
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { insertRow } from '../../db/changes.ts'
import { customersPage } from '../../db/queries/api.ts'
import { countSegment, segmentWhere } from '../../db/queries/segments.ts'
import { bumpRev, statement } from '../../db/statement.ts'
import { columnList, packedRow, toRow } from '../../db/tables.ts'
import type { CustomerRow } from '../../worker/domain/rows.ts'
import { matcher, type SegmentContext } from '../../worker/domain/segment/matches.ts'
import type { SegmentExpression } from '../../worker/domain/segment.ts'
import { newId } from '../../worker/ids.ts'
import { startTestDatabase, type TestDatabase, TestShop } from '../support/in-process.ts'
import { ASKED, anyCustomer, anyExpression, CONTEXTS, conditionOf } from '../support/segments.ts'

const seed = Number(process.env.SEED ?? 20261121)
const CUSTOMERS = 400
let store: TestDatabase
let shop: TestShop
let customers: CustomerRow[]

beforeAll(async () => {
  store = await startTestDatabase()
  shop = await TestShop.create(store.database)
  customers = fc.sample(anyCustomer, { seed, numRuns: CUSTOMERS }).map((customer, i) => ({
    ...customer,
    id: newId(),
    erasedAt: i % 9 === 4 ? 1 : null,
  }))
  await shop.db.write([bumpRev(), ...customers.map((customer) => insertRow('customers', customer))])
  // Neither a blanked row nor another shop's ever counts.
  const stranger = await TestShop.create(store.database)
  const wanted = customers[0] as CustomerRow
  await stranger.put('customers', wanted)
  await shop.put('customers', { ...wanted, id: newId() }, { deleted: 1 })
})
afterAll(() => store.close())

type Asked = [expression: SegmentExpression, context: SegmentContext]

const inCode = ([expression, context]: Asked): string[] =>
  customers.filter(matcher(expression, context)).map(({ id }) => id)

/** Ids and counts, in one round trip. */
async function inSql(asked: Asked[]): Promise<{ ids: string[]; n: number }[]> {
  const rows = await shop.db.read(
    asked.flatMap(([expression, context]) => {
      const { sql, args } = segmentWhere(expression, context)
      return [
        statement(`SELECT id FROM customers WHERE shopId = :shop AND deleted = 0 AND ${sql} ORDER BY id`, args),
        countSegment(expression, context),
      ]
    }),
  )
  return asked.map((_, i) => ({
    ids: (rows[i * 2] ?? []).map((row) => String(row.id)),
    n: Number(rows[i * 2 + 1]?.[0]?.n),
  }))
}

test('who was erased belongs to none, whatever it asks for', async () => {
  const erased = new Set(customers.flatMap(({ id, erasedAt }) => (erasedAt === null ? [] : [id])))
  expect(erased.size).toBeGreaterThan(20)
  const known: SegmentExpression = { field: 'unhappy', is: 'yes', value: null }
  const everybody: SegmentExpression = { any: [known, { not: known }] }
  const asked: Asked = [everybody, CONTEXTS[0] as SegmentContext]
  const [found] = await inSql([asked])
  expect(found?.n).toBe(CUSTOMERS - erased.size)
  expect(found?.ids.filter((id) => erased.has(id))).toEqual([])
  expect(inCode(asked).filter((id) => erased.has(id))).toEqual([])
})

async function expectAgreement(asked: Asked[]): Promise<string[][]> {
  const found = await inSql(asked)
  const expected = asked.map(inCode)
  for (const [i, ids] of expected.entries()) {
    expect(found[i], JSON.stringify(asked[i])).toEqual({ ids: [...ids].sort(), n: ids.length })
  }
  return expected
}

describe('code and SQL agree', () => {
  test.each(ASKED)('%s %s', async (field, is) => {
    const conditions = fc.sample(conditionOf(field, is), { seed, numRuns: 12 })
    const timed = field.startsWith('days') || field === 'pinned'
    const asked = (timed ? CONTEXTS : CONTEXTS.slice(0, 1)).flatMap((context) =>
      conditions.map((condition): Asked => [condition, context]),
    )
    const sizes = (await expectAgreement(asked)).map((ids) => ids.length)
    // Some are in and some are out, so that agreeing means something.
    expect(Math.max(...sizes)).toBeGreaterThan(0)
    expect(Math.min(...sizes)).toBeLessThan(CUSTOMERS)
  })

  test('over any trees', async () => {
    const sizes: number[] = []
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.tuple(anyExpression(), fc.constantFrom(...CONTEXTS)), { minLength: 20, maxLength: 30 }),
        async (asked) => {
          for (const ids of await expectAgreement(asked)) sizes.push(ids.length)
        },
      ),
      { seed, numRuns: 16 },
    )
    expect(sizes.filter((size) => size > 0 && size < CUSTOMERS).length).toBeGreaterThan(sizes.length / 3)
  })

  test('an expression made by a newer version matches nobody, and nobody under NOT', async () => {
    const newer = { field: 'shoeSize', is: 'atLeast', value: 40 } as unknown as SegmentExpression
    const context = CONTEXTS[0] as SegmentContext
    expect(await expectAgreement([newer, { not: newer }].map((one): Asked => [one, context]))).toEqual([[], []])
  })
})

test('no value is ever part of the SQL', () => {
  fc.assert(
    fc.property(anyExpression(), fc.constantFrom(...CONTEXTS), (expression, context) => {
      const { sql, args } = segmentWhere(expression, context)
      // What is quoted or a digit is one of ours: members of the figures, `prospect`, the first product, 0 for NULL.
      const rest = sql
        .replaceAll(/:segment\d+\b/g, '')
        .replaceAll(
          /figures ->> '[a-zA-Z]+'|THEN 'prospect'|bought ->> 0|, 0\)|ordersCount = 0|SELECT 1|doNotContact = 1|consent ->> '\$\.sms\.answer' = 'yes'/g,
          '',
        )
      expect(rest).not.toMatch(/['"\d:;%-]/)
      expect(sql.match(/:segment\d+\b/g) ?? []).toHaveLength(Object.keys(args).length)
    }),
    { seed, numRuns: 300 },
  )
})

test('a page of customers is narrowed to the segment, together with the other filters', async () => {
  const context = CONTEXTS[0] as SegmentContext
  const expression: SegmentExpression = { any: [{ field: 'ordersCount', is: 'atLeast', value: 2 }] }
  const members = customers.filter(matcher(expression, context))
  const inTierA = members.filter(({ tier }) => tier === 'A').map(({ id }) => id)
  const segment = segmentWhere(expression, context)
  const [page = [], narrowed = []] = await shop.db.read([
    customersPage({ segment, after: '', limit: 10 }),
    customersPage({ segment, tier: 'A', after: '', limit: 500 }),
  ])
  const ids = members.map(({ id }) => id).sort()
  expect(page.map((row) => toRow('customers', row).id)).toEqual(ids.slice(0, 10))
  expect(narrowed.map((row) => toRow('customers', row).id)).toEqual(inTierA.sort())
  expect(inTierA.length).toBeGreaterThan(0)
})

test('a row packed into one column is the same row', async () => {
  const of = (columns: string) =>
    statement(`SELECT ${columns} FROM customers WHERE shopId = :shop ORDER BY id` as `${string}:shop`, {})
  const [plain = [], packed = []] = await shop.db.read([of(columnList('customers')), of(packedRow('customers'))])
  expect(plain.length).toBeGreaterThanOrEqual(CUSTOMERS)
  expect(packed.map((row) => toRow('customers', row))).toEqual(plain.map((row) => toRow('customers', row)))
})
