import * as v from 'valibot'
import { id } from '../fields.ts'
import { type Change, defineMutation } from '../mutation.ts'

const MOST = 100

/** Marks notifications as read; ones already read or no longer kept are passed over. */
const read = defineMutation({
  version: 1,
  by: { role: 'viewer' },
  args: v.object({ ids: v.pipe(v.array(id), v.minLength(1), v.maxLength(MOST)) }),
  touches: ({ ids }) => [...new Set(ids)].map((each) => ({ table: 'notifications', id: each })),
  apply: (rows, { ids }, { at }) =>
    [...new Set(ids)].flatMap((each): Change[] => {
      const row = rows.get('notifications', each)
      return row && row.readAt === null ? [{ op: 'update', table: 'notifications', id: each, set: { readAt: at } }] : []
    }),
})

export const notificationMutations = { 'notification.read': read }
