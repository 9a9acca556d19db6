/** Statements every request runs find their rows by index: reading a whole shop would be slow, and is what hosts bill. */
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import Database from 'libsql'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { loginOfSession, setPassword } from '../../db/queries/accounts.ts'
import { customerOfComplaint, offersOfSlipping, orderByNumber, slippingCustomers } from '../../db/queries/api.ts'
import { forgetHistories } from '../../db/queries/histories.ts'
import { halfUndone } from '../../db/queries/imports.ts'
import { caseOfLink, evidenceOfLink, linkStatement, wordsOfLink } from '../../db/queries/links.ts'
import { spendingOffers } from '../../db/queries/offers.ts'
import { ordersOfCustomer, refreshFacts, refreshTotals, unsettledOffers } from '../../db/queries/orders.ts'
import { costsChanged, insertProducts, refreshOrders } from '../../db/queries/products.ts'
import { pageStatements, START } from '../../db/queries/pull.ts'
import { insertMoves, lastRun, putInForce } from '../../db/queries/recompute.ts'
import { noteRefunds } from '../../db/queries/refunds.ts'
import { sweepAnswers, sweepDeliveries } from '../../db/queries/sweep.ts'
import { undoOrders, undoPage } from '../../db/queries/undo-import.ts'
import type { Statement } from '../../db/statement.ts'
import { selectRows } from '../../db/tables.ts'

let database: Database.Database
beforeAll(() => {
  database = new Database(':memory:')
  const folder = join(import.meta.dirname, '../../db/migrations')
  for (const file of readdirSync(folder).sort()) {
    if (file.endsWith('.sql')) database.exec(readFileSync(join(folder, file), 'utf8'))
  }
})
afterAll(() => database.close())

const plan = ({ sql, args }: Statement): string =>
  (database.prepare(`EXPLAIN QUERY PLAN ${sql}`).all({ ...args, shop: 's' }) as { detail: string }[])
    .map((row) => row.detail)
    .join('\n')

/** A table, or an index of it with nothing fixed but the shop. */
const WHOLE =
  /SCAN (?:customers|orders|orderLines|products|refunds|identities|offers|figures|histories|importChanges|runs|mutations|deliveries|links|disputes|disputeEvents|evidence|logins)|SEARCH \S+ USING [^(]*\(shopId=\?\)/

const statements: [string, Statement][] = [
  ['totals of a chunk', refreshTotals(['k'], ['c'])],
  ['facts of a chunk', refreshFacts([])],
  ['what orders owe to their lines', refreshOrders(['o'])],
  ['refunds of a chunk', noteRefunds([], 1)],
  ...costsChanged(['p1']).map((s, i): [string, Statement] => [`costs changed, statement ${i}`, s]),
  ['rows by id', selectRows('products', ['p1'])],
  ['offers of a chunk', unsettledOffers(['k'])],
  ['an order by its number', orderByNumber('taobao', 'T1')],
  ['whom a complaint is of', customerOfComplaint('c', orderByNumber('taobao', 'T1'), 'k')],
  ['orders of a customer', ordersOfCustomer('c', 1, 1)],
  ['the login of a session', loginOfSession('t')],
  ['a new password', setPassword('m', 'p', 1)],
  ['a link', linkStatement('t', 1)],
  ['the case of a link', caseOfLink('t')],
  ['words added by a link', wordsOfLink('t')],
  ['photos added by a link', evidenceOfLink('t')],
  ['orders of an import to be undone', undoPage('i', 1)],
  // Names of products take the last number from the first row of its index: see below.
  ...undoOrders('i', { after: '', upTo: '~' }, 1)
    .filter(({ sql }) => !sql.includes('INSERT INTO products'))
    .map((s, i): [string, Statement] => [`undo of an import, statement ${i}`, s]),
  ['moves of a page', insertMoves([], 1)],
  ['figures of a page put in force', putInForce('r', { after: '', upTo: 'c' }, 1)],
  ['histories of former runs', forgetHistories('r', 1)],
  ['answers to sweep', sweepAnswers(1, 'a', 1)],
  ['deliveries to sweep', sweepDeliveries('a', 1)],
  ...pageStatements('core', START, 1, { ordersSince: 0, casesSince: 0 }).map((s, i): [string, Statement] => [
    `first page, table ${i}`,
    s,
  ]),
  ...pageStatements('core', { rev: 1, table: 'customers', id: 'c', since: null }, 1, {
    ordersSince: 0,
    casesSince: 0,
  }).map((s, i): [string, Statement] => [`later page, table ${i}`, s]),
]

describe('no reading of a whole shop', () => {
  test.each(statements)('%s', (_name, statement) => {
    expect(plan(statement)).not.toMatch(WHOLE)
  })

  test('an order by its number alone is looked up once per source', () => {
    const [, ...steps] = plan(orderByNumber(null, 'T1'))
      .split('\n')
      .filter((line) => line.includes(' orders ') || line.includes(' o '))
    expect(steps).toEqual([
      'SEARCH orders USING COVERING INDEX ordersIdentity (shopId=? AND source>?)',
      'SEARCH o USING INDEX ordersIdentity (shopId=? AND source=? AND externalId=?)',
    ])
  })

  test('imports of which an undo was cut off are found by an index of them alone', () => {
    expect(plan(halfUndone(1))).toContain('importsUndoing')
  })

  test('their offers and the budget’s are found by index', () => {
    const steps = plan(offersOfSlipping(10))
    expect(steps).toContain('offersCustomer (shopId=? AND customerId=?)')
    expect(steps).toContain('customersSlipping')
    expect(steps).not.toContain('TEMP B-TREE')
    expect(plan(spendingOffers(1))).toContain('offersDue')
  })

  test('who is slipping away is read in order of worth, not sorted', () => {
    const steps = plan(slippingCustomers(10))
    expect(steps).toContain('customersSlipping')
    expect(steps).not.toContain('TEMP B-TREE')
  })

  test('products are found by name and the last number by its index', () => {
    const steps = plan(insertProducts(['茶']))
    expect(steps).toContain('productsName (shopId=? AND name=?)')
    expect(steps.match(/.*productsNumber.*/g)).toEqual([expect.stringMatching(/SEARCH products USING/)])
    expect(steps).not.toMatch(/SCAN (?:p|products)\b|USE TEMP B-TREE FOR ORDER BY/)
  })

  test('the last recompute is the first row of its index', () => {
    expect(plan(lastRun(1))).toMatch(/runsAt/)
    expect(lastRun(1).sql).toMatch(/ORDER BY startedAt DESC LIMIT 1$/)
  })
})
