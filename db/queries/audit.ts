/** The audit trail: written with what it tells of, read by owners a page at a time. */
import {
  type AuditAction,
  type AuditActor,
  type AuditLine,
  type AuditPage,
  apartFrom,
  UNTOLD,
} from '../../worker/domain/audit.ts'
import type { Row } from '../client.ts'
import { type Statement, statement } from '../statement.ts'

/**
 * One line of the audit trail; `id` is the id of what was done, so that the same thing is never noted twice.
 * @param at when the server heard of it, epoch ms
 * @param saidAt when it was done by the clock of whoever did it: kept where it tells something else
 */
export const auditStatement = (
  id: string,
  at: number,
  actor: string,
  action: AuditAction,
  target: string | null,
  saidAt = at,
): Statement =>
  statement(
    `INSERT INTO audit (shopId, id, at, saidAt, actor, action, target)
     VALUES (:shop, :id, :at, :saidAt, :actor, :action, :target)`,
    { id, at, saidAt: apartFrom(at, saidAt), actor, action, target },
  )

/** The last line of the page before; before the first, one later than any. */
export interface AuditCursor {
  at: number
  id: string
}

/** @returns the start for no text, null when the text is no cursor of ours */
export function auditCursor(text: string): AuditCursor | null {
  if (text === '') return { at: Number.MAX_SAFE_INTEGER, id: '' }
  const match = /^(\d{1,15})\.([0-9A-Za-z-]{1,64})$/.exec(text)
  return match ? { at: Number(match[1]), id: match[2] ?? '' } : null
}

export interface AuditFilter {
  /** Part of the name of who did it, or of whom it was done to. */
  q: string
  /** Actions whose words have it in them, in the language of who looks: found too. */
  said: readonly string[]
  /** Actions, or beginnings of them that end in a dot; none for all. */
  actions: readonly string[]
  /** A member's id; blank for all. */
  member: string
}

const has = (...columns: string[]): string =>
  columns.map((c) => `instr(lower(COALESCE(${c}, '')), :q) > 0`).join(' OR ')
/** Whoever is gone keeps the name they had. */
const MEMBER = `COALESCE(NULLIF(name, ''), formerName)`

const BY = `SELECT 'member:' || id FROM members WHERE shopId = :shop AND (${has(MEMBER)})
     UNION ALL SELECT 'key:' || id FROM apiKeys WHERE shopId = :shop AND (${has('name')})`
const TO = `WITH hit AS (SELECT id FROM customers WHERE shopId = :shop AND deleted = 0 AND (${has('nickname', 'name', 'accountId')}))
     SELECT id FROM hit UNION ALL SELECT d.id FROM hit CROSS JOIN disputes d ON d.shopId = :shop AND d.customerId = hit.id
     UNION ALL SELECT id FROM members WHERE shopId = :shop AND (${has(MEMBER)})
     UNION ALL SELECT id FROM apiKeys WHERE shopId = :shop AND (${has('name')})`

/** Lines before a cursor, the newest first, with the names that stand behind them. */
export function auditPage({ q, said, actions, member }: AuditFilter, before: AuditCursor, limit: number): Statement {
  const where = [
    // Releases before wrote them down.
    `a.action NOT IN (${UNTOLD.map((action) => `'${action}'`).join(', ')})`,
    ...(member === '' ? [] : [`a.actor = 'member:' || :member`]),
    ...(actions.length === 0
      ? []
      : [
          `EXISTS (SELECT 1 FROM json_each(:actions) j WHERE a.action = j.value
             OR (j.value LIKE '%.' AND substr(a.action, 1, length(j.value)) = j.value))`,
        ]),
    ...(q === ''
      ? []
      : [`(a.actor IN (${BY}) OR a.target IN (${TO}) OR a.action IN (SELECT value FROM json_each(:said)))`]),
  ]
  const sql = `SELECT a.id, a.at, a.saidAt, a.actor, a.action, a.target,
       COALESCE(NULLIF(m.name, ''), m.formerName, k.name) AS byName, d.id AS disputeId, c.id AS customerId,
       COALESCE(c.nickname, c.name, c.accountId) AS customerName, o.id AS memberId,
       COALESCE(NULLIF(o.name, ''), o.formerName) AS memberName, t.id AS keyId, t.name AS keyName
     FROM audit a
       LEFT JOIN members m ON m.shopId = :shop AND a.actor LIKE 'member:%' AND m.id = substr(a.actor, 8)
       LEFT JOIN apiKeys k ON k.shopId = :shop AND a.actor LIKE 'key:%' AND k.id = substr(a.actor, 5)
       LEFT JOIN disputes d ON d.shopId = :shop AND d.id = a.target AND d.deleted = 0
       LEFT JOIN customers c ON c.shopId = :shop AND c.id = COALESCE(d.customerId, a.target) AND c.deleted = 0
       LEFT JOIN members o ON o.shopId = :shop AND o.id = a.target
       LEFT JOIN apiKeys t ON t.shopId = :shop AND t.id = a.target
     WHERE a.shopId = :shop AND (a.at, a.id) < (:at, :id)${where.map((w) => ` AND ${w}`).join('')}
     ORDER BY a.at DESC, a.id DESC LIMIT :limit`
  return statement(sql as `${string}:shop`, {
    ...{ at: before.at, id: before.id, limit },
    ...(member === '' ? {} : { member }),
    ...(actions.length === 0 ? {} : { actions: JSON.stringify(actions) }),
    ...(q === '' ? {} : { q: q.toLowerCase(), said: JSON.stringify(said) }),
  })
}

/** @param rows one more than the page holds, where there are more */
export function auditLines(rows: readonly Row[], limit: number): AuditPage {
  const lines = rows.slice(0, limit).map(lineOf)
  const last = lines.at(-1)
  return { lines, next: rows.length > limit && last ? `${last.at}.${last.id}` : null }
}

const textOf = (value: Row[string] | undefined): string | null => (value == null ? null : String(value))

function lineOf(row: Row): AuditLine {
  const [kind, id = null] = String(row.actor).split(':') as [AuditActor['kind'], string?]
  return {
    id: String(row.id),
    at: Number(row.at),
    saidAt: row.saidAt == null ? null : Number(row.saidAt),
    actor: { kind, id, name: textOf(row.byName) },
    action: String(row.action),
    target: targetOf(row),
  }
}

function targetOf({ target, ...row }: Row): AuditLine['target'] {
  if (target == null) return null
  const id = String(target)
  if (row.disputeId != null) return { kind: 'dispute', id, name: textOf(row.customerName) }
  if (row.customerId != null) return { kind: 'customer', id, name: textOf(row.customerName) }
  if (row.memberId != null) return { kind: 'member', id, name: textOf(row.memberName) }
  if (row.keyId != null) return { kind: 'key', id, name: textOf(row.keyName) }
  return { kind: 'other', id, name: null }
}
