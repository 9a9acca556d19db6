/** Asking a colleague in, and coming in by an invitation: nobody invents a password for somebody else. */

import * as v from 'valibot'
import { insertRow } from '../../db/changes.ts'
import { insertLogin } from '../../db/queries/accounts.ts'
import { auditStatement } from '../../db/queries/audit.ts'
import * as q from '../../db/queries/one-time-links.ts'
import { endSessionsOf } from '../../db/queries/sessions.ts'
import { formerMember, readmit } from '../../db/queries/team.ts'
import { bumpRev, guard } from '../../db/statement.ts'
import { type Ctx, type Door, load } from '../context.ts'
import { actorLabel } from '../domain/actor.ts'
import type { Invitation } from '../domain/one-time-links.ts'
import { ROLES, type Role } from '../domain/rows.ts'
import { linkGone, notFound } from '../errors.ts'
import { hashPassword } from '../secrets.ts'
import { email, password, personName } from './fields.ts'
import { goodLink, makeLink, type OneTimeLink, OneTimeToken, useLink } from './one-time-links.ts'
import { loadProvenOwner } from './own-login.ts'
import { assertStrong } from './passwords.ts'
import { type Entered, newSession } from './sessions.ts'

export const NewInvitation = v.object({
  name: personName,
  role: v.picklist(ROLES),
  /** A former member who is to come back as the same person. */
  memberId: v.optional(v.nullable(v.pipe(v.string(), v.maxLength(64))), null),
})
export type NewInvitation = v.InferOutput<typeof NewInvitation>

export const Join = v.object({ ...OneTimeToken.entries, name: personName, email, password })
export type Join = v.InferOutput<typeof Join>

/** An invitation for a colleague. Owners only. @throws ApiError 403 `proof_needed`; 404 when who is to come back never left */
export async function invite(ctx: Ctx, input: NewInvitation): Promise<OneTimeLink> {
  const { memberId } = input
  const { actor, rows } = await loadProvenOwner(ctx, memberId ? [formerMember(memberId)] : [])
  if (memberId && !rows[0]?.[0]) throw notFound()
  const { link, row } = makeLink({ ...input, kind: 'invite', createdBy: actor.memberId }, ctx.newId(), ctx.now)
  await ctx.db.write([
    ...q.insertLink(row),
    auditStatement(link.id, ctx.now, actorLabel(actor), 'member.invite', memberId ?? link.id),
  ])
  return link
}

/** Those that still open, newest first. Owners only. */
export async function listInvitations(ctx: Ctx): Promise<Invitation[]> {
  const { rows } = await load(ctx, { role: 'owner' }, [q.openInvitations(ctx.now)])
  return (rows[0] ?? []) as unknown as Invitation[]
}

/** It opens nothing any more; one that is used, over or unknown stays as it is. Owners only. */
export async function revokeInvitation(ctx: Ctx, id: string): Promise<void> {
  const { actor } = await load(ctx, { role: 'owner' }, [])
  await ctx.db.write([
    q.revokeInvitation(id, ctx.now),
    auditStatement(ctx.newId(), ctx.now, actorLabel(actor), 'member.uninvite', id),
  ])
}

/**
 * Comes in by an invitation, with an e-mail and a password of one's own. Somebody who is asked back is the person they
 * were: what their phone still holds then goes in; sessions of before stay closed.
 * @throws ApiError 404 `link_gone`, 400 `weak_password`, 409 `email_taken`
 */
export async function join(door: Door, input: Join): Promise<Entered> {
  const found = await goodLink(door, input.token)
  if (found.kind !== 'invite') throw linkGone()
  assertStrong(input.password, [input.email, input.name, String(found.shop)])
  const shopId = String(found.shopId)
  const back = found.memberId === null ? null : String(found.memberId)
  const memberId = back ?? door.newId()
  const person = { id: memberId, name: input.name, role: found.role as Role }
  const session = newSession(door, memberId)
  const hash = await hashPassword(input.password)
  await useLink(
    door,
    shopId,
    input.token,
    [
      bumpRev(),
      insertLogin({ email: input.email, memberId, password: hash, now: door.now }),
      ...(back ? [readmit(person), guard(), ...endSessionsOf(memberId)] : [insertRow('members', person)]),
      ...session.statements,
      auditStatement(door.newId(), door.now, `member:${memberId}`, 'member.join', memberId),
    ],
    input.email,
  )
  return { shopId, memberId, token: session.token, browser: session.browser }
}
