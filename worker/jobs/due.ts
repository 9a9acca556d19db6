/** What time alone brings about in one shop: reminders, offers that ran out, the nightly figures. */
import { changeStatements } from '../../db/changes.ts'
import { LostRace, type Row } from '../../db/client.ts'
import { guardKnown } from '../../db/queries/erase.ts'
import { halfInForce } from '../../db/queries/histories.ts'
import { halfUndone } from '../../db/queries/imports.ts'
import * as q from '../../db/queries/notifications.ts'
import { lastRun } from '../../db/queries/recompute.ts'
import { bumpRev } from '../../db/statement.ts'
import { toRow } from '../../db/tables.ts'
import { type Ctx, load } from '../context.ts'
import type { Deps } from '../deps.ts'
import { publicName } from '../domain/contacts.ts'
import type { Change, Ref } from '../domain/mutation.ts'
import {
  deadlineNotice,
  isOpen,
  isTaskDue,
  type Notice,
  nearDeadlines,
  STALE_MS,
  taskNotice,
} from '../domain/notices.ts'
import { settleOffer } from '../domain/offer.ts'
import { countsAsPurchase, netOf } from '../domain/order.ts'
import type { Clocked } from '../domain/queue.ts'
import type { CustomerRow, OfferRow, OrderRow, ShopRow, TaskRow, Tier } from '../domain/rows.ts'
import { DAY_MS, dayNumber, zoneOffset } from '../domain/time.ts'
import { stillMatters } from '../domain/today.ts'
import { takeBackImport } from '../verbs/import.ts'
import { LoadedRows } from '../verbs/perform.ts'
import { recompute } from '../verbs/recompute.ts'
import { DELIVER_WITHIN, deliver } from './deliver.ts'
import { isSweepTime, sweep } from './sweep.ts'

/** Rows of a kind looked at in one run; the next run, a minute later, goes on. */
const CASES = 500
const TASKS = 20
const OFFERS = 100
/** An undo that began longer ago was cut off, or its slices and these take turns. */
const UNDO_MS = 3 * 60_000
/** A run that began longer ago and is half in force was cut off. */
const RUN_MS = 10 * 60_000
/** Local time of the nightly figures. */
const NIGHTLY = 3 * 3_600_000

/** One read when there is nothing to do. */
export async function runDue(deps: Deps, ctx: Ctx): Promise<void> {
  const { now } = ctx
  const stale = now - STALE_MS
  const { shop, rows } = await load(ctx, { role: 'owner' }, [
    q.openClocks(stale, CASES),
    q.untoldTasks(now + DAY_MS, now, stale, TASKS),
    q.expiredOffers(now, OFFERS),
    q.anyUnsettled(now - DELIVER_WITHIN),
    lastRun(now),
    halfInForce(),
    halfUndone(now - UNDO_MS),
  ])
  const [cases = [], tasks = [], offers = [], waiting = [], runs = [], half = [], undos = []] = rows
  const notices = isOpen(shop, now) ? [...deadlines(cases, shop, now), ...dueTasks(tasks, shop, now)] : []
  await tell(ctx, notices)
  await settleExpired(
    ctx,
    offers.map((row) => toRow('offers', row)),
  )
  // Before the figures: those may take long, and nobody waits for them.
  if (notices.length > 0 || waiting.length > 0) await deliver(deps, ctx)
  if (isSweepTime(shop.id, now)) await sweep(ctx, deps.files)
  for (const { id } of undos) await takeBackImport(ctx, String(id))
  const lastAt = (runs[0]?.at ?? null) as number | null
  if (undos.length > 0 || figuresAreOld(shop, lastAt, now) || (half.length > 0 && now - (lastAt ?? 0) > RUN_MS))
    await recompute(ctx, { role: 'owner' }, () => null, deps.now)
}

type Named = Pick<CustomerRow, 'nickname' | 'name'>

function deadlines(cases: Row[], shop: ShopRow, now: number): Notice[] {
  return cases.flatMap((row) => {
    const dispute = toRow('disputes', row) as Clocked & { id: string; product: string | null }
    return nearDeadlines(dispute, row.tier as Tier | null, shop, now)
      .filter(({ kind }) => !row[`told:${kind}`])
      .map((due) => deadlineNotice(dispute, due, publicName(row as unknown as Named)))
  })
}

function dueTasks(rows: Row[], shop: ShopRow, now: number): Notice[] {
  return rows.flatMap((row) => {
    const task = row as unknown as TaskRow
    const about = { ...row, consent: JSON.parse(String(row.consent ?? '{}')) } as unknown as Named &
      Pick<CustomerRow, 'doNotContact' | 'consent'> & { step: Clocked['step']; product: string | null }
    const offer = row.offer === null ? undefined : { status: row.offer as OfferRow['status'] }
    if (!isTaskDue(task, shop, now)) return []
    if (!stillMatters(task, row.step === null ? undefined : about, offer, about)) return []
    return [taskNotice(task, publicName(about), about.product)]
  })
}

async function tell(ctx: Ctx, notices: Notice[]): Promise<void> {
  if (notices.length === 0) return
  try {
    await ctx.db.write([
      bumpRev(),
      ...notices.map(({ onceKey, ...notice }) =>
        q.insertOnce({ ...notice, id: ctx.newId(), at: ctx.now, readBy: {} }, onceKey, null),
      ),
      ...guardKnown(notices.map(({ url }) => aboutOf(url))),
    ])
  } catch (error) {
    // Somebody named in one of them was erased meanwhile; the next run tells the others.
    if (!(error instanceof LostRace)) throw error
  }
}

/** The case or the customer a notice leads to. */
const aboutOf = (url: string): Ref => {
  const id = url.slice(url.lastIndexOf('/') + 1)
  return url.startsWith('/disputes/') ? { table: 'disputes', id } : { table: 'customers', id }
}

/** W6: drafts that were never sent are cancelled with their task; sent ones expire, or had come back after all. */
async function settleExpired(ctx: Ctx, offers: OfferRow[]): Promise<void> {
  if (offers.length === 0) return
  const [orders = [], tasks = []] = await ctx.db.read([
    q.ordersSince([...new Set(offers.map((offer) => offer.customerId))], Math.min(...offers.map((o) => o.createdAt))),
    q.tasksOfOffers(offers.map((offer) => offer.id)),
  ])
  const rows = new LoadedRows()
  const changes: Change[] = []
  for (const offer of offers) {
    const purchases = (orders as unknown as OrderRow[])
      .filter((order) => order.customerId === offer.customerId && countsAsPurchase(order.status))
      .map((order) => ({ at: order.placedAt, net: netOf(order) }))
    const set = settleOffer(offer, purchases, ctx.now)
    if (!set) continue
    rows.add('offers', offer.id, offer)
    changes.push({ op: 'update', table: 'offers', id: offer.id, set })
    // Whether a sent offer brought them back is still to be looked at: that task stays.
    if (set.status === 'expired') continue
    for (const task of tasks.filter((row) => row.offerId === offer.id).map((row) => toRow('tasks', row))) {
      rows.add('tasks', task.id, task)
      const end: Partial<TaskRow> =
        set.status === 'returned' ? { status: 'done', doneAt: ctx.now } : { status: 'cancelled' }
      changes.push({ op: 'update', table: 'tasks', id: task.id, set: end })
    }
  }
  try {
    await ctx.db.write([bumpRev(), ...changeStatements(changes, rows)])
  } catch (error) {
    // Somebody acted on one of them meanwhile; the next run sees how it stands.
    if (!(error instanceof LostRace)) throw error
  }
}

/**
 * Once a night, after three in the shop's time, unless there was a run today already — also one of a past date, which
 * somebody is looking at. A shop opened today has nothing that grew old.
 */
function figuresAreOld({ createdAt, timezone }: ShopRow, lastRunAt: number | null, now: number): boolean {
  const today = dayNumber(now, timezone)
  const timeOfDay = now + zoneOffset(now, timezone) - today * DAY_MS
  return timeOfDay >= NIGHTLY && dayNumber(lastRunAt ?? createdAt, timezone) < today
}
