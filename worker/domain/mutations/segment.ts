import * as v from 'valibot'
import { id, newId, text } from '../fields.ts'
import { defineMutation, mergeEdit, mustGet } from '../mutation.ts'
import { Refusal } from '../refusal.ts'
import type { SegmentRow } from '../rows.ts'
import { SegmentExpressionSchema } from '../segment.ts'

/** Two may bear the same name: a phone without a network cannot know. */
const name = text(40)

/** A new segment, for the whole team. Refused `already_exists`. */
const save = defineMutation({
  version: 1,
  by: { role: 'agent' },
  args: v.object({ id: newId, name, expression: SegmentExpressionSchema }),
  touches: (args) => [{ table: 'segments', id: args.id }],
  apply(rows, args, { at, actor }) {
    if (rows.get('segments', args.id)) throw new Refusal('already_exists', { table: 'segments' })
    const row = { ...args, createdAt: at, createdBy: actor.memberId, archivedAt: null }
    return [{ op: 'insert', table: 'segments', row }]
  },
})

const Editable = v.object({
  name: v.exactOptional(name),
  expression: v.exactOptional(SegmentExpressionSchema),
})

/** Another name, another filter; `was` holds what was seen before. Refused `conflict`. */
const edit = defineMutation({
  version: 1,
  by: { role: 'agent' },
  args: v.object({ id, set: Editable, was: Editable }),
  touches: (args) => [{ table: 'segments', id: args.id }],
  apply(rows, { id: segmentId, set, was }) {
    const changed = mergeEdit<SegmentRow>(mustGet(rows, 'segments', segmentId), set, was)
    return Object.keys(changed).length === 0 ? [] : [{ op: 'update', table: 'segments', id: segmentId, set: changed }]
  },
})

/** Puts a segment away or takes it back; nothing to do where somebody else already has. */
const archiving = (archivedAt: (at: number) => number | null) =>
  defineMutation({
    version: 1,
    by: { role: 'agent' },
    args: v.object({ id }),
    touches: (args) => [{ table: 'segments', id: args.id }],
    apply(rows, { id: segmentId }, { at }) {
      const held = mustGet(rows, 'segments', segmentId).archivedAt
      const wanted = archivedAt(at)
      if ((held === null) === (wanted === null)) return []
      return [{ op: 'update', table: 'segments', id: segmentId, set: { archivedAt: wanted } }]
    },
  })

export const segmentMutations = {
  'segment.save': save,
  'segment.edit': edit,
  'segment.archive': archiving((at) => at),
  'segment.restore': archiving(() => null),
}
