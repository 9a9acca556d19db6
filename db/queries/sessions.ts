/** Devices somebody is signed in on, a session each. */
import { type Statement, statement } from '../statement.ts'

export const insertSession = (row: {
  id: string
  tokenHash: string
  memberId: string
  device: string | null
  place: string
  usedAt: number
  now: number
  expiresAt: number
}): Statement =>
  statement(
    `INSERT INTO sessions (shopId, id, tokenHash, memberId, device, place, lastUsedAt, createdAt, expiresAt)
     VALUES (:shop, :id, :tokenHash, :memberId, :device, :place, :usedAt, :now, :expiresAt)`,
    row,
  )

/** A browser on which somebody came in, by the hash of what its cookie holds. */
export const rememberBrowser = (row: { tokenHash: string; memberId: string; now: number }): Statement =>
  statement(
    `INSERT INTO rememberedDevices (tokenHash, shopId, memberId, createdAt, lastUsedAt)
     VALUES (:tokenHash, :shop, :memberId, :now, :now)
     ON CONFLICT (tokenHash, memberId) DO UPDATE SET lastUsedAt = :now`,
    row,
  )

/** Whose a session is, in force or not; `removed` is 1 when they do not work here any more. */
export const sessionAt = (tokenHash: string): Statement =>
  statement(
    `SELECT s.id, s.memberId, COALESCE(m.deleted, 1) AS removed
     FROM sessions s LEFT JOIN members m ON m.shopId = s.shopId AND m.id = s.memberId
     WHERE s.shopId = :shop AND s.tokenHash = :tokenHash`,
    { tokenHash },
  )

/** Its person has shown again that it is them. */
export const proveSession = (tokenHash: string, now: number): Statement =>
  statement('UPDATE sessions SET provenAt = :now WHERE shopId = :shop AND tokenHash = :tokenHash', { tokenHash, now })

/** Used again, in a later hour. */
export const touchSession = (tokenHash: string, device: string | null, place: string, usedAt: number): Statement =>
  statement(
    `UPDATE sessions SET lastUsedAt = :usedAt, place = :place, device = COALESCE(:device, device)
     WHERE shopId = :shop AND tokenHash = :tokenHash`,
    { tokenHash, device, place, usedAt },
  )

/** The sessions of whom this one belongs to, last used first. */
export const sessionsBeside = (tokenHash: string, now: number): Statement =>
  statement(
    `SELECT id, device, place, createdAt, lastUsedAt FROM sessions
     WHERE shopId = :shop AND expiresAt > :now
       AND memberId = (SELECT memberId FROM sessions WHERE shopId = :shop AND tokenHash = :tokenHash)
     ORDER BY COALESCE(lastUsedAt, createdAt) DESC, createdAt DESC, id`,
    { tokenHash, now },
  )

/**
 * Devices rung for a session that is not there any more. One that is not known to belong to a session may be the very
 * phone that was lost: it goes too, and the others put themselves on the list again when they are next opened.
 */
const silence = (memberId: string): Statement =>
  statement(
    `DELETE FROM pushSubscriptions WHERE shopId = :shop AND memberId = :memberId AND (sessionId IS NULL OR sessionId NOT IN
       (SELECT id FROM sessions WHERE shopId = :shop AND memberId = :memberId))`,
    { memberId },
  )

/** Browsers on which somebody came in pass the account's limit of tries; all but this one do no more. */
export const forgetBrowsers = (memberId: string, keep: string | null): Statement =>
  statement('DELETE FROM rememberedDevices WHERE shopId = :shop AND memberId = :memberId AND tokenHash IS NOT :keep', {
    memberId,
    keep,
  })

/** One session, and its device hears nothing more. */
export const endSession = (memberId: string, id: string): Statement[] => [
  statement('DELETE FROM sessions WHERE shopId = :shop AND memberId = :memberId AND id = :id', { memberId, id }),
  silence(memberId),
]

/** @param browser hash of the browser that asks, which stays known */
export const endOtherSessions = (memberId: string, keep: string, browser: string | null): Statement[] => [
  statement('DELETE FROM sessions WHERE shopId = :shop AND memberId = :memberId AND id <> :keep', { memberId, keep }),
  forgetBrowsers(memberId, browser),
  silence(memberId),
]

/** Every session of a member, and their devices' being told and remembered: a lost phone hears nothing more. */
export const endSessionsOf = (memberId: string): Statement[] => [
  forgetBrowsers(memberId, null),
  statement('DELETE FROM sessions WHERE shopId = :shop AND memberId = :memberId', { memberId }),
  statement('DELETE FROM pushSubscriptions WHERE shopId = :shop AND memberId = :memberId', { memberId }),
]
