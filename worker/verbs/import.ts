/** Imports: an online job outside the outbox, in chunks that can be sent again and a whole that can be undone. */
import * as v from 'valibot'
import type { Row } from '../../db/client.ts'
import { auditStatement } from '../../db/queries/audit.ts'
import {
  beginImport,
  finishImport,
  importRow,
  importRows,
  keepChunk,
  noteUndone,
  previewOrders,
  storedChunk,
  takenChunks,
} from '../../db/queries/imports.ts'
import { undoOrders, undoPage } from '../../db/queries/undo-import.ts'
import { bumpRev } from '../../db/statement.ts'
import { type Ctx, load } from '../context.ts'
import { actorLabel, type May } from '../domain/actor.ts'
import type { ImportPreview, ImportState, TakenOrders } from '../domain/wire.ts'
import { ApiError, notFound } from '../errors.ts'
import { whileLost } from './guards.ts'
import { ordersAtOnce, type Progress, takeOrders } from './take-orders.ts'

const NEED: May = { role: 'agent' }
/** Comes after every id. */
const LAST = '~'

export const ImportStart = v.object({
  id: v.pipe(v.string(), v.uuid()),
  name: v.pipe(v.string(), v.maxLength(200)),
  format: v.pipe(v.string(), v.maxLength(40)),
  fileHash: v.pipe(v.string(), v.maxLength(128)),
  chunks: v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(100_000)),
})
export type ImportStart = v.InferOutput<typeof ImportStart>

/** Begins an import, or says how far the one with this id has come. */
export async function startImport(ctx: Ctx, start: ImportStart): Promise<ImportState> {
  return whileLost(async () => {
    const { actor, rows } = await load(ctx, NEED, [importRow(start.id), takenChunks(start.id)])
    const found = rows[0]?.[0]
    if (found) return stateOf(found, rows[1] ?? [])
    const row = { ...start, createdAt: ctx.now, createdBy: actor.memberId }
    await ctx.db.write([
      beginImport(row),
      auditStatement(start.id, ctx.now, actorLabel(actor), 'import.start', start.id),
    ])
    return {
      ...{ ...start, createdAt: ctx.now },
      ...{ done: 0, taken: [], created: 0, updated: 0, unchanged: 0, rejected: 0, finishedAt: null, undoneAt: null },
      undoing: false,
    }
  })
}

/** Chunk `n` of an import: taken once, answered the same when sent again, gone on with where it was cut off. @throws ApiError 404, 409 `import_closed` */
export const takeChunk = (ctx: Ctx, importId: string, n: number, orders: unknown[]): Promise<TakenOrders> =>
  takeOrders(ctx, NEED, orders, {
    id: importId,
    reads: [importRow(importId), storedChunk(importId, n)],
    taken([imports, chunk]) {
      const row = imports?.[0]
      if (!row || n >= Number(row.chunks)) throw notFound()
      const kept = chunk?.[0] ? progressOf(String(chunk[0].answer)) : null
      if (kept?.upTo === null) return kept
      if (row.undoneAt !== null || row.finishedAt !== null) throw new ApiError(409, 'import_closed')
      return kept
    },
    writes: (part, from, now) => keepChunk(importId, n, { from, whole: now.upTo === null, answer: textOf(now) }, part),
  })

/** As it is kept: `upTo` only while some of the chunk is still to be taken. */
const textOf = ({ answer, upTo }: Progress): string => JSON.stringify(upTo === null ? answer : { ...answer, upTo })

function progressOf(text: string): Progress {
  const { upTo = null, ...answer } = JSON.parse(text) as TakenOrders & { upTo?: number }
  return { answer, upTo }
}

export async function closeImport(ctx: Ctx, importId: string): Promise<ImportState> {
  await load(ctx, NEED, [])
  const [, imports = [], taken = []] = await ctx.db.write([
    finishImport(importId, ctx.now),
    importRow(importId),
    takenChunks(importId),
  ])
  if (!imports[0]) throw notFound()
  return stateOf(imports[0], taken)
}

export async function listImports(ctx: Ctx): Promise<ImportState[]> {
  const { rows } = await load(ctx, NEED, [importRows(30)])
  return (rows[0] ?? []).map((row) => stateOf(row, []))
}

/**
 * Takes a whole import back, a slice of its orders at a time; what other sources changed since stays. From the first on
 * nothing more of it comes in; one that was cut off is gone on with by asking again.
 */
export async function takeBackImport(ctx: Ctx, importId: string): Promise<ImportState> {
  for (;;) {
    const state = await whileLost(() => takeBackSlice(ctx, importId))
    if (!state.undoing) return state
  }
}

async function takeBackSlice(ctx: Ctx, importId: string): Promise<ImportState> {
  const limit = ordersAtOnce(ctx.db)
  const { actor, rows } = await load(ctx, NEED, [importRow(importId), undoPage(importId, limit + 1)])
  const [[found] = [], orders = []] = rows
  if (!found) throw notFound()
  const state = stateOf(found, [])
  if (state.undoneAt !== null && !state.undoing) return state
  const after = found.undoneUpTo as string | null
  const upTo = orders.length > limit ? String(orders[limit - 1]?.orderId) : null
  await ctx.db.write([
    bumpRev(),
    ...noteUndone(importId, after, upTo, ctx.now),
    ...undoOrders(importId, { after: after ?? '', upTo: upTo ?? LAST }, ctx.now),
    ...(after === null ? [auditStatement(ctx.newId(), ctx.now, actorLabel(actor), 'import.undo', importId)] : []),
  ])
  return { ...state, undoneAt: state.undoneAt ?? ctx.now, undoing: upTo !== null }
}

/** [source, externalId, hash] as the phone reckons them → how many are new, changed, the same. Writes nothing. */
export async function previewImport(
  ctx: Ctx,
  orders: [source: string, externalId: string, hash: string][],
): Promise<ImportPreview> {
  const { rows } = await load(ctx, NEED, [previewOrders(orders)])
  const row = rows[0]?.[0]
  const updated = Number(row?.updated ?? 0)
  const unchanged = Number(row?.unchanged ?? 0)
  return { created: orders.length - updated - unchanged, updated, unchanged }
}

const stateOf = (row: Row, taken: Row[]): ImportState => ({
  id: String(row.id),
  name: String(row.name),
  format: String(row.format),
  fileHash: String(row.fileHash),
  chunks: Number(row.chunks),
  done: Number(row.done),
  taken: taken.map((t) => Number(t.n)),
  created: Number(row.created),
  updated: Number(row.updated),
  unchanged: Number(row.unchanged),
  rejected: Number(row.rejected),
  createdAt: Number(row.createdAt),
  finishedAt: row.finishedAt as number | null,
  undoneAt: row.undoneAt as number | null,
  undoing: row.undoneUpTo !== null,
})
