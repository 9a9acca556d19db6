/** Devices that want to be told: put on the list, taken off, tried out. */
import * as v from 'valibot'
import * as q from '../../db/queries/notifications.ts'
import { bumpRev } from '../../db/statement.ts'
import { type Ctx, loadMember } from '../context.ts'
import { ApiError } from '../errors.ts'
import { isPushEndpoint } from '../notify/endpoint.ts'

/** Devices of one member; the ones not heard of for longest make room. */
const MOST = 20
/** One test per member in so many milliseconds. */
const TEST_EVERY = 5_000

/** Base64url of a fixed length, as browsers give it; padding is dropped. */
const key = (pattern: RegExp) =>
  v.pipe(
    v.string(),
    v.transform((given) => given.replace(/=+$/, '')),
    v.regex(pattern),
  )
const endpoint = v.pipe(v.string(), v.maxLength(2048), v.check(isPushEndpoint))

export const Subscription = v.object({
  endpoint,
  keys: v.object({
    /** An uncompressed P-256 point, 65 bytes. */
    p256dh: key(/^B[A-P][A-Za-z0-9_-]{85}$/),
    /** 16 bytes. */
    auth: key(/^[A-Za-z0-9_-]{22}$/),
  }),
  /** The language this device is spoken to in. */
  locale: v.picklist(['zh-CN', 'en']),
  /** The address this one takes the place of, when the browser renewed it by itself. */
  replaces: v.optional(v.pipe(v.string(), v.maxLength(2048))),
})
export type Subscription = v.InferOutput<typeof Subscription>

async function isPoint(p256dh: string): Promise<boolean> {
  try {
    await crypto.subtle.importKey(
      'raw',
      Buffer.from(p256dh, 'base64url'),
      { name: 'ECDH', namedCurve: 'P-256' },
      false,
      [],
    )
    return true
  } catch {
    return false
  }
}

/**
 * Tells this device from now on. The same endpoint again renews its row, and costs no write when nothing changed.
 * @throws ApiError 400 when the key is no point on the curve
 */
export async function subscribe(ctx: Ctx, input: Subscription): Promise<{ id: string }> {
  const { endpoint, keys, locale, replaces } = input
  if (!(await isPoint(keys.p256dh))) throw new ApiError(400, 'bad_request', { fields: ['keys.p256dh'] })
  const { memberId, sessionId, rows } = await loadMember(ctx, [q.subscriptionAt(endpoint)])
  const known = rows[0]?.[0]
  const device = { memberId, p256dh: keys.p256dh, auth: keys.auth, locale, sessionId }
  const same = known && Object.entries(device).every(([column, value]) => known[column] === value)
  if (same && !replaces) return { id: String(known.id) }
  const [kept] = await ctx.db.write([
    q.putSubscription({ id: ctx.newId(), endpoint, ...device, now: ctx.now }),
    q.trimSubscriptions(memberId, endpoint, MOST),
    ...(replaces && replaces !== endpoint ? [q.dropSubscription(memberId, replaces)] : []),
  ])
  return { id: String(kept?.[0]?.id) }
}

/** Tells this device no more. An endpoint that is not on the member's list is no error. */
export async function unsubscribe(ctx: Ctx, endpoint: string): Promise<void> {
  const { memberId } = await loadMember(ctx)
  await ctx.db.write([q.dropSubscription(memberId, endpoint)])
}

/** A message to the member's own devices, to see that it arrives. */
export async function testNotification(ctx: Ctx): Promise<void> {
  const { memberId } = await loadMember(ctx)
  const row = { id: ctx.newId(), category: 'test', params: {}, url: '/more', at: ctx.now, readBy: {} }
  const onceKey = `test:${memberId}:${Math.floor(ctx.now / TEST_EVERY)}`
  await ctx.db.write([bumpRev(), q.insertOnce(row, onceKey, memberId)])
}
