/** Keys of the API. */

import * as v from 'valibot'
import type { Row } from '../../db/client.ts'
import { auditStatement } from '../../db/queries/audit.ts'
import * as q from '../../db/queries/keys.ts'
import { guard, type Statement } from '../../db/statement.ts'
import { type Ctx, load } from '../context.ts'
import { actorLabel, SCOPES } from '../domain/actor.ts'
import { notFound } from '../errors.ts'
import { hashToken, newToken } from '../secrets.ts'
import { personName } from './fields.ts'
import { unlessLost } from './guards.ts'
import { loadProvenOwner } from './own-login.ts'

export const NewKey = v.object({
  name: personName,
  scopes: v.pipe(v.array(v.picklist(SCOPES)), v.minLength(1)),
})
export type NewKey = v.InferOutput<typeof NewKey>

/**
 * The statement for a new API key and the key itself, which is never shown again.
 * @param by the member who answers for it; null when it is made on the machine
 */
export function makeKey(
  shopId: string,
  id: string,
  input: NewKey,
  now: number,
  by: string | null = null,
): { key: string; statement: Statement } {
  const token = newToken()
  return {
    key: `rk_${shopId}.${token}`,
    statement: q.insertKey({
      id,
      name: input.name,
      keyHash: hashToken(token),
      scopes: [...new Set(input.scopes)].join(' '),
      createdBy: by,
      now,
    }),
  }
}

/** Owners only. @throws ApiError 403 `proof_needed` */
export async function createKey(ctx: Ctx, input: NewKey): Promise<{ id: string; key: string }> {
  const { actor } = await loadProvenOwner(ctx, [])
  const id = ctx.newId()
  const { key, statement } = makeKey(ctx.db.shopId, id, input, ctx.now, actor.memberId)
  await ctx.db.write([statement, auditStatement(ctx.newId(), ctx.now, actorLabel(actor), 'key.create', id)])
  return { id, key }
}

export async function listKeys(ctx: Ctx): Promise<Row[]> {
  const { rows } = await load(ctx, { role: 'owner' }, [q.keys()])
  return rows[0] ?? []
}

/**
 * Lets a key go on that stopped with whoever made it: the owner who asks answers for it from now on. One's own already is
 * no error.
 * @throws ApiError 403 `proof_needed`; 404 for one that is revoked, unknown, or works by an owner who is still one
 */
export async function takeKeyOver(ctx: Ctx, id: string): Promise<void> {
  const { actor, rows } = await loadProvenOwner(ctx, [q.keyState(id)])
  const key = rows[0]?.[0]
  if (actor.memberId === null || !key) throw notFound()
  if (key.createdBy === actor.memberId && key.revokedAt === null) return
  if (!key.stopped) throw notFound()
  const audit = auditStatement(ctx.newId(), ctx.now, actorLabel(actor), 'key.take-over', id)
  await unlessLost(notFound(), ctx.db.write([q.takeKeyOver(id, actor.memberId), guard(), audit]))
}

export async function revokeKey(ctx: Ctx, id: string): Promise<void> {
  const { actor } = await load(ctx, { role: 'owner' }, [])
  await ctx.db.write([
    q.revokeKey(id, ctx.now),
    auditStatement(ctx.newId(), ctx.now, actorLabel(actor), 'key.revoke', id),
  ])
}
