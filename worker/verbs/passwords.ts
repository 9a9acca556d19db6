/** What a password must be, changing one's own, and setting one anew by a link. */

import * as v from 'valibot'
import * as q from '../../db/queries/accounts.ts'
import { auditStatement } from '../../db/queries/audit.ts'
import { insertLink, revokeResets } from '../../db/queries/one-time-links.ts'
import { dropPasskeysOf } from '../../db/queries/passkeys.ts'
import { endOtherSessions, endSessionsOf } from '../../db/queries/sessions.ts'
import { member, renameMember } from '../../db/queries/team.ts'
import { bumpRev, guard } from '../../db/statement.ts'
import type { Ctx, Door } from '../context.ts'
import { actorLabel } from '../domain/actor.ts'
import { COMMON } from '../domain/common-passwords.ts'
import { PASSWORD_MAX, weaknessOf } from '../domain/password.ts'
import { ApiError, forbidden, linkGone, notFound, unauthorized } from '../errors.ts'
import { hashPassword } from '../secrets.ts'
import { password, personName } from './fields.ts'
import { goodLink, makeLink, type OneTimeLink, OneTimeToken, useLink } from './one-time-links.ts'
import { loadLogin, loadProvenOwner, tryOwnPassword } from './own-login.ts'
import { browserHash, type Entered, newSession } from './sessions.ts'

export const ChangePassword = v.object({
  old: v.pipe(v.string(), v.maxLength(PASSWORD_MAX)),
  password,
  /** Ends this session too, and not only all others. */
  everywhere: v.optional(v.boolean(), false),
  /** Removes one's passkeys as well. */
  passkeys: v.optional(v.boolean(), false),
})
export type ChangePassword = v.InferOutput<typeof ChangePassword>

export const SetPassword = v.object({
  ...OneTimeToken.entries,
  password,
  /** How the owner of a shop that was made on the machine wants to be called. */
  name: v.optional(personName),
  /** Leaves the passkeys of the account as they are; else they go with the old password: it may have been stolen. */
  keepPasskeys: v.optional(v.boolean(), false),
})
export type SetPassword = v.InferOutput<typeof SetPassword>

/**
 * @param own what others know of the person: e-mail, name, shop
 * @throws ApiError 400 `weak_password` with the `reason`
 */
export function assertStrong(chosen: string, own: readonly string[]): void {
  const reason = weaknessOf(chosen, own, COMMON)
  if (reason) throw new ApiError(400, 'weak_password', { reason })
}

/** What one signs in with, and since when the password is as it is (null: since before that was noted). */
export async function ownLogin(ctx: Ctx): Promise<{ email: string; passwordAt: number | null }> {
  const { email, passwordAt } = (await loadLogin(ctx)).login
  if (email === null) throw unauthorized()
  return { email, passwordAt }
}

/**
 * Changes one's own password and ends one's sessions elsewhere; this one too when asked to. A wrong old one counts as a
 * wrong try to sign in.
 * @throws ApiError 400 `weak_password`, 403 `wrong_old_password`, 429 `rate_limited`, 409 `busy` when it was changed in the same moment
 */
export async function changePassword(ctx: Ctx, input: ChangePassword): Promise<void> {
  const { actor, memberId, sessionId, name, shop, login } = await loadLogin(ctx)
  // Before the old one is looked at, which counts.
  assertStrong(input.password, [login.email ?? '', name, shop.name])
  const admit = await tryOwnPassword(ctx, login.email, input.old)
  await ctx.db.write([
    ...admit,
    q.setPassword(memberId, await hashPassword(input.password), ctx.now),
    guard(),
    ...(input.everywhere ? endSessionsOf(memberId) : endOtherSessions(memberId, sessionId, browserHash(ctx))),
    ...(input.passkeys ? dropPasskeysOf(memberId, { id: ctx.newId(), now: ctx.now, actor: actorLabel(actor) }) : []),
    revokeResets(memberId, ctx.now),
    auditStatement(ctx.newId(), ctx.now, actorLabel(actor), 'password.change', memberId),
  ])
}

/**
 * A link by which a colleague sets a new password; one made before opens nothing any more. Owners only, and not for
 * themselves: whoever holds an owner's phone for a moment would have their account.
 * @throws ApiError 403 `forbidden` or `proof_needed`, 404
 */
export async function resetFor(ctx: Ctx, memberId: string): Promise<OneTimeLink> {
  const { actor, rows } = await loadProvenOwner(ctx, [member(memberId)])
  if (actor.memberId === memberId) throw forbidden()
  if (!rows[0]?.[0]) throw notFound()
  const { link, row } = makeLink({ kind: 'reset', memberId, createdBy: actor.memberId }, ctx.newId(), ctx.now)
  await ctx.db.write([
    revokeResets(memberId, ctx.now),
    ...insertLink(row),
    auditStatement(link.id, ctx.now, actorLabel(actor), 'password.link', memberId),
  ])
  return link
}

/**
 * Sets a password by a link made for it, ends every session of the person, removes their passkeys unless told otherwise,
 * and signs them in where they are.
 * @throws ApiError 404 `link_gone`, 400 `weak_password`
 */
export async function setPassword(door: Door, input: SetPassword): Promise<Entered> {
  const found = await goodLink(door, input.token)
  if (found.kind === 'invite' || found.shopId === null) throw linkGone()
  const shopId = String(found.shopId)
  const memberId = String(found.memberId)
  const name = found.kind === 'owner' ? input.name : undefined
  assertStrong(input.password, [String(found.email), name ?? '', String(found.shop)])
  const session = newSession(door, memberId)
  const actor = `member:${memberId}`
  const hash = await hashPassword(input.password)
  await useLink(door, shopId, input.token, [
    bumpRev(),
    q.setPassword(memberId, hash, door.now),
    guard(),
    ...(name ? [renameMember(memberId, name)] : []),
    ...endSessionsOf(memberId),
    ...(input.keepPasskeys ? [] : dropPasskeysOf(memberId, { id: door.newId(), now: door.now, actor })),
    revokeResets(memberId, door.now),
    ...session.statements,
    auditStatement(door.newId(), door.now, actor, 'password.reset', memberId),
  ])
  return { shopId, memberId, token: session.token, browser: session.browser }
}
