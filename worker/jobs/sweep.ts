/** Housekeeping of one shop: rows that only ever served to recognise a repetition go once none can come. */
import * as q from '../../db/queries/sweep.ts'
import type { Ctx } from '../context.ts'
import { DAY_MS } from '../domain/time.ts'
import { uuidv7 } from '../domain/uuid.ts'

/** As long as old catalogue versions are accepted: no phone sends older changes again. */
const ANSWERS = 90 * DAY_MS
const DELIVERIES = 7 * DAY_MS
const CHUNKS = 7 * DAY_MS
const RUNS = DAY_MS / 2
/** Rows of a kind deleted in one run. */
const MOST = 2_000
const EVERY_MINUTES = 360

/** Once in six hours, each shop at its own minute. */
export const isSweepTime = (shopId: string, now: number): boolean =>
  Math.floor(now / 60_000) % EVERY_MINUTES === Number.parseInt(shopId.slice(-4), 16) % EVERY_MINUTES

export async function sweep(ctx: Ctx): Promise<void> {
  const madeBefore = (ms: number) => uuidv7(ms, new Uint8Array(10))
  await ctx.db.write([
    q.sweepSessions(ctx.now),
    q.sweepAnswers(ctx.now - ANSWERS, madeBefore(ctx.now - ANSWERS), MOST),
    q.sweepDeliveries(madeBefore(ctx.now - DELIVERIES), MOST),
    q.sweepChunks(ctx.now - CHUNKS, MOST),
    ...q.sweepRuns(ctx.now - RUNS, MOST),
  ])
}
