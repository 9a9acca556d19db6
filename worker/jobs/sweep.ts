/** Housekeeping of one shop: rows that only ever served to recognise a repetition go once none can come. */

import { forgetFiles, removedFiles } from '../../db/queries/evidence.ts'
import * as q from '../../db/queries/sweep.ts'
import { bumpRev, type Statement } from '../../db/statement.ts'
import type { Ctx } from '../context.ts'
import type { FileStore } from '../deps.ts'
import { KEPT_MS } from '../domain/evidence/limits.ts'
import { DAY_MS } from '../domain/time.ts'
import { uuidv7 } from '../domain/uuid.ts'
import { eraseFiles } from '../verbs/erase-person.ts'
import { fileKey, partsOf } from '../verbs/evidence.ts'
import { REMEMBERED_MS } from '../verbs/limits.ts'

/** As long as old catalogue versions are accepted: no phone sends older changes again. */
const ANSWERS = 90 * DAY_MS
const DELIVERIES = 7 * DAY_MS
const CHUNKS = 7 * DAY_MS
const RUNS = DAY_MS / 2
/** A phone without a network may still send that a file was brought back in time. */
const LATE = 7 * DAY_MS
/** Files looked at in one run. */
const FILES = 200
/** Rows of a kind deleted in one run, about. */
const MOST = 10_000
/** A page of histories is as much to delete as so many rows. */
const ROWS_A_HISTORY_PAGE = 100
const EVERY_MINUTES = 360

/** Once in six hours, each shop at its own minute. */
export const isSweepTime = (shopId: string, now: number): boolean =>
  Math.floor(now / 60_000) % EVERY_MINUTES === Number.parseInt(shopId.slice(-4), 16) % EVERY_MINUTES

export async function sweep(ctx: Ctx, files: FileStore | null): Promise<void> {
  const madeBefore = (ms: number) => uuidv7(ms, new Uint8Array(10))
  const { slice } = ctx.db
  const pages = Math.ceil(slice / ROWS_A_HISTORY_PAGE)
  const [figures, histories, runs] = q.sweepRuns(ctx.now - RUNS, slice, pages)
  const rest = [runs, q.sweepSessions(ctx.now), q.sweepBrowsers(ctx.now - REMEMBERED_MS)]
  const kinds: [limit: number, statement: Statement][] = [
    [slice, q.sweepAnswers(ctx.now - ANSWERS, madeBefore(ctx.now - ANSWERS), slice)],
    [slice, q.sweepDeliveries(madeBefore(ctx.now - DELIVERIES), slice)],
    [slice, q.sweepChunks(ctx.now - CHUNKS, slice)],
    [slice, figures],
    [pages, histories],
  ]
  for (let rows = 0, left = true; left && rows < MOST; rows += slice) {
    const gone = await ctx.db.write([...kinds.map(([, statement]) => statement), ...rest])
    left = kinds.some(([limit], i) => gone[i]?.length === limit)
  }
  if (files) await sweepFiles(ctx, files)
}

/** Files removed for good, and pieces of uploads nobody went on with. */
async function sweepFiles(ctx: Ctx, files: FileStore): Promise<void> {
  await eraseFiles(ctx, files)
  const { shopId } = ctx.db
  const before = ctx.now - KEPT_MS - LATE
  const [rows = []] = await ctx.db.read([removedFiles(before, FILES)])
  const gone: string[] = []
  for (const { hash, held } of rows) {
    if (Number(held) > 0) continue
    const kept = await files.head(fileKey(shopId, String(hash)))
    // Put again just now: an upload of the same bytes is about to say so.
    if (kept && kept.at < before) gone.push(kept.key)
  }
  const parts = await files.list(partsOf(shopId))
  await files.delete([...gone, ...parts.filter((part) => part.at < before).map((part) => part.key)])
  const ids = rows.flatMap((row) => JSON.parse(String(row.ids)) as string[])
  if (ids.length > 0) await ctx.db.write([bumpRev(), forgetFiles(ids, before)])
}
