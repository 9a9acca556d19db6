/**
 * What a recompute starts from: everyone's purchase history, and what is in force for them. Either read whole, or what the
 * last run kept, with those read anew of whom an order changed since: the same answer for rows that grow with the change.
 */
import type { Row } from '../../db/client.ts'
import {
  changedCustomers,
  historyPages,
  keepHistories,
  orderPage,
  ordersOf,
  type PackedOrder,
  type PackedOrders,
  type PackedStanding,
  standingPage,
  unsettledCustomers,
} from '../../db/queries/histories.ts'
import type { Statement } from '../../db/statement.ts'
import type { Ctx } from '../context.ts'
import { figuresDigest } from '../domain/figures.ts'
import { Histories, type History, historyOf, noHistory } from '../domain/histories.ts'
import type { Tier } from '../domain/rows.ts'
import { turn } from './turn.ts'

/** Customers a page of the database: with their orders and figures some megabytes. */
const CUSTOMERS_A_PAGE = 2_000
/** Customers a page of kept histories, and pages read at once. */
const HISTORIES_A_PAGE = 500
const HISTORY_PAGES_AT_ONCE = 20

export interface Standing {
  tier: Tier | null
  pinTier: Tier | null
  pinUntil: number | null
  /** `figuresDigest` of the figures in force; null without. */
  digest: string | null
  /** The tier those figures call for; undefined without. */
  called: Tier | null | undefined
}

export interface Known {
  histories: Histories
  standing: Map<string, Standing>
}

/** A run that looks at some date, now or past. */
export interface Asked {
  asOf: number
  timezone: string
}

/** Page after page in order of id; the next one is already asked for while this one is worked on. */
async function* pages<R extends [id: string, ...rest: unknown[]]>(
  ctx: Ctx,
  page: (after: string, limit: number) => Statement,
): AsyncGenerator<R[]> {
  const read = async (after: string) => (await ctx.db.read([page(after, CUSTOMERS_A_PAGE)]))[0]?.[0] ?? {}
  let coming = read('')
  for (;;) {
    const { last, rows } = await coming
    if (last === null) return
    coming = read(String(last))
    // Whoever reads on gets the error; whoever has stopped does not care.
    coming.catch(() => {})
    await turn()
    yield JSON.parse(String(rows)) as R[]
  }
}

const unpacked = (orders: readonly PackedOrder[]) =>
  orders.map(([placedAt, status, total, refunded, cost, listTotal, costedTotal]) => ({
    ...{ placedAt, status, total, refunded, cost, listTotal, costedTotal },
  }))

/** Every customer and every order. */
export async function readWhole(ctx: Ctx, { asOf, timezone }: Asked): Promise<Known> {
  const standing = new Map<string, Standing>()
  for await (const page of pages<PackedStanding>(ctx, standingPage)) {
    for (const [id, tier, pinTier, pinUntil, figures] of page) {
      // What a look back said of later refunds is not to stay in force.
      const stale = figures === null || figures.why.some(({ code }) => code === 'later.refunds')
      const digest = stale ? null : figuresDigest(figures)
      standing.set(id, { tier, pinTier, pinUntil, digest, called: figures?.tier })
    }
  }
  const histories = new Histories()
  const seen = new Set<string>()
  for await (const page of pages<PackedOrders>(ctx, orderPage)) {
    for (const [id, orders] of page) {
      if (!standing.has(id)) continue
      seen.add(id)
      histories.add(historyOf(id, unpacked(orders), asOf, timezone))
    }
  }
  for (const id of standing.keys()) if (!seen.has(id)) histories.add(noHistory(id))
  return { histories, standing }
}

/**
 * What a run kept, and what changed since.
 * @param kept the run whose histories are in force, and the `rev` up to which it knew the orders
 */
export async function readChanged(
  ctx: Ctx,
  { asOf, timezone }: Asked,
  kept: { run: string; rev: number },
): Promise<Known> {
  const [changedRows = [], unsettled = []] = await ctx.db.read([changedCustomers(kept.rev), unsettledCustomers()])
  const changed = new Map(changedRows.map((row) => [String(row.id), row]))
  const histories = new Histories()
  const standing = new Map<string, Standing>()
  const again = new Set<string>()
  for await (const [history, digest, called] of keptHistories(ctx, kept.run)) {
    const id = history.customerId
    const row = changed.get(id)
    if (row && Number(row.deleted) === 1) continue
    // The tier in force is the one their figures call for, or they are among the unsettled.
    standing.set(id, { tier: called, pinTier: null, pinUntil: null, digest, called })
    if (row || (history.nextOrderAt !== null && history.nextOrderAt <= asOf)) again.add(id)
    else histories.add(history)
  }
  for (const row of [...changedRows, ...unsettled]) {
    if (Number(row.deleted ?? 0) === 1) continue
    const id = String(row.id)
    const before = standing.get(id)
    if (!before) again.add(id)
    standing.set(id, { ...inForce(row), digest: before?.digest ?? null, called: before?.called })
  }
  const ids = [...again]
  for (let at = 0; at < ids.length; at += CUSTOMERS_A_PAGE) {
    const [rows = []] = await ctx.db.read([ordersOf(ids.slice(at, at + CUSTOMERS_A_PAGE))])
    for (const { row } of rows) {
      const [id, orders] = JSON.parse(String(row)) as PackedOrders
      histories.add(historyOf(id, unpacked(orders), asOf, timezone))
    }
  }
  return { histories, standing }
}

const inForce = (row: Row): Pick<Standing, 'tier' | 'pinTier' | 'pinUntil'> => ({
  tier: row.tier as Tier | null,
  pinTier: row.pinTier as Tier | null,
  pinUntil: row.pinUntil as number | null,
})

/** Runs of equal values are common — one order a day, no costs — and left out. */
type PackedHistory = [
  id: string,
  firstOrderAt: number | null,
  lastOrderAt: number | null,
  nextOrderAt: number | null,
  listTotal: number,
  costedTotal: number,
  /** The first day, then the gaps. */
  days: number[],
  /** 0 for one a day. */
  orders: readonly number[] | 0,
  nets: readonly number[],
  /** 0 for the same as the nets. */
  values: readonly number[] | 0,
  digest: string,
  called: Tier | null,
]
type KeptHistory = [history: History, digest: string, called: Tier | null]

export function packHistory(history: History, digest: string, called: Tier | null): PackedHistory {
  const { customerId, firstOrderAt, lastOrderAt, nextOrderAt, listTotal, costedTotal, days, orders, nets, values } =
    history
  const sameValues = values.every((value, i) => value === nets[i])
  return [
    ...([customerId, firstOrderAt, lastOrderAt, nextOrderAt, listTotal, costedTotal] as const),
    days.map((day, i) => day - (days[i - 1] ?? 0)),
    orders.every((count) => count === 1) ? 0 : orders,
    nets,
    sameValues ? 0 : values,
    digest,
    called,
  ]
}

export function unpackHistory(packed: PackedHistory): KeptHistory {
  const [id, firstOrderAt, lastOrderAt, nextOrderAt, listTotal, costedTotal, gaps, orders, nets, values, ...rest] =
    packed
  let day = 0
  const days = gaps.map((gap) => {
    day += gap
    return day
  })
  const history = {
    ...{ customerId: id, firstOrderAt, lastOrderAt, nextOrderAt, listTotal, costedTotal, days, nets },
    orders: orders === 0 ? days.map(() => 1) : orders,
    values: values === 0 ? nets : values,
  }
  return [history, ...rest]
}

async function* keptHistories(ctx: Ctx, run: string): AsyncGenerator<KeptHistory> {
  for (let after = -1; ; ) {
    const [rows = []] = await ctx.db.read([historyPages(run, after, HISTORY_PAGES_AT_ONCE)])
    for (const { page, data } of rows) {
      for (const packed of JSON.parse(String(data)) as PackedHistory[]) yield unpackHistory(packed)
      after = Number(page)
    }
    if (rows.length < HISTORY_PAGES_AT_ONCE) return
  }
}

/** Gathers what a run keeps for the next, a page at a time. */
export function keeping(run: string) {
  let page = 0
  let packed: PackedHistory[] = []
  const flush = (): Statement[] => {
    if (packed.length === 0) return []
    const statements = [keepHistories(run, page++, JSON.stringify(packed))]
    packed = []
    return statements
  }
  return {
    /** A statement when a page is full. */
    add(history: History, digest: string, called: Tier | null): Statement[] {
      packed.push(packHistory(history, digest, called))
      return packed.length < HISTORIES_A_PAGE ? [] : flush()
    },
    flush,
  }
}
