/** The people of a shop. */
import type { Role } from '../../worker/domain/rows.ts'
import { guard, REV, type Statement, statement } from '../statement.ts'

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
const someOwner = (): Statement =>
  statement(
    `INSERT INTO guard (ok) SELECT EXISTS (SELECT 1 FROM members WHERE shopId = :shop AND role = 'owner' AND deleted = 0)`,
  )

/**
 * What a viewer cannot do is anybody's. Aborts the batch when they left or got another role meanwhile, or when no owner
 * would be left.
 */
export const setRole = (id: string, was: Role, role: Role): Statement[] => [
  statement(
    `UPDATE members SET role = :role, rev = ${REV} WHERE shopId = :shop AND id = :id AND role = :was AND deleted = 0`,
    { id, was, role },
  ),
  guard(),
  someOwner(),
  ...(role === 'viewer' ? handOver(id) : []),
]

/**
 * Takes from a member every way in and every device's being told. Their sessions stay until they run out: they open
 * nothing, but by them a phone that asks is told to forget the shop. Aborts the batch when no owner would be left.
 */
export const removeMember = (id: string, now: number): Statement[] => [
  statement(
    `UPDATE members SET deleted = 1, formerName = name, name = '', rev = ${REV}
     WHERE shopId = :shop AND id = :id AND deleted = 0`,
    { id },
  ),
  guard(),
  someOwner(),
  ...handOver(id),
  statement('DELETE FROM pushSubscriptions WHERE shopId = :shop AND memberId = :id', { id }),
  statement('DELETE FROM logins WHERE shopId = :shop AND memberId = :id', { id }),
  statement('DELETE FROM passkeys WHERE shopId = :shop AND memberId = :id', { id }),
  statement('DELETE FROM challenges WHERE shopId = :shop AND memberId = :id', { id }),
  statement('DELETE FROM rememberedDevices WHERE shopId = :shop AND memberId = :id', { id }),
  statement(
    `UPDATE oneTimeLinks SET revokedAt = :now
     WHERE shopId = :shop AND (memberId = :id OR createdBy = :id) AND usedAt IS NULL AND revokedAt IS NULL`,
    { id, now },
  ),
]

/** Those who do not work here any more, by the name they had; who left last comes first. */
export const formerMembers = (): Statement =>
  statement(
    `SELECT id, formerName AS name, role FROM members
     WHERE shopId = :shop AND deleted = 1 AND formerName IS NOT NULL ORDER BY rev DESC, id`,
  )

/** Somebody who left, whether or not their name is known. */
export const formerMember = (id: string): Statement =>
  statement('SELECT id FROM members WHERE shopId = :shop AND id = :id AND deleted = 1', { id })

/** They work here again, as the person they were. A guard has to follow. */
export const readmit = (person: { id: string; name: string; role: Role }): Statement =>
  statement(
    `UPDATE members SET deleted = 0, name = :name, role = :role, formerName = NULL, rev = ${REV}
     WHERE shopId = :shop AND id = :id AND deleted = 1`,
    person,
  )

export const renameMember = (id: string, name: string): Statement =>
  statement(`UPDATE members SET name = :name, rev = ${REV} WHERE shopId = :shop AND id = :id`, { id, name })
