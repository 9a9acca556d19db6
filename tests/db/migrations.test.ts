/** A database in use is brought up to date with what it holds. */
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { createClient } from '@libsql/client/web'
import { migrate as run } from 'drizzle-orm/libsql/migrator'
import { drizzle } from 'drizzle-orm/libsql/web'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { type Database, open } from '../../db/client.ts'
import { type LocalDatabase, startLocalDatabase } from '../../db/local.ts'
import { migrate } from '../../db/migrate.ts'

const FOLDER = resolve(import.meta.dirname, '../../db/migrations')
let dir: string
let local: LocalDatabase
let database: Database
beforeEach(async () => {
  dir = mkdtempSync(join(tmpdir(), 'regulars-'))
  local = await startLocalDatabase({ file: join(dir, 'test.db'), token: 'test' })
  database = open(local.url, 'test')
})
afterEach(async () => {
  await local.close()
  rmSync(dir, { recursive: true, force: true })
})

/** Runs the migrations up to and including the one of this number. */
async function migrateTo(number: number): Promise<void> {
  const folder = join(dir, 'migrations')
  cpSync(FOLDER, folder, { recursive: true })
  const file = join(folder, 'meta/_journal.json')
  const journal = JSON.parse(readFileSync(file, 'utf8')) as { entries: { idx: number }[] }
  writeFileSync(file, JSON.stringify({ ...journal, entries: journal.entries.filter(({ idx }) => idx <= number) }))
  const client = createClient({ url: local.url, authToken: 'test' })
  await run(drizzle({ client }), { migrationsFolder: folder })
  client.close()
}

const write = (...statements: string[]) => database.write(statements.map((sql) => ({ sql, args: {} })))
const rows = async (sql: string) => (await database.read([{ sql, args: {} }]))[0] ?? []

const shop = (id: string, head: number) =>
  `INSERT INTO shops (id, name, currency, timezone, locale, settings, createdAt, head, rev, epoch)
   VALUES ('${id}', '山间茶铺', 'CNY', 'Asia/Shanghai', 'zh-CN', '{}', 0, ${head}, 1, 'e')`
const customer = (shopId: string, id: string, address: string | null = null) =>
  `INSERT INTO customers (shopId, id, rev, source, createdAt, address)
   VALUES ('${shopId}', '${id}', 1, 'taobao', 0, ${address === null ? 'NULL' : `'${address}'`})`
const order = (
  shopId: string,
  id: string,
  customerId: string,
  placedAt: number,
  total: number,
  lines: [product: string, quantity: number, price: number][],
  status = 'completed',
) => [
  `INSERT INTO orders (shopId, id, rev, customerId, source, externalId, placedAt, status, total, refunded, summary, hash)
   VALUES ('${shopId}', '${id}', 1, '${customerId}', 'taobao', '${id}', ${placedAt}, '${status}', ${total}, 0, '', '')`,
  ...lines.map(
    ([product, quantity, price], n) =>
      `INSERT INTO orderLines (shopId, orderId, n, product, quantity, price)
       VALUES ('${shopId}', '${id}', ${n}, '${product}', ${quantity}, ${price})`,
  ),
]

test('products, and what orders and customers owe to them, are found in what was there before', async () => {
  await migrateTo(3)
  const many = Array.from({ length: 60 }, (_, i): [string, number, number] => [`款式 ${i}`, 1, 100])
  await write(
    shop('s1', 7),
    shop('s2', 3),
    shop('s3', 0),
    customer('s1', 'lin', '浙江省 杭州市 西湖区'),
    customer('s1', 'none', '12 Main St'),
    customer('s1', 'whale', '内蒙古自治区呼和浩特市'),
    customer('s2', 'lin'),
    ...order('s1', 'o1', 'lin', 2000, 9000, [
      ['茶', 2, 5000],
      ['杯', 1, 2000],
      ['茶', 1, 0],
    ]),
    ...order('s1', 'o2', 'lin', 1000, 3000, [['盘', 1, 3000]]),
    ...order('s1', 'o3', 'lin', 500, 100, [['壶', 1, 999]], 'cancelled'),
    ...order('s1', 'o4', 'lin', 3000, 500, []),
    ...order('s1', 'o5', 'whale', 1, 6000, many),
    ...order('s2', 'o1', 'lin', 1, 100, [['杯', 1, 50]]),
  )
  await migrate(local.url, 'test')

  const products = await rows('SELECT shopId, id, name, cost, rev, deleted FROM products ORDER BY rowid')
  expect(products.filter((row) => !String(row.name).startsWith('款式'))).toEqual([
    { shopId: 's1', id: 'p1', name: '茶', cost: null, rev: 8, deleted: 0 },
    { shopId: 's1', id: 'p2', name: '杯', cost: null, rev: 8, deleted: 0 },
    { shopId: 's1', id: 'p3', name: '盘', cost: null, rev: 8, deleted: 0 },
    { shopId: 's1', id: 'p4', name: '壶', cost: null, rev: 8, deleted: 0 },
    { shopId: 's2', id: 'p1', name: '杯', cost: null, rev: 4, deleted: 0 },
  ])
  expect(products).toHaveLength(65)
  expect(
    await rows(
      `SELECT shopId, id, products, listTotal, cost, costedTotal, rev FROM orders WHERE id <> 'o5' ORDER BY rowid`,
    ),
  ).toEqual([
    { shopId: 's1', id: 'o1', products: '["p1","p2"]', listTotal: 12000, cost: 0, costedTotal: 0, rev: 1 },
    { shopId: 's1', id: 'o2', products: '["p3"]', listTotal: 3000, cost: 0, costedTotal: 0, rev: 1 },
    { shopId: 's1', id: 'o3', products: '["p4"]', listTotal: 999, cost: 0, costedTotal: 0, rev: 1 },
    { shopId: 's1', id: 'o4', products: '[]', listTotal: 0, cost: 0, costedTotal: 0, rev: 1 },
    { shopId: 's2', id: 'o1', products: '["p1"]', listTotal: 50, cost: 0, costedTotal: 0, rev: 1 },
  ])
  const kept = [4, ...Array.from({ length: 49 }, (_, i) => 15 + i)].map((n) => `p${n + 1}`)
  expect(
    await rows('SELECT shopId, id, rev, ordersRev, discount, bought, region FROM customers ORDER BY rowid'),
  ).toEqual([
    { shopId: 's1', id: 'lin', rev: 8, ordersRev: 8, discount: 20, bought: '["p3","p1","p2"]', region: '浙江' },
    { shopId: 's1', id: 'none', rev: 8, ordersRev: 8, discount: null, bought: '[]', region: null },
    { shopId: 's1', id: 'whale', rev: 8, ordersRev: 8, discount: 0, bought: JSON.stringify(kept), region: '内蒙古' },
    { shopId: 's2', id: 'lin', rev: 4, ordersRev: 4, discount: 0, bought: '["p1"]', region: null },
  ])
  expect(await rows('SELECT id, head FROM shops ORDER BY id')).toEqual([
    { id: 's1', head: 8 },
    { id: 's2', head: 4 },
    { id: 's3', head: 1 },
  ])
})

test('what was read is read by everyone who was there, sessions have names, and keys know who made them', async () => {
  await migrateTo(5)
  await write(
    shop('s1', 1),
    `INSERT INTO members (shopId, id, rev, name, role) VALUES ('s1', 'm1', 1, '阿青', 'owner'), ('s1', 'm2', 1, '小满', 'agent')`,
    `INSERT INTO members (shopId, id, rev, name, role, deleted) VALUES ('s1', 'm3', 1, '', 'agent', 1)`,
    ...['NULL', '7'].map(
      (readAt, n) => `INSERT INTO notifications (shopId, id, rev, category, params, url, at, readAt, onceKey)
        VALUES ('s1', 'n${n}', 1, 'complaint', '{}', '/', 5, ${readAt}, 'k${n}')`,
    ),
    `INSERT INTO sessions (shopId, tokenHash, memberId, createdAt, expiresAt) VALUES ('s1', 'a', 'm1', 0, 9), ('s1', 'b', 'm1', 0, 9)`,
    `INSERT INTO apiKeys (shopId, id, name, keyHash, scopes, createdAt)
     VALUES ('s1', 'k1', 'x', 'h1', 'orders:read', 0), ('s1', 'k2', 'y', 'h2', 'orders:read', 0)`,
    `INSERT INTO audit (shopId, id, at, actor, action, target) VALUES ('s1', 'a1', 0, 'member:m2', 'key.create', 'k1')`,
  )
  await migrate(local.url, 'test')
  const read = await rows('SELECT id, readBy FROM notifications ORDER BY id')
  expect(read.map(({ id, readBy }) => [id, JSON.parse(String(readBy))])).toEqual([
    ['n0', {}],
    ['n1', { m1: 7, m2: 7 }],
  ])
  const ids = (await rows('SELECT id FROM sessions')).map(({ id }) => String(id))
  expect(new Set(ids).size).toBe(2)
  for (const id of ids) expect(id).toMatch(/^[0-9a-f]{32}$/)
  expect(await rows('SELECT id, createdBy FROM apiKeys ORDER BY id')).toEqual([
    { id: 'k1', createdBy: 'm2' },
    { id: 'k2', createdBy: null },
  ])
})

test('a contact inside of a note, or for a nickname, is moved to where contacts are kept', async () => {
  await migrateTo(9)
  const event = (id: string, by: string, data: object, kind = 'note') =>
    `INSERT INTO disputeEvents (shopId, id, rev, disputeId, kind, at, by, data) VALUES ('s1', '${id}', 1, 'd', '${kind}', 0, ${by}, '${JSON.stringify(data)}')`
  await write(
    shop('s1', 5),
    shop('s2', 5),
    event('e1', 'NULL', { text: '买家留了联系方式：微信 lin：1' }),
    event('e2', 'NULL', { text: 'The buyer left how to reach them: a@b.cc' }),
    event('e3', `'m1'`, { text: '买家留了联系方式：我写的' }),
    event('e4', 'NULL', { text: '别的' }),
    customer('s1', 'c1'),
    customer('s1', 'c2'),
    `UPDATE customers SET source = 'link', nickname = 'a@b.cc', email = 'a@b.cc' WHERE id = 'c1'`,
    `UPDATE customers SET source = 'link', nickname = '小满' WHERE id = 'c2'`,
  )
  await migrate(local.url, 'test')
  const events = await rows('SELECT id, rev, data FROM disputeEvents ORDER BY id')
  expect(events.map(({ id, rev, data }) => [id, rev, JSON.parse(String(data))])).toEqual([
    ['e1', 6, { contact: '微信 lin：1' }],
    ['e2', 6, { contact: 'a@b.cc' }],
    ['e3', 1, { text: '买家留了联系方式：我写的' }],
    ['e4', 1, { text: '别的' }],
  ])
  expect(await rows('SELECT id, rev, nickname, email FROM customers ORDER BY id')).toEqual([
    { id: 'c1', rev: 6, nickname: expect.stringMatching(/^链接买家 \d{4}$/), email: 'a@b.cc' },
    { id: 'c2', rev: 1, nickname: '小满', email: null },
  ])
  expect(await rows('SELECT id, head FROM shops ORDER BY id')).toEqual([
    { id: 's1', head: 6 },
    { id: 's2', head: 5 },
  ])
})

test('what cases cost before is found in their reopenings and in the cases that went into them', async () => {
  await migrateTo(14)
  const dispute = (id: string, over: Record<string, string | number | null> = {}) => {
    const row = {
      shopId: 's1',
      id,
      rev: 1,
      customerId: 'c',
      channel: 'x',
      source: 'hand',
      step: 'analyse',
      loop: 0,
      ...over,
    }
    const all: Record<string, unknown> = {
      openedAt: 0,
      words: '',
      remedies: '[]',
      approval: 'none',
      attempts: 0,
      ...row,
    }
    const values = Object.values(all).map((value) => (typeof value === 'string' ? `'${value}'` : value))
    return `INSERT INTO disputes (${Object.keys(all)}) VALUES (${values})`
  }
  const reopened = (id: string, disputeId: string, actualCost: number | null) =>
    `INSERT INTO disputeEvents (shopId, id, rev, disputeId, kind, at, data)
     VALUES ('s1', '${id}', 1, '${disputeId}', 'reopened', 0, '${JSON.stringify({ past: { actualCost } })}')`
  const gone = { step: 'closed', outcome: 'merged' }
  await write(
    shop('s1', 1),
    shop('s2', 1),
    dispute('plain'),
    dispute('twice', { loop: 2 }),
    reopened('e1', 'twice', 300),
    reopened('e2', 'twice', 40),
    dispute('whole'),
    dispute('part', { ...gone, mergedInto: 'whole', resolvedAt: 1, remedies: '[{"cost":7},{"cost":20}]' }),
    dispute('proposed', { ...gone, mergedInto: 'whole', remedies: '[{"cost":9000}]' }),
    dispute('deep', { ...gone, mergedInto: 'part', loop: 1, actualCost: 100 }),
    reopened('e3', 'deep', 5000),
    dispute('whole', { shopId: 's2' }),
  )
  await migrate(local.url, 'test')
  expect(await rows(`SELECT shopId, id, spent FROM disputes WHERE step <> 'closed' ORDER BY shopId, id`)).toEqual([
    { shopId: 's1', id: 'plain', spent: 0 },
    { shopId: 's1', id: 'twice', spent: 340 },
    { shopId: 's1', id: 'whole', spent: 5127 },
    { shopId: 's2', id: 'whole', spent: 0 },
  ])
})
