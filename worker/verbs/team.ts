/** The people of a shop. */

import * as v from 'valibot'
import { insertRow } from '../../db/changes.ts'
import { LostRace } from '../../db/client.ts'
import { insertLogin } from '../../db/queries/accounts.ts'
import { auditStatement } from '../../db/queries/audit.ts'
import * as q from '../../db/queries/team.ts'
import { bumpRev } from '../../db/statement.ts'
import { type Ctx, load } from '../context.ts'
import { actorLabel } from '../domain/actor.ts'
import { ApiError, notFound } from '../errors.ts'
import { hashPassword } from '../secrets.ts'
import { email, newPassword, personName } from './fields.ts'

export const NewMember = v.object({
  name: personName,
  email,
  password: newPassword,
  role: v.picklist(['owner', 'agent', 'viewer']),
})
export type NewMember = v.InferOutput<typeof NewMember>

/** A colleague with their own sign-in. Owners only. */
export async function addMember(ctx: Ctx, input: NewMember): Promise<{ id: string }> {
  const { actor } = await load(ctx, { role: 'owner' }, [])
  const id = ctx.newId()
  try {
    await ctx.db.write([
      bumpRev(),
      insertLogin({ email: input.email, memberId: id, password: await hashPassword(input.password) }),
      insertRow('members', { id, name: input.name, role: input.role }),
      auditStatement(id, ctx.now, actorLabel(actor), 'member.add', id),
    ])
  } catch (error) {
    if (error instanceof LostRace) throw new ApiError(409, 'email_taken')
    throw error
  }
  return { id }
}

/** Takes a colleague's access away at once, on every device. The last owner stays. */
export async function removeMember(ctx: Ctx, memberId: string): Promise<void> {
  const { actor, rows } = await load(ctx, { role: 'owner' }, [q.member(memberId), q.ownerCount()])
  const member = rows[0]?.[0]
  if (!member) throw notFound()
  if (member.role === 'owner' && Number(rows[1]?.[0]?.count) < 2) throw new ApiError(409, 'last_owner')
  try {
    await ctx.db.write([
      bumpRev(),
      ...q.removeMember(memberId),
      auditStatement(ctx.newId(), ctx.now, actorLabel(actor), 'member.remove', memberId),
    ])
  } catch (error) {
    if (error instanceof LostRace) throw new ApiError(409, 'last_owner')
    throw error
  }
}
