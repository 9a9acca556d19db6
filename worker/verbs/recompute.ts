/** Figures of every customer as of a date, and the tier moves they call for. */
import type { Row } from '../../db/client.ts'
import { historyState, keptBy, keptNone, laterRefunds } from '../../db/queries/histories.ts'
import { declinedMoves, finishRun, openMoves } from '../../db/queries/recompute.ts'
import { type Ctx, load } from '../context.ts'
import type { May } from '../domain/actor.ts'
import { type Fit, fitModel } from '../domain/expectation/model.ts'
import type { FigureWhys } from '../domain/explain/figures.ts'
import { whyOf } from '../domain/explain/shape.ts'
import { figuresDigest, figuresOf, type Scale, scaleOf } from '../domain/figures.ts'
import { DECLINED_DAYS, firstAssignment, type Held, judge } from '../domain/moves.ts'
import type { Figures, ShopRow, Tier } from '../domain/rows.ts'
import { summing } from '../domain/run-summary.ts'
import { DAY_MS, dayNumber } from '../domain/time.ts'
import { ApiError } from '../errors.ts'
import { whileLost } from './guards.ts'
import { type Known, keeping, readChanged, readWhole } from './run-reading.ts'
import { RunWriting } from './run-writing.ts'

export interface RecomputeAnswer {
  customers: number
  moves: number
  ms: number
}

/**
 * Replays the stored orders as of a date (`asOfIn`: epoch ms for the shop's zone; null for now), after fitting the shop's
 * model anew. A day before today gives figures and first assignments only: no moves, tasks or messages. Results are staged,
 * then put in force a page of customers at a time: each has the old or the new, and of a run that is cut off between two
 * pages the next one makes up the rest. Of two at once the second starts over.
 * @param clock for the duration in the answer
 * @throws ApiError 409 `busy` when other runs kept being first
 */
export async function recompute(
  ctx: Ctx,
  may: May,
  asOfIn: (timezone: string) => number | null,
  clock: () => number,
): Promise<RecomputeAnswer> {
  const started = clock()
  const done = await whileLost(() => runOnce(ctx, may, asOfIn))
  return { ...done, ms: Math.round(clock() - started) }
}

async function runOnce(
  ctx: Ctx,
  may: May,
  asOfIn: (timezone: string) => number | null,
): Promise<{ customers: number; moves: number }> {
  const { shop, rows } = await load(ctx, may, [
    openMoves(),
    declinedMoves(ctx.now - DECLINED_DAYS * DAY_MS),
    historyState(),
  ])
  const [open = [], declined = [], [state] = []] = rows
  const asOf = asOfIn(shop.timezone) ?? ctx.now
  if (asOf > ctx.now + DAY_MS) throw new ApiError(400, 'bad_request', { field: 'asOf' })
  const past = isPast(asOf, ctx.now, shop)
  const was = (state?.historyRun ?? null) as string | null
  const asked = { asOf, timezone: shop.timezone }
  const lastKept = past ? null : keptBy(was)
  const known =
    lastKept === null
      ? await readWhole(ctx, asked)
      : await readChanged(ctx, asked, { run: lastKept, rev: Number(state?.historyRev) })
  const later = past ? await readLater(ctx, asOf) : null
  const { model, scale } = measure(known, shop, asOf)

  const runId = ctx.newId()
  const writing = new RunWriting(ctx, { id: runId, asOf, past }, was)
  let moves = 0
  const sums = summing(known.histories, scale)
  const held = holding(known, open, declined)
  const kept = past ? null : keeping(runId)
  for (const history of known.histories) {
    const before = known.standing.get(history.customerId)
    const lost = later?.of.get(history.customerId)
    const fresh = nameLater(figuresOf(history, scale), lost)
    sums.add(history, fresh, before?.called)
    const verdict = past
      ? firstAssignment(held(history.customerId), fresh)
      : judge(held(history.customerId), fresh, scale, ctx.now)
    if (verdict.move) {
      writing.propose(verdict.move)
      moves++
    }
    if (verdict.dismiss !== null) writing.dismiss(history.customerId, verdict.dismiss)
    const digest = figuresDigest(fresh)
    if (before?.digest !== digest || verdict.tier !== undefined || verdict.unpin || lost) {
      const tier = verdict.tier === undefined ? null : (verdict.tier ?? '')
      await writing.stage({ customerId: history.customerId, figures: fresh, tier, unpin: verdict.unpin === true })
    }
    if (kept) await writing.keep(kept.add(history, digest, fresh.tier))
  }
  if (kept) await writing.keep(kept.flush())
  await writing.finish(
    finishRun({
      ...{ id: runId, at: ctx.now, customers: known.histories.length, moves, asOf },
      summary: sums.finish(model, later?.total ?? null),
    }),
    { historyRun: kept ? runId : keptNone(runId), rev: Number(state?.head) },
  )
  return { customers: known.histories.length, moves }
}

export const isPast = (asOf: number, now: number, { timezone }: ShopRow): boolean =>
  dayNumber(asOf, timezone) < dayNumber(now, timezone)

/** The shop's model, and everyone sorted by all that is ranked. */
export function measure({ histories }: Known, shop: ShopRow, asOf: number): { model: Fit; scale: Scale } {
  const model = fitModel(histories, dayNumber(asOf, shop.timezone))
  return { model, scale: scaleOf(histories, shop.settings, asOf, shop.timezone, model.ok ? model : null) }
}

/** What orders lost after the date of a look back, by refund or cancellation; minor units. */
export interface Later {
  total: { orders: number; amount: number }
  of: ReadonlyMap<string, { orders: number; amount: number }>
}

export async function readLater(ctx: Ctx, asOf: number): Promise<Later> {
  const [rows = []] = await ctx.db.read([laterRefunds(asOf)])
  const total = { orders: 0, amount: 0 }
  const of = new Map<string, { orders: number; amount: number }>()
  for (const row of rows) {
    const lost = { orders: Number(row.orders), amount: Number(row.amount) }
    of.set(String(row.customerId), lost)
    total.orders += lost.orders
    total.amount += lost.amount
  }
  return { total, of }
}

const why = whyOf<FigureWhys>()

/** Says what makes a look back differ from what was seen at the time. */
const nameLater = (figures: Figures, lost: { orders: number; amount: number } | undefined): Figures =>
  lost
    ? { ...figures, why: [...figures.why, why('later.refunds', { ...lost, net: figures.net + lost.amount })] }
    : figures

/** What is in force for a customer, with the moves that wait or were turned down. */
function holding({ standing }: Known, openRows: Row[], declinedRows: Row[]): (customerId: string) => Held {
  const open = new Map(openRows.map((row) => [String(row.customerId), row]))
  const declined = new Map(declinedRows.map((row) => [String(row.customerId), row]))
  return (customerId) => {
    const { tier = null, pinTier = null, pinUntil = null } = standing.get(customerId) ?? {}
    const move = open.get(customerId)
    const no = declined.get(customerId)
    return {
      ...{ customerId, tier, pinTier, pinUntil },
      open: move ? { id: String(move.id), from: move.from as Tier | null, to: move.to as Tier } : null,
      declined: no ? { to: no.to as Tier, at: Number(no.at) } : null,
    }
  }
}
