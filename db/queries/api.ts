/** Lists behind the public API, each page O(page). */
import { type Args, type Statement, statement } from '../statement.ts'
import { columnList } from '../tables.ts'

export interface CustomerFilter {
  tier?: string | undefined
  class?: string | undefined
  stage?: string | undefined
  q?: string | undefined
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
  const sql = `SELECT ${columnList('customers')} FROM customers WHERE shopId = :shop AND id > :after AND deleted = 0
     ${where.map((w) => `AND ${w}`).join(' ')} ORDER BY id LIMIT :limit`
  return statement(sql as `${string}:shop`, args)
}

export const disputesPage = (step: string | undefined, after: string, limit: number): Statement =>
  statement(
    `SELECT ${columnList('disputes')} FROM disputes WHERE shopId = :shop AND id > :after AND deleted = 0
     AND (:step IS NULL OR step = :step) ORDER BY id LIMIT :limit`,
    { step: step ?? null, after, limit },
  )

/** Those whose stage says they are slipping, worth most first. */
export const slippingCustomers = (limit: number): Statement =>
  statement(
    `SELECT ${columnList('customers')} FROM customers
     WHERE shopId = :shop AND deleted = 0 AND figures ->> 'stage' IN ('declining', 'lost')
     ORDER BY figures ->> 'valueAtRisk' DESC, id LIMIT :limit`,
    { limit },
  )

export const offersOf = (customerIds: string[]): Statement =>
  statement(
    `SELECT ${columnList('offers')} FROM offers WHERE shopId = :shop AND deleted = 0
     AND customerId IN (SELECT value FROM json_each(:ids))`,
    { ids: JSON.stringify(customerIds) },
  )

export const customerByIdentity = (keys: string[]): Statement =>
  statement(
    'SELECT key, customerId FROM identities WHERE shopId = :shop AND key IN (SELECT value FROM json_each(:keys))',
    { keys: JSON.stringify(keys) },
  )

export const orderByNumber = (source: string | null, externalId: string): Statement =>
  statement(
    `SELECT id, customerId, summary FROM orders WHERE shopId = :shop AND externalId = :externalId AND (:source IS NULL OR source = :source)
     AND deleted = 0 LIMIT 1`,
    { source, externalId },
  )
