/** Cases that are over, oldest first: what a phone no longer holds but can still learn from. */
import { type CaseRow, LEARNING_FIELDS } from '../../worker/domain/learning/case.ts'
import type { ClosedCases } from '../../worker/domain/wire.ts'
import type { Row } from '../client.ts'
import { type Statement, statement } from '../statement.ts'
import { quote, toRow } from '../tables.ts'

/** The last case of the page before. */
export interface ClosedCursor {
  openedAt: number
  id: string
}

/** @returns the start for no text, null when the text is no cursor of ours */
export function closedCursor(text: string): ClosedCursor | null {
  if (text === '') return { openedAt: -1, id: '' }
  const match = /^(\d{1,15})\.([0-9A-Za-z-]{1,64})$/.exec(text)
  return match ? { openedAt: Number(match[1]), id: match[2] ?? '' } : null
}

/** Cases opened since then and closed by now. */
export const closedCases = (since: number, after: ClosedCursor, limit: number): Statement =>
  statement(
    `SELECT ${LEARNING_FIELDS.map(quote).join(', ')} FROM disputes
     WHERE shopId = :shop AND step = 'closed' AND openedAt >= :since AND (openedAt, id) > (:openedAt, :id) AND deleted = 0
     ORDER BY openedAt, id LIMIT :limit`,
    { since, openedAt: after.openedAt, id: after.id, limit },
  )

/** @param rows one more than the page holds, where there are more */
export function closedPage(rows: readonly Row[], limit: number): ClosedCases {
  const cases = rows.slice(0, limit).map((row) => toRow('disputes', row) as CaseRow)
  const last = cases.at(-1)
  return { cases, next: rows.length > limit && last ? `${last.openedAt}.${last.id}` : null }
}
