/** What one signs in with, and showing that it is still oneself and not whoever holds the phone. */

import * as v from 'valibot'
import { loginOfSession } from '../../db/queries/accounts.ts'
import type { Statement } from '../../db/statement.ts'
import { type Ctx, type Loaded, loadMember } from '../context.ts'
import { PASSWORD_MAX } from '../domain/password.ts'
import { ApiError, forbidden } from '../errors.ts'
import { verifyPassword } from '../secrets.ts'
import { trySignIn } from './limits.ts'
import { PasskeySignIn, refused, type Site, signerOf } from './passkey-signatures.ts'

/** Who came in less than this ago has just shown who they are, ms. */
const RECENT_MS = 5 * 60_000

interface Login {
  /** Null for somebody who has none. */
  email: string | null
  /** Since when the password is as it is, epoch ms; null: since before that was noted. */
  passwordAt: number | null
  /** When the session began, epoch ms. */
  signedInAt: number
}

/** @throws ApiError 401, 403 for anything but a member's session */
export async function loadLogin(ctx: Ctx): Promise<Loaded & { memberId: string; sessionId: string; login: Login }> {
  if (ctx.credential.kind !== 'session') throw forbidden()
  const loaded = await loadMember(ctx, [loginOfSession(ctx.credential.hash)])
  return { ...loaded, login: loaded.rows[0]?.[0] as unknown as Login }
}

/**
 * Looks at one's own password again. A wrong one counts as a wrong try to sign in.
 * @returns what belongs into the batch of what they want to do, before a new password: see {@link trySignIn}
 * @throws ApiError 403 `wrong_old_password`, 429 `rate_limited`
 */
export async function tryOwnPassword(ctx: Ctx, email: string | null, given: string): Promise<Statement[]> {
  const tried = email === null ? null : await trySignIn(ctx, email)
  if (!(await verifyPassword(given, tried?.password ?? null)) || !tried) throw new ApiError(403, 'wrong_old_password')
  return tried.admit
}

export const Proof = v.object({
  password: v.optional(v.pipe(v.string(), v.maxLength(PASSWORD_MAX))),
  /** A challenge for signing in, signed with a passkey of one's own. */
  passkey: v.optional(PasskeySignIn),
})
export type Proof = v.InferOutput<typeof Proof>

/**
 * Shows that it is still the person: by the password, by a passkey of theirs, or by having just come in.
 * @returns what belongs into the batch of what they want to do: a passkey's signature counts once
 * @throws ApiError 403 `proof_needed`, `wrong_old_password` or `passkey_refused`, 429 `rate_limited`
 */
export async function prove(
  ctx: Ctx,
  site: Site,
  proof: Proof,
  who: Pick<Login, 'email' | 'signedInAt'> & { memberId: string },
): Promise<Statement[]> {
  if (proof.password !== undefined) return tryOwnPassword(ctx, who.email, proof.password)
  if (proof.passkey) {
    const signer = await signerOf(ctx, site, proof.passkey)
    if (signer?.shopId !== ctx.db.shopId || signer.memberId !== who.memberId) throw refused(403)
    return signer.statements
  }
  if (ctx.now - who.signedInAt >= RECENT_MS) throw new ApiError(403, 'proof_needed')
  return []
}
