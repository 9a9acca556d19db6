/** Figures of every customer as of a date, and the tier moves they call for. */
import type { Row } from '../../db/client.ts'
import {
  beginRun,
  customerPage,
  declinedMoves,
  dismissMoves,
  finishRun,
  insertMoves,
  openMoves,
  orderPage,
  putInForce,
  type Staged,
  stage,
} from '../../db/queries/recompute.ts'
import { bumpRev, type Statement } from '../../db/statement.ts'
import { type Ctx, load, type Need } from '../context.ts'
import { aggregator, type CountedOrder } from '../domain/aggregate.ts'
import { computeFigures, figuresChanged } from '../domain/figures.ts'
import { DECLINED_DAYS, type Held, proposeMoves, type Review } from '../domain/moves.ts'
import type { Figures, Tier } from '../domain/rows.ts'
import { DAY_MS, dayNumber } from '../domain/time.ts'
import { ApiError } from '../errors.ts'

const PAGE = 10_000
const STAGE = 2_000

export interface RecomputeAnswer {
  customers: number
  moves: number
  ms: number
}

interface Customer {
  held: Held
  figures: Figures | null
}

/**
 * Replays the stored orders as of a date (`asOfIn`: epoch ms for the shop's zone; null for now). A day before today gives figures and first
 * assignments only: no moves, tasks or messages. Results are staged and put in force by one batch, so a run that is
 * cut off changes nothing.
 * @param clock for the duration in the answer
 */
export async function recompute(
  ctx: Ctx,
  need: Need,
  asOfIn: (timezone: string) => number | null,
  clock: () => number,
): Promise<RecomputeAnswer> {
  const started = clock()
  const { shop, rows } = await load(ctx, need, [openMoves(), declinedMoves(ctx.now - DECLINED_DAYS * DAY_MS)])
  const asOf = asOfIn(shop.timezone) ?? ctx.now
  if (asOf > ctx.now + DAY_MS) throw new ApiError(400, 'bad_request', { field: 'asOf' })
  const past = dayNumber(asOf, shop.timezone) < dayNumber(ctx.now, shop.timezone)
  const customers = await readCustomers(ctx, rows[0] ?? [], rows[1] ?? [])
  const building = aggregator(asOf, shop.settings, shop.timezone, customers.keys())
  for await (const order of readOrders(ctx, asOf)) {
    if (order.customerId && customers.has(order.customerId)) building.add(order)
  }
  const figures = computeFigures(building.finish(), shop.settings, asOf, shop.timezone)
  const held = [...customers.values()].map((customer) => customer.held)
  const review = past ? firstAssignments(held, figures) : proposeMoves(held, figures, shop.settings.tiers, ctx.now)
  const moves = await store(ctx, { asOf, past }, customers, figures, review)
  return { customers: customers.size, moves, ms: Math.round(clock() - started) }
}

const firstAssignments = (held: Held[], figures: ReadonlyMap<string, Figures>): Review => ({
  moves: [],
  assigned: held.flatMap(({ customerId, tier }) => {
    const to = figures.get(customerId)?.tier ?? null
    return tier === null && to !== null ? [{ customerId, tier: to }] : []
  }),
  unpinned: [],
  dismissed: [],
})

async function readCustomers(ctx: Ctx, openRows: Row[], declinedRows: Row[]): Promise<Map<string, Customer>> {
  const open = new Map(openRows.map((row) => [row.customerId, row]))
  const declined = new Map(declinedRows.map((row) => [row.customerId, row]))
  const customers = new Map<string, Customer>()
  for (let after = ''; ; ) {
    const [page = []] = await ctx.db.read([customerPage(after, PAGE)])
    for (const row of page) {
      const move = open.get(row.id ?? '')
      const no = declined.get(row.id ?? '')
      customers.set(String(row.id), {
        held: {
          customerId: String(row.id),
          tier: row.tier as Tier | null,
          pinTier: row.pinTier as Tier | null,
          pinUntil: row.pinUntil as number | null,
          open: move ? { id: String(move.id), from: move.from as Tier | null, to: move.to as Tier } : null,
          declined: no ? { to: no.to as Tier, at: Number(no.at) } : null,
        },
        figures: row.figures ? (JSON.parse(String(row.figures)) as Figures) : null,
      })
    }
    if (page.length < PAGE) return customers
    after = String(page.at(-1)?.id)
  }
}

async function* readOrders(ctx: Ctx, asOf: number): AsyncGenerator<CountedOrder> {
  for (let after = ''; ; ) {
    const [page = []] = await ctx.db.read([orderPage(after, asOf, PAGE)])
    yield* page as unknown as CountedOrder[]
    if (page.length < PAGE) return
    after = String(page.at(-1)?.id)
  }
}

async function store(
  ctx: Ctx,
  run: { asOf: number; past: boolean },
  customers: Map<string, Customer>,
  figures: ReadonlyMap<string, Figures>,
  review: Review,
): Promise<number> {
  const runId = ctx.newId()
  const tiers = new Map<string, Tier | ''>()
  for (const { customerId, tier } of review.assigned) tiers.set(customerId, tier ?? '')
  for (const move of review.moves) if (move.status === 'applied') tiers.set(move.customerId, move.to)
  const unpinned = new Set(review.unpinned)
  const staged: Staged[] = []
  for (const [id, customer] of customers) {
    const fresh = figures.get(id)
    if (!fresh) continue
    const tier = tiers.get(id)
    if (tier === undefined && !unpinned.has(id) && !figuresChanged(customer.figures, fresh)) continue
    staged.push([id, JSON.stringify(fresh), tier ?? null, unpinned.has(id) ? 1 : 0])
  }
  const begin = beginRun({ id: runId, startedAt: ctx.now, ...run })
  const end: Statement[] = [
    bumpRev(),
    putInForce(runId),
    ...(review.dismissed.length > 0 ? [dismissMoves(review.dismissed, ctx.now)] : []),
    ...(review.moves.length > 0
      ? [
          insertMoves(
            review.moves.map((move) => ({
              ...move,
              id: ctx.newId(),
              runId,
              why: JSON.stringify(move.why),
              up: JSON.stringify(move.up),
            })),
          ),
        ]
      : []),
    ...finishRun({ id: runId, at: ctx.now, customers: customers.size, moves: review.moves.length, asOf: run.asOf }),
  ]
  const [first = [], ...rest] = chunks(staged, STAGE)
  if (rest.length === 0) {
    await ctx.db.write([begin, stage(runId, first), ...end])
  } else {
    await ctx.db.write([begin, stage(runId, first)])
    for (const chunk of rest) await ctx.db.write([stage(runId, chunk)])
    await ctx.db.write(end)
  }
  return review.moves.length
}

const chunks = <T>(items: T[], size: number): T[][] =>
  Array.from({ length: Math.ceil(items.length / size) }, (_, i) => items.slice(i * size, (i + 1) * size))
