/**
 * Brings notifications to the devices that want to hear of them. The inbox is the record; this is its echo. Each
 * delivery is claimed, sent, and its outcome kept before the next, so that a run can die anywhere: what was sent is not
 * sent again, except where the run died between sending and keeping that — then the phone shows the second, of the
 * same tag, in place of the first.
 */
import type { Row } from '../../db/client.ts'
import * as q from '../../db/queries/notifications.ts'
import { toRow } from '../../db/tables.ts'
import { type Ctx, load } from '../context.ts'
import type { Deps } from '../deps.ts'
import { isRead } from '../domain/notices.ts'
import type { NotificationRow, Role } from '../domain/rows.ts'
import { DAY_MS } from '../domain/time.ts'
import { messageFor } from '../notify/message.ts'
import { type Device, type PushOutcome, sendPush } from '../notify/web-push.ts'
import { inParallel } from './parallel.ts'

/** Older notifications are no longer pushed. */
export const DELIVER_WITHIN = DAY_MS
const NOTIFICATIONS = 100
/** Sends of one run; the rest is another run's. */
const SENDS = 200
const CONCURRENCY = 5
const MAX_ATTEMPTS = 6
/** Longer than a send can take. */
const LEASE = 60_000
const FIRST_RETRY = 30_000

/** A device and what its owner is here. */
interface Subscriber extends Device {
  role: Role
}

interface Pair {
  notification: NotificationRow
  device: Subscriber
}

interface Plan {
  /** What is to be sent now, oldest first. */
  todo: Pair[]
  /** By notification: devices it has neither reached nor been given up for. */
  left: Map<string, number>
}

/** Delivers what is unsettled of the last day, as far as it is due. One read when there is nothing. */
export async function deliver(deps: Deps, ctx: Ctx): Promise<void> {
  const since = ctx.now - DELIVER_WITHIN
  const { shop, rows } = await load(ctx, { role: 'owner' }, [
    q.unsettled(since, NOTIFICATIONS),
    q.deliveriesOfUnsettled(since),
    q.subscriptions(),
    q.unreadCounts(),
  ])
  const [found = [], past = [], devices = [], counts = []] = rows
  if (found.length === 0) return
  const { vapid, publicUrl } = deps
  const { todo, left } = plan(found, past, vapid ? (devices as unknown as Subscriber[]) : [], ctx.now)
  const unreadOf = new Map(counts.map(({ memberId, unread }) => [String(memberId), Number(unread)]))
  /** Devices not to be tried again in this run: gone, or asking for a rest. */
  const skip = new Map<string, PushOutcome['kind']>()

  await inParallel(vapid ? todo.slice(0, SENDS) : [], CONCURRENCY, async ({ notification, device }) => {
    const done = () => left.set(notification.id, (left.get(notification.id) ?? 0) - 1)
    const skipped = skip.get(device.id)
    if (skipped === 'gone') done()
    if (skipped || !vapid) return
    const now = deps.now()
    const [claimed] = await ctx.db.write([q.claim(notification.id, device.id, now, now + LEASE)])
    const attempts = claimed?.[0]?.attempts
    if (attempts === undefined) return
    const unread = unreadOf.get(device.memberId) ?? 0
    const message = messageFor(notification, device.locale, { timezone: shop.timezone, unread, publicUrl })
    const outcome = await sendPush(deps.fetch, vapid, device, message)
    if (outcome.kind === 'gone' || outcome.kind === 'retry') skip.set(device.id, outcome.kind)
    if ((await keep(ctx, { notification, device }, outcome, Number(attempts), deps.now())) !== 'retry') done()
  })

  const settled = [...left].filter(([, devices]) => devices === 0).map(([id]) => id)
  if (settled.length > 0) await ctx.db.write([q.settle(settled, deps.now())])
  if (todo.length > SENDS) await deps.nudge([{ kind: 'deliver', shopId: shop.id }])
}

function plan(found: Row[], past: Row[], devices: Subscriber[], now: number): Plan {
  const deliveries = new Map(past.map((row) => [`${row.notificationId} ${row.subscriptionId}`, row]))
  // A service that asked for a rest means the device, not the one message; and another run may be at it.
  const resting = new Set(
    past.filter((row) => row.status === 'retry' && Number(row.nextAt) > now).map((row) => row.subscriptionId),
  )
  const todo: Pair[] = []
  const left = new Map<string, number>()
  for (const row of found.toReversed()) {
    const notification = toRow('notifications', row)
    let count = 0
    for (const device of devices) {
      if (isRead(notification, device.memberId) || !concerns(row, device)) continue
      const delivery = deliveries.get(`${notification.id} ${device.id}`)
      if (delivery && delivery.status !== 'retry') continue
      const waits = resting.has(device.id)
      if (!waits && Number(delivery?.attempts ?? 0) >= MAX_ATTEMPTS) continue
      count++
      if (!waits) todo.push({ notification, device })
    }
    left.set(notification.id, count)
  }
  return { todo, left }
}

/** A test is for one's own devices, everything else for those of the others; what the owner is asked, for owners'. */
const concerns = (row: Row, device: Subscriber): boolean =>
  (row.category === 'test') === (row.byMember === device.memberId) &&
  (row.category !== 'approval' || device.role === 'owner')

/** Writes down how a send ended. */
async function keep(
  ctx: Ctx,
  { notification, device }: Pair,
  outcome: PushOutcome,
  attempts: number,
  now: number,
): Promise<'sent' | 'retry' | 'gone' | 'failed'> {
  const delivery = { notificationId: notification.id, subscriptionId: device.id }
  let status: 'sent' | 'retry' | 'gone' | 'failed' = outcome.kind
  let nextAt: number | null = null
  if (outcome.kind === 'retry') {
    nextAt = now + Math.max(FIRST_RETRY * 2 ** (attempts - 1), outcome.afterMs)
    if (attempts >= MAX_ATTEMPTS || nextAt >= notification.at + DELIVER_WITHIN) {
      status = 'failed'
      nextAt = null
    }
  }
  await ctx.db.write([
    q.keepOutcome(delivery, status, nextAt, now),
    ...(status === 'sent' ? [q.reached(device.id, now)] : []),
    ...(status === 'gone' ? [q.removeSubscription(device.id, device.endpoint)] : []),
  ])
  return status
}
