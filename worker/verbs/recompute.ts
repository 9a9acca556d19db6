/** Figures of every customer as of a date, and the tier moves they call for. */
import type { Row } from '../../db/client.ts'
import {
  beginRun,
  declinedMoves,
  dismissMoves,
  figuresPage,
  finishRun,
  heldPage,
  insertMoves,
  openMoves,
  orderPage,
  type PackedFigures,
  type PackedHeld,
  type PackedOrders,
  putInForce,
  type Staged,
  stage,
} from '../../db/queries/recompute.ts'
import { bumpRev, type Statement } from '../../db/statement.ts'
import { type Ctx, load, type Need } from '../context.ts'
import { aggregator } from '../domain/aggregate.ts'
import { computeFigures, figuresChanged } from '../domain/figures.ts'
import { DECLINED_DAYS, type Held, proposeMoves, type Review } from '../domain/moves.ts'
import type { Figures, Tier } from '../domain/rows.ts'
import { DAY_MS, dayNumber } from '../domain/time.ts'
import { ApiError } from '../errors.ts'

/** Customers a page: with their orders and figures some megabytes. */
const PAGE = 2_000

export interface RecomputeAnswer {
  customers: number
  moves: number
  ms: number
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
  const held = await readHeld(ctx, rows[0] ?? [], rows[1] ?? [])
  const building = aggregator(
    asOf,
    shop.settings,
    shop.timezone,
    held.map((customer) => customer.customerId),
  )
  const known = new Set(held.map((customer) => customer.customerId))
  for await (const page of pages<PackedOrders>(ctx, (after, limit) => orderPage(after, asOf, limit))) {
    for (const [customerId, orders] of page) {
      if (!known.has(customerId)) continue
      for (const [placedAt, status, total, refunded] of orders)
        building.add({ customerId, placedAt, status, total, refunded })
    }
  }
  const figures = computeFigures(building.finish(), shop.settings, asOf, shop.timezone)
  const review = past ? firstAssignments(held, figures) : proposeMoves(held, figures, shop.settings.tiers, ctx.now)
  await store(ctx, { asOf, past }, figures, review)
  return { customers: held.length, moves: review.moves.length, ms: Math.round(clock() - started) }
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

/** Page after page in order of id; the next one is already asked for while this one is worked on. */
async function* pages<R extends [id: string, ...rest: unknown[]]>(
  ctx: Ctx,
  page: (after: string, limit: number) => Statement,
): AsyncGenerator<R[]> {
  const read = async (after: string) => (await ctx.db.read([page(after, PAGE)]))[0] ?? []
  let coming = read('')
  for (;;) {
    const rows = (await coming).map((row) => JSON.parse(String(row.row)) as R)
    const last = rows.length < PAGE ? undefined : rows.at(-1)
    if (last) {
      coming = read(last[0])
      // Whoever reads on gets the error; whoever has stopped does not care.
      coming.catch(() => {})
    }
    yield rows
    if (!last) return
  }
}

async function readHeld(ctx: Ctx, openRows: Row[], declinedRows: Row[]): Promise<Held[]> {
  const open = new Map(openRows.map((row) => [row.customerId, row]))
  const declined = new Map(declinedRows.map((row) => [row.customerId, row]))
  const held: Held[] = []
  for await (const page of pages<PackedHeld>(ctx, heldPage)) {
    for (const [customerId, tier, pinTier, pinUntil] of page) {
      const move = open.get(customerId)
      const no = declined.get(customerId)
      held.push({
        customerId,
        tier,
        pinTier,
        pinUntil,
        open: move ? { id: String(move.id), from: move.from as Tier | null, to: move.to as Tier } : null,
        declined: no ? { to: no.to as Tier, at: Number(no.at) } : null,
      })
    }
  }
  return held
}

/** What changes is staged page by page; the last page goes in the batch that puts all of them in force. */
async function store(
  ctx: Ctx,
  run: { asOf: number; past: boolean },
  figures: ReadonlyMap<string, Figures>,
  review: Review,
): Promise<void> {
  const runId = ctx.newId()
  let opening: Statement[] = [beginRun({ id: runId, startedAt: ctx.now, ...run })]
  let last: Staged[] = []
  for await (const rows of stagedPages(ctx, figures, review)) {
    if (last.length > 0) {
      await ctx.db.write([...opening, stage(runId, last)])
      opening = []
    }
    last = rows
  }
  await ctx.db.write([
    ...opening,
    stage(runId, last),
    bumpRev(),
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
            ctx.now,
          ),
        ]
      : []),
    putInForce(runId, ctx.now),
    ...finishRun({ id: runId, at: ctx.now, customers: figures.size, moves: review.moves.length, asOf: run.asOf }),
  ])
}

/** Customers of whom the run says something new, page by page. The figures in force are never held all at once. */
async function* stagedPages(ctx: Ctx, figures: ReadonlyMap<string, Figures>, review: Review): AsyncGenerator<Staged[]> {
  const tiers = new Map<string, Tier | ''>()
  for (const { customerId, tier } of review.assigned) tiers.set(customerId, tier ?? '')
  for (const move of review.moves) if (move.status === 'applied') tiers.set(move.customerId, move.to)
  const unpinned = new Set(review.unpinned)
  for await (const page of pages<PackedFigures>(ctx, figuresPage)) {
    const staged: Staged[] = []
    for (const [id, before] of page) {
      const fresh = figures.get(id)
      if (!fresh) continue
      const tier = tiers.get(id)
      if (tier === undefined && !unpinned.has(id) && !figuresChanged(before, fresh)) continue
      staged.push([id, JSON.stringify(fresh), tier ?? null, unpinned.has(id) ? 1 : 0])
    }
    if (staged.length > 0) yield staged
  }
}
