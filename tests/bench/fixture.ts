/** Generated shops: the same every time, nobody real. */
import type { ShopDb } from '../../db/client.ts'
import { type Args, bumpRev, REV, statement } from '../../db/statement.ts'
import { type Shop, simulate, TODAY } from '../domain/expectation/simulate.ts'

const FAMILY = '林李王张刘陈杨赵黄周吴徐孙朱马胡郭何高罗'
const GIVEN = '小鹿青山云舟白露初晴南星木子夏禾秋水长安不言知夏'
/** So many rows a statement, so that no write lock is held for long. */
const STEP = 100_000
const DAY = 86_400_000
/** Days over which people joined. */
const SPAN = 730

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

/** [customer, epoch ms, total] */
type Purchase = [buyer: number, placedAt: number, total: number]

/** People who buy at paces of their own and leave unseen, a few often and most seldom. */
const LIVELY: Shop = { timing: { r: 0.9, alpha: 4, a: 0.6, b: 5 }, spend: { p: 6.25, q: 3.74, v: 15_440 } }
const SAMPLE = 2_000

/** Their pace set so that `each` purchases a person are to be expected. */
function paced(each: number): Shop {
  let [low, high] = [0.01, 1_000]
  const shop = (alpha: number): Shop => ({ ...LIVELY, timing: { ...LIVELY.timing, alpha } })
  for (let i = 0; i < 20; i++) {
    const alpha = Math.sqrt(low * high)
    const bought = simulate(7, shop(alpha), SAMPLE, SPAN).reduce((sum, { days }) => sum + days.length, 0)
    if (bought > each * SAMPLE) low = alpha
    else high = alpha
  }
  return shop(high)
}

/** Exactly `count`, oldest first: one too many is left out, one too few bought twice on a day. */
function purchases(count: number, customers: number, now: number): Purchase[] {
  const all = simulate(11, paced(count / customers), customers, SPAN).flatMap(({ days, nets }, buyer) =>
    days.map((day, i): Purchase => [buyer, now - (TODAY - day) * DAY - ((buyer * 7919) % DAY), nets[i] ?? 0]),
  )
  for (let i = 0; all.length < count; i++) all.push(all[(i * 7919) % all.length] as Purchase)
  all.sort((a, b) => a[1] - b[1])
  return all.slice(all.length - count)
}

const ORDERS_STEP = 20_000

/** `count` orders over two years; then everybody's totals. */
export async function addOrders(db: ShopDb, count: number, customers: number, now: number): Promise<void> {
  const all = purchases(count, customers, now)
  for (let from = 0; from < all.length; from += ORDERS_STEP) {
    await db.write([
      bumpRev(),
      statement(
        `INSERT INTO orders (shopId, rev, id, customerId, source, externalId, placedAt, status, total, refunded, summary, hash)
         SELECT :shop, ${REV}, ${id(2, 'i')}, ${id(1, 'c')}, 'taobao', 'T' || i, placedAt,
           CASE i % 40 WHEN 7 THEN 'refunded' WHEN 11 THEN 'cancelled' WHEN 13 THEN 'shipped' ELSE 'completed' END,
           total, CASE i % 40 WHEN 7 THEN total ELSE 0 END, '手作茶杯 · 桂花乌龙 ×2', printf('%032x', i)
         FROM (SELECT :from + key AS i, value ->> 0 AS c, value ->> 1 AS placedAt, value ->> 2 AS total FROM json_each(:orders))`,
        { from, orders: JSON.stringify(all.slice(from, from + ORDERS_STEP)) },
      ),
    ])
  }
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
