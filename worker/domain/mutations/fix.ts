/** What the seller says was put right, so that before and after can be compared. */
import * as v from 'valibot'
import { ALL_CAUSES } from '../causes.ts'
import { id, newId, text, time } from '../fields.ts'
import { defineMutation, mustGet } from '../mutation.ts'
import { Refusal } from '../refusal.ts'
import type { FixRow } from '../rows.ts'
import { DAY_MS } from '../time.ts'

/** A fix of longer ago has nothing left to be compared with. */
const LONGEST_AGO = 366 * DAY_MS

/**
 * Something was changed at `at`: nothing that lies ahead. The value is a cause, a product's name, a carrier's, or a
 * member's id. Refused `bad_date`, `bad_args` for an unknown cause, `not_found` for an unknown member, `already_exists`.
 */
const mark = defineMutation({
  version: 1,
  by: { role: 'agent' },
  args: v.object({
    id: newId,
    dimension: v.picklist(['cause', 'product', 'carrier', 'agent']),
    value: text(200),
    note: text(500),
    at: time,
  }),
  touches: (args) => [
    { table: 'fixes', id: args.id },
    ...(args.dimension === 'agent' ? ([{ table: 'members', id: args.value }] as const) : []),
  ],
  apply(rows, args, { at, actor }) {
    if (rows.get('fixes', args.id)) throw new Refusal('already_exists', { table: 'fixes' })
    if (args.at > at || args.at < at - LONGEST_AGO) throw new Refusal('bad_date', { field: 'at' })
    if (args.dimension === 'cause' && !(ALL_CAUSES as readonly string[]).includes(args.value)) {
      throw new Refusal('bad_args', { field: 'value' })
    }
    if (args.dimension === 'agent') mustGet(rows, 'members', args.value)
    const row: FixRow = { ...args, by: actor.memberId, endedAt: null }
    return [{ op: 'insert', table: 'fixes', row }]
  },
})

/** Takes a fix back, or puts it back in; nothing to do where somebody else already has. */
const ending = (endedAt: (at: number) => number | null) =>
  defineMutation({
    version: 1,
    by: { role: 'agent' },
    args: v.object({ id }),
    touches: (args) => [{ table: 'fixes', id: args.id }],
    apply(rows, { id: fixId }, { at }) {
      const held = mustGet(rows, 'fixes', fixId).endedAt
      const wanted = endedAt(at)
      if ((held === null) === (wanted === null)) return []
      return [{ op: 'update', table: 'fixes', id: fixId, set: { endedAt: wanted } }]
    },
  })

export const fixMutations = {
  'fix.mark': mark,
  'fix.end': ending((at) => at),
  'fix.restore': ending(() => null),
}
