/** The people of a shop. */
import { REV, type Statement, statement } from '../statement.ts'
import { endSessionsOf } from './accounts.ts'

export const member = (id: string): Statement =>
  statement('SELECT id, role FROM members WHERE shopId = :shop AND id = :id AND deleted = 0', { id })

export const ownerCount = (): Statement =>
  statement(`SELECT COUNT(*) AS count FROM members WHERE shopId = :shop AND role = 'owner' AND deleted = 0`)

/** Aborts the batch unless everyone of them still works here. */
export const membersExist = (ids: readonly string[]): Statement =>
  statement(
    `INSERT INTO guard (ok) SELECT NOT EXISTS (SELECT 1 FROM json_each(:ids) WHERE value NOT IN
       (SELECT id FROM members WHERE shopId = :shop AND deleted = 0))`,
    { ids: JSON.stringify(ids) },
  )

const handler = (tier: 'A' | 'B' | 'C'): string => `settings ->> '$.promises.handler.${tier}'`

/** What was a member's is anybody's: the tiers they handled, their open cases and tasks. */
const handOver = (id: string): Statement[] => [
  statement(
    `UPDATE shops SET rev = ${REV}, settings = json_set(settings,
       '$.promises.handler.A', NULLIF(${handler('A')}, :id),
       '$.promises.handler.B', NULLIF(${handler('B')}, :id),
       '$.promises.handler.C', NULLIF(${handler('C')}, :id))
     WHERE id = :shop AND :id IN (${handler('A')}, ${handler('B')}, ${handler('C')})`,
    { id },
  ),
  statement(
    `UPDATE disputes SET assignee = NULL, rev = ${REV}
     WHERE shopId = :shop AND step IN ('listen', 'analyse', 'resolve', 'record', 'follow-up') AND assignee = :id`,
    { id },
  ),
  statement(
    `UPDATE tasks SET assignee = NULL, rev = ${REV} WHERE shopId = :shop AND status = 'open' AND assignee = :id`,
    { id },
  ),
]

/** Aborts the batch when no owner would be left. */
export const removeMember = (id: string): Statement[] => [
  statement(`UPDATE members SET deleted = 1, name = '', rev = ${REV} WHERE shopId = :shop AND id = :id`, { id }),
  statement(
    `INSERT INTO guard (ok) SELECT EXISTS (SELECT 1 FROM members WHERE shopId = :shop AND role = 'owner' AND deleted = 0)`,
  ),
  ...handOver(id),
  ...endSessionsOf(id),
  statement('DELETE FROM logins WHERE shopId = :shop AND memberId = :id', { id }),
]
