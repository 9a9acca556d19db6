/** Photos and files of a case. Only the row travels here; the bytes go their own way and `storedAt` says when they are in. */
import * as v from 'valibot'
import { disputeEvent } from '../dispute.ts'
import { EVIDENCE_TYPES, KEPT_MS, MOST_BYTES } from '../evidence/limits.ts'
import { id, newId, text } from '../fields.ts'
import { type Change, defineMutation, type Meta, mustGet, type Rows } from '../mutation.ts'
import { Refusal } from '../refusal.ts'
import type { EvidenceRow } from '../rows.ts'

const AddArgs = v.object({
  id: newId,
  disputeId: id,
  name: text(200),
  type: v.picklist(EVIDENCE_TYPES),
  size: v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(MOST_BYTES)),
  hash: v.pipe(v.string(), v.regex(/^[0-9a-f]{64}$/, 'SHA-256, lower-case hex')),
  source: v.optional(v.picklist(['hand', 'share']), 'hand'),
})

/** What a case remembers of one of its files. */
export const evidenceEvent = (
  { id, disputeId, name, hash }: Pick<EvidenceRow, 'id' | 'disputeId' | 'name' | 'hash'>,
  what: 'added' | 'removed' | 'restored' | 'stripped',
  meta: Meta,
): Change => ({
  op: 'insert',
  table: 'disputeEvents',
  row: disputeEvent(disputeId, 'evidence', { evidenceId: id, name, hash, what }, meta),
})

/** A new file of a case and the event that remembers it. */
export const addedEvidence = (row: EvidenceRow, meta: Meta): Change[] => [
  { op: 'insert', table: 'evidence', row },
  evidenceEvent(row, 'added', meta),
]

/** Takes a file away or brings it back; nothing to do where somebody else already has. */
function removal(rows: Rows, evidenceId: string, removed: boolean, meta: Meta): Change[] {
  const row = mustGet(rows, 'evidence', evidenceId)
  if ((row.removedAt !== null) === removed) return []
  // By then its bytes may be gone.
  if (row.removedAt !== null && meta.at - row.removedAt > KEPT_MS) throw new Refusal('not_found', { table: 'evidence' })
  const removedAt = removed ? meta.at : null
  return [
    { op: 'update', table: 'evidence', id: row.id, set: { removedAt } },
    evidenceEvent(row, removed ? 'removed' : 'restored', meta),
  ]
}

export const evidenceMutations = {
  'evidence.add': defineMutation({
    version: 1,
    by: { role: 'agent' },
    args: AddArgs,
    touches: (args) => [
      { table: 'disputes', id: args.disputeId },
      { table: 'evidence', id: args.id },
    ],
    apply(rows, args, meta) {
      mustGet(rows, 'disputes', args.disputeId)
      if (rows.get('evidence', args.id)) throw new Refusal('already_exists', { table: 'evidence' })
      return addedEvidence({ ...args, at: meta.at, by: meta.actor.memberId, storedAt: null, removedAt: null }, meta)
    },
  }),

  'evidence.remove': defineMutation({
    version: 1,
    by: { role: 'agent' },
    args: v.object({ id }),
    touches: (args) => [{ table: 'evidence', id: args.id }],
    apply: (rows, args, meta) => removal(rows, args.id, true, meta),
  }),

  'evidence.restore': defineMutation({
    version: 1,
    by: { role: 'agent' },
    args: v.object({ id }),
    touches: (args) => [{ table: 'evidence', id: args.id }],
    apply: (rows, args, meta) => removal(rows, args.id, false, meta),
  }),
}
