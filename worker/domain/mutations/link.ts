import * as v from 'valibot'
import { disputeEvent } from '../dispute.ts'
import { id, newId, time } from '../fields.ts'
import { LINK_TOKEN, linkExpiry } from '../links.ts'
import { type Change, defineMutation, mustGet, type Ref } from '../mutation.ts'
import { Refusal } from '../refusal.ts'
import type { LinkRow } from '../rows.ts'

const CreateArgs = v.object({
  id: newId,
  kind: v.picklist(['complain', 'case']),
  /** The case it shows; null for a link to complain with. */
  disputeId: v.nullable(id),
  /** Who complains with it, where that is known; that of a case is its customer. */
  customerId: v.nullable(id),
  /** Made where the link is handed out, so that it can be handed out with no signal. */
  token: v.pipe(v.string(), v.regex(LINK_TOKEN, '128 bits, base64url')),
  /** Later than the shop lets links live is taken as the latest it does. */
  expiresAt: time,
})

const refTo = (table: 'customers' | 'disputes', id: string | null): Ref[] => (id === null ? [] : [{ table, id }])

/** A link a buyer opens without signing in. Refused `already_exists`, `not_found`, `bad_args`, `bad_date`. */
const create = defineMutation({
  version: 1,
  by: { role: 'agent', links: ['complain'] },
  args: CreateArgs,
  touches: (args) => [
    { table: 'links', id: args.id },
    ...refTo('disputes', args.disputeId),
    ...refTo('customers', args.customerId),
  ],
  apply(rows, { id, kind, disputeId, customerId, token, expiresAt }, meta) {
    if (rows.get('links', id)) throw new Refusal('already_exists', { table: 'links' })
    if ((kind === 'case') !== (disputeId !== null)) throw new Refusal('bad_args', { field: 'disputeId' })
    const dispute = disputeId === null ? null : mustGet(rows, 'disputes', disputeId)
    if (dispute && customerId !== null && customerId !== dispute.customerId) {
      throw new Refusal('bad_args', { field: 'customerId' })
    }
    if (!dispute && customerId !== null) mustGet(rows, 'customers', customerId)
    if (expiresAt <= meta.at) throw new Refusal('bad_date', { field: 'expiresAt' })
    const row: LinkRow = {
      id,
      kind,
      disputeId,
      customerId: dispute?.customerId ?? customerId,
      token,
      createdAt: meta.at,
      createdBy: meta.actor.memberId,
      expiresAt: Math.min(expiresAt, linkExpiry(meta.at, meta.shop)),
      revokedAt: null,
    }
    const changes: Change[] = [{ op: 'insert', table: 'links', row }]
    if (dispute) {
      const data = { link: id, expiresAt: row.expiresAt }
      changes.push({ op: 'insert', table: 'disputeEvents', row: disputeEvent(dispute.id, 'linked', data, meta) })
    }
    return changes
  },
})

/** The link opens nothing from now on. Taken back twice is taken back. */
const revoke = defineMutation({
  version: 1,
  by: { role: 'agent' },
  args: v.object({ id }),
  touches: (args) => [{ table: 'links', id: args.id }],
  apply(rows, args, meta) {
    const link = mustGet(rows, 'links', args.id)
    if (link.revokedAt !== null) return []
    const changes: Change[] = [
      { op: 'update', table: 'links', id: link.id, set: { revokedAt: meta.at }, expect: { revokedAt: null } },
    ]
    if (link.disputeId !== null) {
      const data = { link: link.id, revoked: true }
      changes.push({ op: 'insert', table: 'disputeEvents', row: disputeEvent(link.disputeId, 'linked', data, meta) })
    }
    return changes
  },
})

export const linkMutations = { 'link.create': create, 'link.revoke': revoke }
