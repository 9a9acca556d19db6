/** What people are told of before it breaks or when it falls due (N1): which, when, and under which once-key. */
import { businessMsBetween } from './clock.ts'
import { endOfDay } from './local-day.ts'
import { type Clocked, type Due, duesOf, fractionOf, isClock } from './queue.ts'
import type { NotificationRow, ShopRow, TaskRow, Tier } from './rows.ts'
import { DAY_MS } from './time.ts'

/** Share of a promise used up from which its end is near. */
const NEAR_SHARE = 0.8
/** Business time left from which the end of a promise is near, however short the promise was. */
const NEAR_MS = 30 * 60_000
/** What fell due longer ago is on screen anyway; nobody is disturbed for it any more. */
export const STALE_MS = 3 * DAY_MS

export interface Notice extends Pick<NotificationRow, 'category' | 'params' | 'url'> {
  /** The same line crossed twice notifies once; another due time is another line. */
  onceKey: string
}

type Hours = Pick<ShopRow, 'settings' | 'timezone'>

/** Each member reads for themselves. */
export const isRead = ({ readBy }: Pick<NotificationRow, 'readBy'>, memberId: string): boolean => memberId in readBy

/** Whether the shop is open: the only time in which anybody is reminded of anything. */
export const isOpen = ({ settings, timezone }: Hours, now: number): boolean =>
  businessMsBetween(now, now + 1, settings.businessHours, timezone) > 0

/**
 * The replies, the resolution and the platform's deadlines of a case whose time is nearly used up (80 %, or half an hour
 * of business time left) or over, the earliest first; not those over for days. A case that is put aside is not let off.
 */
export const nearDeadlines = (dispute: Clocked, tier: Tier | null, shop: ShopRow, now: number): Due[] =>
  duesOf(dispute).filter((due) => {
    if (!isClock(due.kind) || due.at <= now - STALE_MS) return false
    const left = businessMsBetween(now, due.at, shop.settings.businessHours, shop.timezone)
    return left <= NEAR_MS || fractionOf(due, dispute, tier, shop, now) >= NEAR_SHARE
  })

export const deadlineKey = (disputeId: string, due: Due): string => `deadline:${disputeId}:${due.kind}:${due.at}`

export const deadlineNotice = (
  dispute: { id: string; product: string | null },
  due: Due,
  name: string | null,
): Notice => ({
  category: 'deadline',
  params: { name, product: dispute.product, kind: due.kind, dueAt: due.at },
  url: `/disputes/${dispute.id}`,
  onceKey: deadlineKey(dispute.id, due),
})

type Dated = Pick<TaskRow, 'kind' | 'status' | 'dueAt' | 'snoozedUntil'>

/** When a task is (again) to be seen to: its date, or the end of its snooze where that is later. */
export const taskMoment = (task: Pick<TaskRow, 'dueAt' | 'snoozedUntil'>): number =>
  Math.max(task.dueAt, task.snoozedUntil ?? 0)

/**
 * Whether an open task is due. A day promised to a buyer, and the day of a follow-up, count from its morning: at the
 * end of the day it would be too late. What has been due for days is not.
 */
export function isTaskDue(task: Dated, { timezone }: Pick<ShopRow, 'timezone'>, now: number): boolean {
  if (task.status !== 'open' || (task.snoozedUntil ?? 0) > now || taskMoment(task) <= now - STALE_MS) return false
  const allDay = task.kind === 'promise' || task.kind === 'follow-up'
  return task.dueAt <= (allDay ? endOfDay(now, timezone) : now)
}

export const taskNotice = (
  task: Pick<TaskRow, 'id' | 'kind' | 'customerId' | 'disputeId' | 'dueAt' | 'snoozedUntil'>,
  name: string | null,
  product: string | null,
): Notice => ({
  category: task.kind === 'win-back-check' ? 'win-back' : task.kind,
  params: { name, product, kind: task.kind, dueAt: task.dueAt },
  url: task.disputeId === null ? `/win-back/${task.customerId}` : `/disputes/${task.disputeId}`,
  onceKey: `task:${task.id}:${taskMoment(task)}`,
})
