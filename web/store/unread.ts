/** Notices this person has not read yet; the others of the shop read for themselves. */
import { isRead } from '../../worker/domain/notices.ts'
import type { NotificationRow } from '../../worker/domain/rows.ts'
import { currentStore } from './current.ts'
import { useDerived } from './hooks.ts'

export const isUnread = (row: NotificationRow): boolean => !isRead(row, currentStore().view.state.value.userId ?? '')

/** How many. */
export const useUnread = (): number =>
  useDerived(() => currentStore().view.list('notifications').value.filter(isUnread).length, [])
