/** Orders in: the one way, for imports and the API. A slice of a call is one read batch and one atomic write. */

import { changeStatements } from '../../db/changes.ts'
import type { Row, ShopDb } from '../../db/client.ts'
import {
  existingOrders,
  identitiesOf,
  insertOrders,
  insertPeople,
  openOfferTasks,
  type Person,
  refreshFacts,
  refreshTotals,
  replaceLines,
  type StoredLine,
  type StoredOrder,
  unsettledOffers,
  updateOrders,
} from '../../db/queries/orders.ts'
import { insertProducts, refreshOrders } from '../../db/queries/products.ts'
import { noteRefunds } from '../../db/queries/refunds.ts'
import { noteChanges } from '../../db/queries/undo-import.ts'
import { bumpRev, type Statement } from '../../db/statement.ts'
import { toRow } from '../../db/tables.ts'
import { type Ctx, load } from '../context.ts'
import type { May } from '../domain/actor.ts'
import type { Change } from '../domain/mutation.ts'
import { settleOffer } from '../domain/offer.ts'
import { buyerKey, countsAsPurchase, type NormalOrder, netOf, parseOrder } from '../domain/order.ts'
import { hashOfNobody, orderHash, orderSummary } from '../domain/order-hash.ts'
import { regionOf } from '../domain/region.ts'
import type { ShopRow } from '../domain/rows.ts'
import type { TakenOrders } from '../domain/wire.ts'
import { whileLost } from './guards.ts'
import { LoadedRows } from './perform.ts'

/** Most orders one call or chunk may carry. */
export const ORDERS_LIMIT = 500

/** An order with its lines, its buyer and their totals is as much to write as so many other rows. */
const ORDER_ROWS = 2
export const ordersAtOnce = ({ slice }: ShopDb): number => Math.max(1, Math.floor(slice / ORDER_ROWS))

/** How far a call or chunk has come: what is to be said of it, and how many of its orders are in; null: all. */
export interface Progress {
  answer: TakenOrders
  upTo: number | null
}

/** What rides along with a chunk of an import. */
export interface ImportChunk {
  id: string
  /** Reads that tell whether the chunk may still come in. */
  reads: Statement[]
  /** How far it came before, if it did. @throws ApiError when it may not come in */
  taken(rows: Row[][]): Progress | null
  /** @param part what was done with the orders after the first `from` */
  writes(part: TakenOrders, from: number, progress: Progress): Statement[]
}

type Parsed = ReturnType<typeof parseOrder>

/**
 * Takes up to {@link ORDERS_LIMIT} orders of unknown shape: new ones are created, changed ones updated, equal ones
 * left alone, bad ones listed with index, code and reason while the rest goes in. A call that is cut off leaves whole orders:
 * sent again it says the same of them as of any that are known.
 * @throws ApiError 409 `busy` when other writers kept changing the same orders
 */
export async function takeOrders(ctx: Ctx, may: May, inputs: unknown[], chunk?: ImportChunk): Promise<TakenOrders> {
  let parsed: Parsed[] | null = null
  const parse = (shop: ShopRow): Parsed[] => {
    parsed ??= inputs.map((input) => parseOrder(input, { currency: shop.currency, now: ctx.now }))
    return parsed
  }
  let progress: Progress = { answer: { created: 0, updated: 0, unchanged: 0, rejected: [] }, upTo: 0 }
  while (progress.upTo !== null) {
    const { answer, upTo } = progress
    progress = await whileLost(() => takeSlice(ctx, may, inputs, parse, { answer, upTo }, chunk))
  }
  return progress.answer
}

/** Takes the orders after the first `upTo`, as many as one write may carry. */
async function takeSlice(
  ctx: Ctx,
  may: May,
  inputs: unknown[],
  parse: (shop: ShopRow) => Parsed[],
  before: { answer: TakenOrders; upTo: number },
  chunk?: ImportChunk,
): Promise<Progress> {
  const from = before.upTo
  const to = from + ordersAtOnce(ctx.db)
  const slice = inputs.slice(from, to)
  const identities = slice.flatMap((input) => identityOf(input))
  const keys = [...new Set(slice.flatMap((input) => looseKey(input)))]
  const { shop, rows } = await load(ctx, may, [
    existingOrders(identities),
    identitiesOf(keys),
    unsettledOffers(keys),
    openOfferTasks(keys),
    ...(chunk?.reads ?? []),
  ])
  const [existing = [], , offers = [], tasks = [], ...chunkRows] = rows
  const taken = chunk?.taken(chunkRows)
  if (taken && (taken.upTo === null || taken.upTo > from)) return taken

  const { answer, created, updated } = sortOut(ctx, parse(shop), { from, to }, existing)
  const all = [...created, ...updated]
  const progress = { answer: sumOf(before.answer, answer), upTo: to < inputs.length ? to : null }
  const extra = chunk?.writes(answer, from, progress) ?? []
  if (all.length === 0) {
    if (extra.length > 0) await ctx.db.write(extra)
    return progress
  }
  const people = peopleOf(ctx, all)
  const peopleKeys = people.map((person) => person.key)
  const formerOwners = updated.flatMap((u) => (u.owner ? [u.owner] : []))
  await ctx.db.write([
    bumpRev(),
    ...extra,
    ...(chunk
      ? [
          noteChanges(
            chunk.id,
            all.map((o) => [o.id, o.stored.hash]),
          ),
        ]
      : []),
    ...insertPeople(people, ctx.now),
    refreshFacts(people),
    ...(created.length > 0 ? [insertOrders(created.map((o) => o.stored))] : []),
    ...(updated.length > 0
      ? [
          noteRefunds(
            updated.map(({ id, order }) => ({ ...moneyOf(order), id, refundId: ctx.newId() })),
            ctx.now,
          ),
          ...updateOrders(updated.map(({ stored, was, erased }) => ({ ...stored, was, erased }))),
        ]
      : []),
    ...replaceLines(
      updated.map((o) => o.id),
      all.flatMap((o) => linesOf(o)),
    ),
    insertProducts([...new Set(all.flatMap(({ order }) => order.lines.map((line) => line.product)))]),
    refreshOrders(all.map((o) => o.id)),
    refreshTotals(peopleKeys, formerOwners),
    ...settle(ctx, all, rows[1] ?? [], offers, tasks),
  ])
  return progress
}

const sumOf = (a: TakenOrders, b: TakenOrders): TakenOrders => ({
  created: a.created + b.created,
  updated: a.updated + b.updated,
  unchanged: a.unchanged + b.unchanged,
  rejected: [...a.rejected, ...b.rejected],
})

interface Incoming {
  id: string
  order: NormalOrder
  stored: StoredOrder
}
interface Updated extends Incoming {
  was: string
  owner: string | null
  /** 1 where the owner was erased: then nothing is said of who bought. */
  erased: 0 | 1
}

/** What is to be done with the orders of a slice. */
function sortOut(ctx: Ctx, parsed: readonly Parsed[], { from, to }: { from: number; to: number }, existing: Row[]) {
  const known = new Map(existing.map((row) => [`${row.source}\n${row.externalId}`, row]))
  const answer: TakenOrders = { created: 0, updated: 0, unchanged: 0, rejected: [] }
  // The last one of an identity within a call wins, as it would in two calls.
  const last = new Map<string, number>()
  for (const [index, one] of parsed.entries()) if (one.ok) last.set(identityIn(one.order), index)
  const created: Incoming[] = []
  const updated: Updated[] = []
  for (const [at, one] of parsed.slice(from, to).entries()) {
    const index = from + at
    if (!one.ok) {
      answer.rejected.push({ index, code: one.code, reason: one.reason })
      continue
    }
    const { order } = one
    const identity = identityIn(order)
    if (last.get(identity) !== index) {
      answer.unchanged++
      continue
    }
    const row = known.get(identity)
    const erased = row?.erased === 1 ? 1 : 0
    const hash = erased ? hashOfNobody(order) : orderHash(order)
    if (row && hash === (erased ? hashOfNobody(JSON.parse(String(row.facts))) : row.hash)) {
      answer.unchanged++
      continue
    }
    const id = row ? String(row.id) : ctx.newId()
    const stored = storedOrder(id, order, hash)
    if (row) {
      answer.updated++
      updated.push({
        ...{ id, order, was: String(row.hash), owner: row.customerId as string | null, erased },
        stored: erased ? { ...stored, key: null } : stored,
      })
    } else {
      answer.created++
      created.push({ id, order, stored })
    }
  }
  return { answer, created, updated }
}

const identityIn = ({ source, externalId }: NormalOrder): string => `${source}\n${externalId}`

const storedOrder = (id: string, order: NormalOrder, hash: string): StoredOrder => ({
  id,
  key: buyerKey(order),
  source: order.source,
  externalId: order.externalId,
  placedAt: order.placedAt,
  status: order.status,
  total: order.total,
  refunded: order.refunded,
  summary: orderSummary(order.lines),
  hash,
})

const moneyOf = ({ status, total, refunded }: NormalOrder) => ({ status, total, refunded })

const linesOf = ({ id, order }: Incoming): StoredLine[] =>
  order.lines.map((line, n) => [id, n, line.product, line.sku, line.quantity, line.price])

function peopleOf(ctx: Ctx, incoming: Incoming[]): Person[] {
  const people = new Map<string, Person>()
  for (const { order, stored } of incoming) {
    if (stored.key === null) continue
    const person = people.get(stored.key)
    const { accountId, nickname, name, phone, email, address } = order.customer
    if (!person) {
      people.set(stored.key, {
        key: stored.key,
        id: ctx.newId(),
        source: order.source,
        accountId,
        nickname,
        name,
        phone,
        email,
        address,
        region: regionOf(address),
        at: order.placedAt,
      })
    } else {
      const newer = order.placedAt >= person.at
      const region = regionOf(address)
      for (const [field, value] of Object.entries({ nickname, name, phone, email, address, region })) {
        const key = field as 'nickname'
        if (value !== null && (newer || person[key] === null)) person[key] = value
      }
      person.at = Math.max(person.at, order.placedAt)
    }
  }
  return [...people.values()]
}

/** W6: a purchase ends a draft that was not needed, and is what a sent offer was waiting for. */
function settle(ctx: Ctx, incoming: Incoming[], identities: Row[], offerRows: Row[], taskRows: Row[]): Statement[] {
  if (offerRows.length === 0) return []
  const owner = new Map(identities.map((row) => [row.key, row.customerId]))
  const rows = new LoadedRows()
  const changes: Change[] = []
  for (const row of offerRows) {
    const offer = toRow('offers', row)
    const purchases = incoming
      .filter(({ order, stored }) => countsAsPurchase(order.status) && owner.get(stored.key) === offer.customerId)
      .map(({ order }) => ({ at: order.placedAt, net: netOf(order) }))
    const set = settleOffer(offer, purchases, ctx.now)
    if (!set) continue
    rows.add('offers', offer.id, offer)
    changes.push({ op: 'update', table: 'offers', id: offer.id, set })
    for (const taskRow of taskRows.filter((task) => task.offerId === offer.id)) {
      const task = toRow('tasks', taskRow)
      rows.add('tasks', task.id, task)
      const done = set.status === 'returned'
      changes.push({
        op: 'update',
        table: 'tasks',
        id: task.id,
        set: done ? { status: 'done', doneAt: ctx.now } : { status: 'cancelled' },
      })
    }
  }
  return changeStatements(changes, rows)
}

/** The identity of an order not yet checked, for the lookup only. */
function identityOf(input: unknown): [string, string][] {
  const { source, externalId } = (input ?? {}) as { source?: unknown; externalId?: unknown }
  return typeof source === 'string' && typeof externalId === 'string' ? [[source.trim(), externalId.trim()]] : []
}

function looseKey(input: unknown): string[] {
  const { source, customer } = (input ?? {}) as { source?: unknown; customer?: unknown }
  if (typeof source !== 'string' || typeof customer !== 'object' || customer === null) return []
  const text = (value: unknown) => (typeof value === 'string' ? value.trim() : null)
  const { accountId, nickname, phone, email } = customer as Record<string, unknown>
  const key = buyerKey({
    source: source.trim(),
    customer: { accountId: text(accountId), nickname: text(nickname), phone: text(phone), email: text(email) },
  })
  return key ? [key] : []
}
