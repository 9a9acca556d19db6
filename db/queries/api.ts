/** Lists behind the public API, each page O(page). */
import { type Args, type Statement, statement } from '../statement.ts'
import { columnList, packedRow } from '../tables.ts'
import type { Where } from './segments.ts'

export interface CustomerFilter {
  tier?: string | undefined
  class?: string | undefined
  stage?: string | undefined
  q?: string | undefined
  segment?: Where | undefined
  after: string
  limit: number
}

/** Customers in id order after a cursor. */
export function customersPage(filter: CustomerFilter): Statement {
  const args: Args = { after: filter.after, limit: filter.limit }
  const where: string[] = []
  if (filter.tier) {
    where.push('tier = :tier')
    args.tier = filter.tier
  }
  if (filter.class) {
    where.push(`figures ->> 'class' = :class`)
    args.class = filter.class
  }
  if (filter.stage) {
    where.push(`COALESCE(figures ->> 'stage', 'prospect') = :stage`)
    args.stage = filter.stage
  }
  if (filter.q) {
    where.push(
      `(instr(lower(COALESCE(nickname, '')), :q) OR instr(lower(COALESCE(name, '')), :q) OR instr(lower(COALESCE(accountId, '')), :q))`,
    )
    args.q = filter.q.toLowerCase()
  }
  if (filter.segment) {
    where.push(filter.segment.sql)
    Object.assign(args, filter.segment.args)
  }
  const sql = `SELECT ${packedRow('customers')} FROM customers WHERE shopId = :shop AND id > :after AND deleted = 0
     AND (erasedAt IS NULL OR ordersCount > 0) ${where.map((w) => `AND ${w}`).join(' ')} ORDER BY id LIMIT :limit`
  return statement(sql as `${string}:shop`, args)
}

export const disputesPage = (step: string | undefined, after: string, limit: number): Statement =>
  statement(
    `SELECT ${packedRow('disputes')} FROM disputes WHERE shopId = :shop AND id > :after AND deleted = 0
     AND (:step IS NULL OR step = :step) ORDER BY id LIMIT :limit`,
    { step: step ?? null, after, limit },
  )

/** By the index made for it; its condition must read the same. */
const SLIPPING = `FROM customers
     WHERE shopId = :shop AND deleted = 0 AND figures ->> 'stage' IN ('declining', 'lost')
     ORDER BY figures ->> 'valueAtRisk' DESC, id LIMIT :limit` as const

/** Those whose stage says they are slipping, worth most first. */
export const slippingCustomers = (limit: number): Statement =>
  statement(`SELECT ${packedRow('customers')} ${SLIPPING}`, { limit })

/** Every offer ever made to the same customers. */
export const offersOfSlipping = (limit: number): Statement =>
  statement(
    `SELECT ${packedRow('offers')} FROM offers WHERE shopId = :shop AND deleted = 0 AND customerId IN (SELECT id ${SLIPPING})`,
    { limit },
  )

/** Whom a complaint is of: by id, else by its order, else by what identifies them. */
export function customerOfComplaint(id: string | null, order: Statement, key: string | null): Statement {
  return statement(
    `SELECT ${columnList('customers')} FROM customers WHERE shopId = :shop AND deleted = 0 AND id = COALESCE(:customerId,
       (SELECT customerId FROM (${order.sql})), (SELECT customerId FROM identities WHERE shopId = :shop AND key = :key))`,
    { ...order.args, customerId: id, key },
  )
}

export const customerByIdentity = (keys: string[]): Statement =>
  statement(
    'SELECT key, customerId FROM identities WHERE shopId = :shop AND key IN (SELECT value FROM json_each(:keys))',
    { keys: JSON.stringify(keys) },
  )

/** Steps from one source to the next, so that a number alone is looked up once per source. */
const SOURCES = `WITH RECURSIVE sources(name) AS (
     SELECT MIN(source) FROM orders WHERE shopId = :shop
     UNION ALL SELECT (SELECT MIN(source) FROM orders WHERE shopId = :shop AND source > name) FROM sources WHERE name IS NOT NULL)`

/** Whose order it is; nobody's where they were erased. */
const BUYER = `(SELECT c.id FROM customers c WHERE c.shopId = :shop AND c.id = o.customerId AND c.erasedAt IS NULL) AS customerId`

/** The order with a number; without a source, the newest of those that have it. */
export const orderByNumber = (source: string | null, externalId: string): Statement =>
  source === null
    ? statement(
        `${SOURCES} SELECT o.id, ${BUYER}, o.summary FROM sources s
         CROSS JOIN orders o ON o.shopId = :shop AND o.source = s.name AND o.externalId = :externalId AND o.deleted = 0
         ORDER BY o.placedAt DESC LIMIT 1`,
        { externalId },
      )
    : statement(
        `SELECT o.id, ${BUYER}, o.summary FROM orders o
         WHERE o.shopId = :shop AND o.source = :source AND o.externalId = :externalId AND o.deleted = 0`,
        { source, externalId },
      )
