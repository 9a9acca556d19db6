/** Generated shops, made by SQL alone so that a million orders take seconds: the same every time, nobody real. */
import type { ShopDb } from '../../db/client.ts'
import { type Args, bumpRev, REV, statement } from '../../db/statement.ts'

const FAMILY = '林李王张刘陈杨赵黄周吴徐孙朱马胡郭何高罗'
const GIVEN = '小鹿青山云舟白露初晴南星木子夏禾秋水长安不言知夏'
/** So many rows a statement, so that no write lock is held for long. */
const STEP = 100_000
const DAY = 86_400_000
const YEARS = 2

/** Numbers from `:from` below `:to` as table `n(i)`. */
const SERIES = 'WITH RECURSIVE n(i) AS (SELECT :from UNION ALL SELECT i + 1 FROM n WHERE i + 1 < :to)'

/** A UUIDv7-shaped id that sorts by `i`; `kind` keeps tables apart. */
const id = (kind: number, i: string): string => `printf('01900000-%04x-7${kind}00-8000-%012x', (${i}) / 65536, ${i})`

const pick = (letters: string, i: string): string => `substr('${letters}', 1 + (${i}) % ${letters.length}, 1)`

async function inSteps(db: ShopDb, count: number, sql: `${string}:shop${string}`, args: Args = {}): Promise<void> {
  for (let from = 0; from < count; from += STEP) {
    await db.write([bumpRev(), statement(sql, { ...args, from, to: Math.min(count, from + STEP) })])
  }
}

/** Id of the fixture's customer `i`, as SQL made it. */
export const customerId = (i: number): string =>
  `01900000-${Math.floor(i / 65536)
    .toString(16)
    .padStart(4, '0')}-7100-8000-${i.toString(16).padStart(12, '0')}`

/** `count` customers with their identities; no orders yet. */
export async function addCustomers(db: ShopDb, count: number, now: number): Promise<void> {
  await inSteps(
    db,
    count,
    `${SERIES} INSERT INTO customers (shopId, rev, id, source, accountId, nickname, name, phone, createdAt)
     SELECT :shop, ${REV}, ${id(1, 'i')}, 'taobao', 'tb_' || i,
       ${pick(GIVEN, 'i * 7')} || ${pick(GIVEN, 'i * 13 + i / 22')} || ${pick(FAMILY, 'i / 3')} || (i % 997),
       ${pick(FAMILY, 'i')} || ${pick(GIVEN, 'i / 20')} || ${pick(GIVEN, 'i / 400 + i')},
       printf('138%08d', (i * 7919) % 100000000), :now
     FROM n`,
    { now },
  )
  await inSteps(
    db,
    count,
    `${SERIES} INSERT INTO identities (shopId, key, customerId) SELECT :shop, 'account:taobao:tb_' || i, ${id(1, 'i')} FROM n`,
  )
}

/** `count` orders over two years, oldest first, their customers all mixed as in life; then everybody's totals. */
export async function addOrders(db: ShopDb, count: number, customers: number, now: number): Promise<void> {
  await inSteps(
    db,
    count,
    `${SERIES} INSERT INTO orders (shopId, rev, id, customerId, source, externalId, placedAt, status, total, refunded, summary, hash)
     SELECT :shop, ${REV}, ${id(2, 'i')}, ${id(1, '((i * 48271) % 2147483647) % :customers')}, 'taobao', 'T' || i,
       :now - CAST((:count - i) * (${YEARS * 365 * DAY} * 1.0 / :count) AS INTEGER),
       CASE i % 40 WHEN 7 THEN 'refunded' WHEN 11 THEN 'cancelled' WHEN 13 THEN 'shipped' ELSE 'completed' END,
       1000 + (i * 7919) % 50000, CASE i % 40 WHEN 7 THEN 1000 + (i * 7919) % 50000 ELSE 0 END,
       '手作茶杯 · 桂花乌龙 ×2', printf('%032x', i)
     FROM n`,
    { customers, count, now },
  )
  await db.write([
    bumpRev(),
    statement(
      `UPDATE customers SET rev = ${REV}, (ordersCount, net, firstOrderAt, lastOrderAt) =
         (SELECT COUNT(*), COALESCE(SUM(o.total - o.refunded), 0), MIN(o.placedAt), MAX(o.placedAt) FROM orders o
          WHERE o.shopId = :shop AND o.customerId = customers.id AND o.status <> 'cancelled')
       WHERE shopId = :shop`,
    ),
  ])
}
