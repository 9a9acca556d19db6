import * as v from 'valibot'
import { id } from '../fields.ts'
import { type Change, defineMutation } from '../mutation.ts'
import { isRead } from '../notices.ts'

const MOST = 100

/** Marks notifications as read by whoever does it; ones they have read or that are no longer kept are passed over. */
const read = defineMutation({
  version: 1,
  by: { role: 'viewer' },
  args: v.object({ ids: v.pipe(v.array(id), v.minLength(1), v.maxLength(MOST)) }),
  touches: ({ ids }) => [...new Set(ids)].map((each) => ({ table: 'notifications', id: each })),
  apply: (rows, { ids }, { at, actor: { memberId } }) =>
    [...new Set(ids)].flatMap((each): Change[] => {
      const row = rows.get('notifications', each)
      if (!row || memberId === null || isRead(row, memberId)) return []
      return [{ op: 'update', table: 'notifications', id: each, set: { readBy: { ...row.readBy, [memberId]: at } } }]
    }),
})

export const notificationMutations = { 'notification.read': read }
