import { guard, type Statement, statement } from '../statement.ts'
import { ERASED } from './orders.ts'

export const importRow = (id: string): Statement =>
  statement('SELECT * FROM imports WHERE shopId = :shop AND id = :id', { id })

export const importRows = (limit: number): Statement =>
  statement('SELECT * FROM imports WHERE shopId = :shop ORDER BY createdAt DESC LIMIT :limit', { limit })

/** Chunks taken whole. */
export const takenChunks = (importId: string): Statement =>
  statement(
    `SELECT n FROM importChunks WHERE shopId = :shop AND importId = :importId AND answer ->> 'upTo' IS NULL ORDER BY n`,
    { importId },
  )

export const storedChunk = (importId: string, n: number): Statement =>
  statement('SELECT answer FROM importChunks WHERE shopId = :shop AND importId = :importId AND n = :n', { importId, n })

export const beginImport = (row: {
  id: string
  name: string
  format: string
  fileHash: string
  chunks: number
  createdAt: number
  createdBy: string | null
}): Statement =>
  statement(
    `INSERT INTO imports (shopId, id, name, format, fileHash, chunks, createdAt, createdBy)
     VALUES (:shop, :id, :name, :format, :fileHash, :chunks, :createdAt, :createdBy)`,
    row,
  )

/**
 * Keeps how far a chunk was taken and adds `counts`, of what was taken now, to the import's counters; a chunk sent twice at
 * once aborts the second batch.
 * @param from orders of the chunk that were in before
 * @param answer JSON; with `upTo`, the orders that are in, unless all are
 */
export const keepChunk = (
  importId: string,
  n: number,
  { from, whole, answer }: { from: number; whole: boolean; answer: string },
  counts: { created: number; updated: number; unchanged: number; rejected: unknown[] },
): Statement[] => [
  ...(from === 0
    ? [
        statement('INSERT INTO importChunks (shopId, importId, n, answer) VALUES (:shop, :importId, :n, :answer)', {
          importId,
          n,
          answer,
        }),
      ]
    : [
        statement(
          `UPDATE importChunks SET answer = :answer
           WHERE shopId = :shop AND importId = :importId AND n = :n AND answer ->> 'upTo' = :from`,
          { importId, n, answer, from },
        ),
        guard(),
      ]),
  statement(
    `UPDATE imports SET done = done + :whole, created = created + :created, updated = updated + :updated,
       unchanged = unchanged + :unchanged, rejected = rejected + :rejected
     WHERE shopId = :shop AND id = :importId AND undoneAt IS NULL AND finishedAt IS NULL`,
    {
      importId,
      whole: whole ? 1 : 0,
      created: counts.created,
      updated: counts.updated,
      unchanged: counts.unchanged,
      rejected: counts.rejected.length,
    },
  ),
  guard(),
]

export const finishImport = (id: string, now: number): Statement =>
  statement(
    'UPDATE imports SET finishedAt = :now WHERE shopId = :shop AND id = :id AND finishedAt IS NULL AND done = chunks',
    { id, now },
  )

/**
 * Notes how far an import was taken back; with the first slice nothing more of it comes in. Of two at once one loses its race.
 * @param after up to which order it was before, or null when it was not begun
 * @param upTo null when all of it is
 */
export const noteUndone = (id: string, after: string | null, upTo: string | null, now: number): Statement[] => [
  statement(
    `UPDATE imports SET undoneAt = COALESCE(undoneAt, :now), undoneUpTo = :upTo
     WHERE shopId = :shop AND id = :id AND undoneUpTo IS :after AND (undoneAt IS NULL) = (:after IS NULL)`,
    { id, after, upTo, now },
  ),
  guard(),
]

/** Imports whose undo began before `before` and is not done. */
export const halfUndone = (before: number): Statement =>
  statement('SELECT id FROM imports WHERE shopId = :shop AND undoneUpTo IS NOT NULL AND undoneAt < :before', { before })

/** Of an order whose buyer was erased nobody can say by its hash whether it changed: it counts as the same. */
export const previewOrders = (orders: [string, string, string][]): Statement =>
  statement(
    `SELECT COALESCE(SUM(o.hash <> j.value ->> 2 AND NOT ${ERASED}), 0) AS updated,
       COALESCE(SUM(o.hash = j.value ->> 2 OR ${ERASED}), 0) AS unchanged
     FROM json_each(:orders) j CROSS JOIN orders o
       ON o.shopId = :shop AND o.source = j.value ->> 0 AND o.externalId = j.value ->> 1 AND o.deleted = 0`,
    { orders: JSON.stringify(orders) },
  )
