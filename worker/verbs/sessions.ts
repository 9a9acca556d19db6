/** The devices somebody is signed in on: a session each. */
import * as v from 'valibot'
import type { Row } from '../../db/client.ts'
import { auditStatement } from '../../db/queries/audit.ts'
import { dropPasskeysOf } from '../../db/queries/passkeys.ts'
import * as q from '../../db/queries/sessions.ts'
import type { Statement } from '../../db/statement.ts'
import { type Ctx, type Door, loadMember } from '../context.ts'
import { actorLabel } from '../domain/actor.ts'
import { HOUR_MS } from '../domain/time.ts'
import { hashToken, newToken } from '../secrets.ts'

/** What a host says that knows no addresses. */
const NOWHERE = 'unknown'

export const SESSION_MS = 60 * 86_400_000

/**
 * The statements for a new session on the device that asks, and what its two cookies hold: the session's token, and the
 * browser's by which it is remembered. Only hashes of them are kept.
 */
export function newSession(door: Door, memberId: string): { token: string; browser: string; statements: Statement[] } {
  const token = newToken()
  const { now, from } = door
  const browser = door.browser ?? newToken()
  return {
    token,
    browser,
    statements: [
      q.insertSession({
        id: door.newId(),
        tokenHash: hashToken(token),
        memberId,
        ...from,
        now,
        usedAt: now - (now % HOUR_MS),
        expiresAt: now + SESSION_MS,
      }),
      q.rememberBrowser({ tokenHash: hashToken(browser), memberId, now }),
    ],
  }
}

/** How the browser that asks is remembered; null when nobody came in on it. */
export const browserHash = ({ browser }: Door): string | null => (browser === null ? null : hashToken(browser))

/** Somebody who came in. */
export interface Entered {
  shopId: string
  memberId: string
  /** Goes into the cookie; only its hash is stored. */
  token: string
  /** The same for the cookie by which the browser is remembered. */
  browser: string
}

export interface Device {
  id: string
  /** `Chrome · Android`; null where its browser did not say. */
  name: string | null
  /** From where it was last used; null where the host does not know. */
  place: string | null
  /** Epoch ms. */
  since: number
  /** To the hour, epoch ms. */
  lastUsedAt: number
  /** The one that asks. */
  here: boolean
}

/** Where this person is signed in, last used first. */
export async function listDevices(ctx: Ctx): Promise<Device[]> {
  const hash = ctx.credential.kind === 'session' ? ctx.credential.hash : ''
  const { sessionId, rows } = await loadMember(ctx, [q.sessionsBeside(hash, ctx.now)])
  return (rows[0] ?? []).map((row) => deviceOf(row, sessionId))
}

const deviceOf = (row: Row, sessionId: string): Device => ({
  id: String(row.id),
  name: row.device === null ? null : String(row.device),
  place: row.place === null || row.place === NOWHERE ? null : String(row.place),
  since: Number(row.createdAt),
  lastUsedAt: Number(row.lastUsedAt ?? row.createdAt),
  here: row.id === sessionId,
})

/** Ends a session of one's own; one that is over already, or somebody else's, is no error and stays as it is. */
export async function endDevice(ctx: Ctx, id: string): Promise<void> {
  const { actor, memberId, sessionId } = await loadMember(ctx)
  await ctx.db.write([
    ...q.endSession(memberId, id),
    // It may be lost, and which browser it came by is not known.
    ...(id === sessionId ? [] : [q.forgetBrowsers(memberId, browserHash(ctx))]),
    auditStatement(ctx.newId(), ctx.now, actorLabel(actor), 'session.end', memberId),
  ])
}

export const EndOthers = v.object({
  /** Removes one's passkeys as well: whoever has a device may have one on it. */
  passkeys: v.optional(v.boolean(), false),
})
export type EndOthers = v.InferOutput<typeof EndOthers>

/** Ends every session of this person but the one that asks. */
export async function endOtherDevices(ctx: Ctx, { passkeys }: EndOthers): Promise<void> {
  const { actor, memberId, sessionId } = await loadMember(ctx)
  await ctx.db.write([
    ...q.endOtherSessions(memberId, sessionId, browserHash(ctx)),
    ...(passkeys ? dropPasskeysOf(memberId, { id: ctx.newId(), now: ctx.now, actor: actorLabel(actor) }) : []),
    auditStatement(ctx.newId(), ctx.now, actorLabel(actor), 'session.end-others', memberId),
  ])
}
