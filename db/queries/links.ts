/** What a buyer's private link opens. */
import { type Statement, statement } from '../statement.ts'
import { columnList } from '../tables.ts'

const LINK =
  'FROM links WHERE shopId = :shop AND token = :token AND expiresAt > :now AND revokedAt IS NULL AND deleted = 0'

/** The link, while it works. */
export const linkStatement = (token: string, now: number): Statement =>
  statement(`SELECT ${columnList('links')} ${LINK}`, { token, now })

/** Aborts the batch when the link works no longer. */
export const linkStands = (token: string, now: number): Statement =>
  statement(`INSERT INTO guard (ok) SELECT EXISTS (SELECT 1 ${LINK})`, { token, now })

/** From the case of a link to where that went: cases are merged with others of the same customer only. */
const CHAIN = `WITH RECURSIVE chain(id, customerId, mergedInto, n) AS (
       SELECT d.id, d.customerId, d.mergedInto, 0 FROM links l
       JOIN disputes d ON d.shopId = :shop AND d.id = l.disputeId AND d.deleted = 0
       WHERE l.shopId = :shop AND l.token = :token
       UNION ALL SELECT d.id, d.customerId, d.mergedInto, n + 1 FROM chain c
       CROSS JOIN disputes d ON d.shopId = :shop AND d.id = c.mergedInto AND d.customerId = c.customerId AND d.deleted = 0
       WHERE n < 20)`
const LAST = 'FROM chain ORDER BY n DESC LIMIT 1'

/** The case of a link, or where that went. */
const CASE = `(${CHAIN} SELECT id ${LAST})`

/** That case and all that went into it. */
const WHOLE = `(${CHAIN},
       whole(id, customerId) AS (
       SELECT * FROM (SELECT id, customerId ${LAST})
       UNION SELECT d.id, d.customerId FROM whole w
       CROSS JOIN disputes d ON d.shopId = :shop AND d.customerId = w.customerId AND d.mergedInto = w.id AND d.deleted = 0)
     SELECT id FROM whole)`

export const caseOfLink = (token: string): Statement =>
  statement(`SELECT ${columnList('disputes')} FROM disputes WHERE shopId = :shop AND id = ${CASE} AND deleted = 0`, {
    token,
  })

export const customerOfLink = (token: string): Statement =>
  statement(
    `SELECT ${columnList('customers')} FROM customers WHERE shopId = :shop AND deleted = 0
     AND id = (SELECT customerId FROM links WHERE shopId = :shop AND token = :token)`,
    { token },
  )

/** Words the buyer added to the case of a link. */
export const wordsOfLink = (token: string): Statement =>
  statement(
    `SELECT ${columnList('disputeEvents')} FROM disputeEvents
     WHERE shopId = :shop AND disputeId IN ${WHOLE} AND kind = 'heard' AND deleted = 0`,
    { token },
  )

/** Photos of the case of a link. */
export const evidenceOfLink = (token: string): Statement =>
  statement(
    `SELECT ${columnList('evidence')} FROM evidence
     WHERE shopId = :shop AND disputeId IN ${WHOLE} AND source = 'link' AND removedAt IS NULL AND deleted = 0`,
    { token },
  )

/** The open task to ask how it went. */
export const followUpOfLink = (token: string): Statement =>
  statement(
    `SELECT id FROM tasks WHERE shopId = :shop AND disputeId = ${CASE} AND kind = 'follow-up' AND status = 'open' AND deleted = 0
     ORDER BY createdAt DESC LIMIT 1`,
    { token },
  )

/** The link to a case, as it was made; whether it still works does not matter. */
export const linkToCase = (disputeId: string, token: string): Statement =>
  statement('SELECT id FROM links WHERE shopId = :shop AND token = :token AND disputeId = :disputeId AND deleted = 0', {
    token,
    disputeId,
  })
