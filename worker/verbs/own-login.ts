/** What one signs in with, and showing that it is still oneself and not whoever holds the phone. */

import * as v from 'valibot'
import type { Row } from '../../db/client.ts'
import { loginOfSession } from '../../db/queries/accounts.ts'
import { proveSession } from '../../db/queries/sessions.ts'
import type { Statement } from '../../db/statement.ts'
import { type Ctx, type Loaded, load, loadMember } from '../context.ts'
import { PASSWORD_MAX } from '../domain/password.ts'
import { ApiError, forbidden } from '../errors.ts'
import { verifyPassword } from '../secrets.ts'
import { whileLost } from './guards.ts'
import { trySignIn } from './limits.ts'
import { PasskeySignIn, refused, type Site, signerOf } from './passkey-signatures.ts'

/** Who showed who they are less than this ago, by coming in or since, is still believed, ms. */
const RECENT_MS = 5 * 60_000

interface Login {
  /** Null for somebody who has none. */
  email: string | null
  /** Since when the password is as it is, epoch ms; null: since before that was noted. */
  passwordAt: number | null
  /** When they last showed that it is them, epoch ms. */
  provenAt: number
}

/** By what the session is known. @throws ApiError 403 for anything but a session */
function hashOf({ credential }: Ctx): string {
  if (credential.kind !== 'session') throw forbidden()
  return credential.hash
}

const loginOf = (ctx: Ctx): Statement => loginOfSession(hashOf(ctx))

/** @throws ApiError 401, 403 for anything but a member's session */
export async function loadLogin(ctx: Ctx): Promise<Loaded & { memberId: string; sessionId: string; login: Login }> {
  const loaded = await loadMember(ctx, [loginOf(ctx)])
  return { ...loaded, login: loaded.rows[0]?.[0] as unknown as Login }
}

/**
 * For what opens the account, or the shop to somebody else or a program, for good: who holds somebody's phone for a
 * moment must not have it. @throws ApiError 403 `proof_needed` unless they showed just now that it is them
 */
export function needProof({ now }: Ctx, { provenAt }: Login): void {
  if (now - provenAt >= RECENT_MS) throw new ApiError(403, 'proof_needed')
}

/**
 * An owner of whom {@link needProof} holds.
 * @param needed whether it has to, by what the statements found
 * @throws ApiError 401, 403
 */
export async function loadProvenOwner(
  ctx: Ctx,
  statements: Statement[],
  needed: (rows: Row[][]) => boolean = () => true,
): Promise<Loaded> {
  const loaded = await load(ctx, { role: 'owner' }, [loginOf(ctx), ...statements])
  const [login = [], ...rows] = loaded.rows
  if (needed(rows)) needProof(ctx, login[0] as unknown as Login)
  return { ...loaded, rows }
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

export const Proof = v.union([
  v.object({ password: v.pipe(v.string(), v.maxLength(PASSWORD_MAX)) }),
  /** A challenge for signing in, signed with a passkey of one's own. */
  v.object({ passkey: PasskeySignIn }),
])
export type Proof = v.InferOutput<typeof Proof>

/**
 * Shows that it is still the person, by the password or by a passkey of theirs: this session is believed for some minutes.
 * @param siteOf the site passkeys are made for
 * @throws ApiError 403 `wrong_old_password` or `passkey_refused`, 429 `rate_limited`
 */
export async function prove(ctx: Ctx, siteOf: () => Site, proof: Proof): Promise<void> {
  await whileLost(async () => {
    const { memberId, login } = await loadLogin(ctx)
    const shown =
      'password' in proof
        ? await tryOwnPassword(ctx, login.email, proof.password)
        : await signedBy(ctx, siteOf(), proof.passkey, memberId)
    await ctx.db.write([...shown, proveSession(hashOf(ctx), ctx.now)])
  })
}

/** A passkey's signature counts once. @throws ApiError 403 `passkey_refused` */
async function signedBy(ctx: Ctx, site: Site, passkey: PasskeySignIn, memberId: string): Promise<Statement[]> {
  const signer = await signerOf(ctx, site, passkey)
  if (signer?.shopId !== ctx.db.shopId || signer.memberId !== memberId) throw refused(403)
  return signer.statements
}
