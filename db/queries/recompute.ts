/** What a recompute writes, and the moves it must know of. Results are staged first, then put in force a page of customers at a time. */
import type { Fit } from '../../worker/domain/expectation/model.ts'
import type { Figures, RunSummary, Tier } from '../../worker/domain/rows.ts'
import type { Row } from '../client.ts'
import { REV, type Statement, statement } from '../statement.ts'
import { columnList } from '../tables.ts'

const HOUR = 3_600_000

export const openMoves = (): Statement =>
  statement(
    `SELECT id, customerId, "from", "to" FROM moves WHERE shopId = :shop AND status = 'proposed' AND deleted = 0`,
  )

/** The last move each customer's tier was turned down in, by a person. */
export const declinedMoves = (since: number): Statement =>
  statement(
    `SELECT customerId, "to", MAX(decidedAt) AS at FROM moves
     WHERE shopId = :shop AND decidedBy IS NOT NULL AND status IN ('dismissed', 'undone') AND decidedAt >= :since
     GROUP BY customerId`,
    { since },
  )

export const beginRun = (run: { id: string; asOf: number; startedAt: number; past: boolean }): Statement =>
  statement('INSERT INTO runs (shopId, id, asOf, startedAt, past) VALUES (:shop, :id, :asOf, :startedAt, :past)', {
    ...run,
    past: run.past ? 1 : 0,
  })

/** `tier` null leaves the tier as it is, '' takes it away. */
export interface Staged {
  customerId: string
  figures: Figures
  tier: Tier | '' | null
  unpin: boolean
}

/** A statement for each pair of (tier, unpin): figures by customer are the shape the engine is quickest at taking apart. */
export const stage = (runId: string, rows: Staged[]): Statement[] =>
  [...Map.groupBy(rows, ({ tier, unpin }) => `${tier} ${unpin}`).values()].map((same) =>
    statement(
      `INSERT INTO figures (shopId, runId, customerId, figures, tier, unpin)
       SELECT :shop, :runId, j.key, j.value, :tier, :unpin FROM json_each(:rows) j`,
      {
        runId,
        tier: same[0]?.tier ?? null,
        unpin: same[0]?.unpin ? 1 : 0,
        rows: objectText(same.map(({ customerId, figures }) => [customerId, figures])),
      },
    ),
  )

/** JSON of an object made of `entries`; an object of thousands of keys that are met once takes long to make. */
const objectText = (entries: (readonly [key: string, value: unknown])[]): string =>
  `{${entries.map(([key, value]) => `${JSON.stringify(key)}:${JSON.stringify(value)}`).join()}}`

/** A pin that ran out, and was not renewed since the run looked. */
const RELEASED = '(f.unpin = 1 AND COALESCE(pinUntil <= :now, 0))'

/** Some customers, by the order of their ids. */
export interface IdRange {
  /** Exclusive. */
  after: string
  /** Inclusive. */
  upTo: string
}

/**
 * Puts the staged results of some customers in force, after the run's moves for them were noted. What a person decided meanwhile stays: a pin set or
 * renewed, and a tier that is no longer the one a move starts from, so that the move was not noted.
 */
export const putInForce = (runId: string, { after, upTo }: IdRange, now: number): Statement =>
  statement(
    `UPDATE customers SET rev = ${REV}, figures = f.figures,
       tier = CASE
         WHEN pinTier IS NOT NULL AND NOT ${RELEASED} THEN customers.tier
         WHEN f.tier = '' THEN NULL
         WHEN customers.tier IS NULL THEN f.tier
         WHEN f.tier IS NOT NULL AND EXISTS (SELECT 1 FROM moves m WHERE m.shopId = :shop AND m.customerId = customers.id
           AND m.runId = :runId AND m.status = 'applied') THEN f.tier
         ELSE customers.tier END,
       pinTier = CASE WHEN ${RELEASED} THEN NULL ELSE pinTier END,
       pinReason = CASE WHEN ${RELEASED} THEN NULL ELSE pinReason END,
       pinUntil = CASE WHEN ${RELEASED} THEN NULL ELSE pinUntil END
     FROM (SELECT customerId, figures, tier, unpin FROM figures
       WHERE shopId = :shop AND runId = :runId AND customerId > :after AND customerId <= :upTo) f
     WHERE customers.shopId = :shop AND customers.id = f.customerId AND customers.deleted = 0`,
    { runId, after, upTo, now },
  )

/** What was staged of them is of no use once it is in force. */
export const dropStaged = (runId: string, { after, upTo }: IdRange): Statement =>
  statement(
    'DELETE FROM figures WHERE shopId = :shop AND runId = :runId AND customerId > :after AND customerId <= :upTo',
    { runId, after, upTo },
  )

export const dismissMoves = (ids: string[], at: number): Statement =>
  statement(
    `UPDATE moves SET rev = ${REV}, status = 'dismissed', decidedAt = :at
     WHERE shopId = :shop AND status = 'proposed' AND id IN (SELECT value FROM json_each(:ids))`,
    { ids: JSON.stringify(ids), at },
  )

/** Notes moves whose customer still holds the tier they start from and has none waiting: another run may have been first. */
export const insertMoves = (moves: object[], now: number): Statement =>
  statement(
    `INSERT INTO moves (shopId, rev, ${columnList('moves')})
     SELECT :shop, ${REV}, ${columnList('moves')
       .split(', ')
       .map((c) => `j.value ->> '${c.replaceAll('"', '')}'`)
       .join(', ')} FROM json_each(:moves) j
     CROSS JOIN customers c ON c.shopId = :shop AND c.id = j.value ->> 'customerId' AND c.deleted = 0
       AND c.tier IS j.value ->> 'from' AND (c.pinTier IS NULL OR c.pinUntil <= :now)
     WHERE NOT EXISTS (SELECT 1 FROM moves m WHERE m.shopId = :shop AND m.customerId = c.id AND m.status = 'proposed')`,
    { moves: JSON.stringify(moves), now },
  )

export const finishRun = (run: {
  id: string
  at: number
  customers: number
  moves: number
  asOf: number
  summary: RunSummary
}): Statement[] => [
  statement(
    `UPDATE runs SET finishedAt = :at, rev = ${REV}, customers = :customers, moves = :moves, summary = :summary
     WHERE shopId = :shop AND id = :id`,
    {
      id: run.id,
      at: run.at,
      customers: run.customers,
      moves: run.moves,
      summary: JSON.stringify(run.summary),
    },
  ),
  statement(`UPDATE shops SET rev = head, figuresAsOf = :asOf WHERE id = :shop`, { asOf: run.asOf }),
]

/** The model behind the figures in force: of the run that ended last. */
export const modelInForce = (): Statement =>
  statement(
    `SELECT asOf, summary ->> 'model' AS model FROM runs WHERE shopId = :shop AND finishedAt IS NOT NULL AND summary IS NOT NULL
     ORDER BY startedAt DESC LIMIT 1`,
  )

export interface StoredModel {
  fit: Fit
  /** Date of the orders it was fitted on, epoch ms. */
  asOf: number
}

/** @param row of {@link modelInForce}; undefined before the first run */
export const storedModel = (row: Row | undefined): StoredModel | null =>
  row ? { fit: JSON.parse(String(row.model)) as Fit, asOf: Number(row.asOf) } : null

/** When the last recompute was started, of whatever date; one that did not end counts for as long as it may be at work. */
export const lastRun = (now: number): Statement =>
  statement(
    `SELECT startedAt AS at FROM runs WHERE shopId = :shop AND (finishedAt IS NOT NULL OR startedAt > :working)
     ORDER BY startedAt DESC LIMIT 1`,
    { working: now - HOUR },
  )
