/** The people of a shop. */

import * as v from 'valibot'
import type { Row } from '../../db/client.ts'
import { auditStatement } from '../../db/queries/audit.ts'
import { revokeKeysOf, takeKeysOver } from '../../db/queries/keys.ts'
import * as q from '../../db/queries/team.ts'
import { bumpRev } from '../../db/statement.ts'
import { type Ctx, load } from '../context.ts'
import { actorLabel, roleAllows } from '../domain/actor.ts'
import { ROLES, type Role } from '../domain/rows.ts'
import { ApiError, notFound } from '../errors.ts'
import { whileLost } from './guards.ts'
import { loadProvenOwner } from './own-login.ts'

const lastOwner = () => new ApiError(409, 'last_owner')

export const NewRole = v.object({ role: v.picklist(ROLES) })
export type NewRole = v.InferOutput<typeof NewRole>

/**
 * Lets a colleague, or oneself, do more or less from now on: their phone hears of it at its next pull. Owners only.
 * @throws ApiError 403 `proof_needed` where they may do more then; 404, 409 `last_owner`
 */
export async function setRole(ctx: Ctx, memberId: string, { role }: NewRole): Promise<void> {
  await whileLost(async () => {
    const { actor, rows } = await loadProvenOwner(ctx, [q.member(memberId), q.ownerCount()], ([found]) =>
      mayMore(found?.[0], role),
    )
    const member = rows[0]?.[0]
    if (!member) throw notFound()
    if (member.role === role) return
    if (member.role === 'owner' && Number(rows[1]?.[0]?.count) < 2) throw lastOwner()
    const audit = auditStatement(ctx.newId(), ctx.now, actorLabel(actor), `member.role.${role}`, memberId)
    await ctx.db.write([bumpRev(), ...q.setRole(memberId, member.role as Role, role), audit])
  })
}

/** Whether the role opens more of the shop to them than the one they have. @param member as {@link q.member} finds them */
const mayMore = (member: Row | undefined, role: Role): boolean =>
  member !== undefined && !roleAllows(member.role as Role, role)

/** What becomes of the keys that somebody who leaves has made. */
export const KeysOf = v.picklist(['end', 'take-over'])
export type KeysOf = v.InferOutput<typeof KeysOf>

/**
 * Takes a colleague's access away at once, on every device. Their keys end with them, unless the owner who asks answers
 * for them from now on. Owners only; the last owner stays.
 * @throws ApiError 403 `proof_needed` to answer for their keys; 404, 409 `last_owner`
 */
export async function removeMember(ctx: Ctx, memberId: string, keys: KeysOf): Promise<void> {
  await whileLost(async () => {
    const owners = [q.member(memberId), q.ownerCount()]
    const { actor, rows } = await loadProvenOwner(ctx, owners, () => keys === 'take-over')
    const member = rows[0]?.[0]
    if (!member) throw notFound()
    if (member.role === 'owner' && Number(rows[1]?.[0]?.count) < 2) throw lastOwner()
    const taker = actor.memberId
    await ctx.db.write([
      bumpRev(),
      ...q.removeMember(memberId, ctx.now),
      keys === 'take-over' && taker !== null && taker !== memberId
        ? takeKeysOver(memberId, taker)
        : revokeKeysOf(memberId, ctx.now),
      auditStatement(ctx.newId(), ctx.now, actorLabel(actor), 'member.remove', memberId),
    ])
  })
}

export interface FormerMember {
  id: string
  name: string
  role: Role
}

/** Who worked here once: an owner may ask them back. Owners only. */
export async function listFormer(ctx: Ctx): Promise<FormerMember[]> {
  const { rows } = await load(ctx, { role: 'owner' }, [q.formerMembers()])
  return (rows[0] ?? []).map(({ id, name, role }) => ({ id: String(id), name: String(name), role: role as Role }))
}
