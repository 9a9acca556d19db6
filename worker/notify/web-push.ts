/** One message to one device: encrypted for it (RFC 8291), signed by us (RFC 8292), handed to its push service (RFC 8030). */
import { buildPushPayload } from '@block65/webcrypto-web-push'
import type { Vapid } from '../deps.ts'
import type { PushMessage } from './message.ts'

const TIMEOUT = 10_000

export interface Device {
  id: string
  memberId: string
  endpoint: string
  p256dh: string
  auth: string
  locale: 'zh-CN' | 'en'
}

/** `retry`: not now, but perhaps in `afterMs`, as far as the service says (0: it does not). `failed`: never. */
export type PushOutcome = { kind: 'sent' } | { kind: 'gone' } | { kind: 'failed' } | { kind: 'retry'; afterMs: number }

/** Sends `message`. Never throws: whatever goes wrong is an outcome. */
export async function sendPush(
  send: typeof fetch,
  vapid: Vapid,
  device: Device,
  message: PushMessage,
): Promise<PushOutcome> {
  const { endpoint, p256dh, auth } = device
  let request: Awaited<ReturnType<typeof buildPushPayload>>
  try {
    const { payload, ttl, urgency, topic } = message
    request = await buildPushPayload(
      { data: JSON.stringify(payload), options: { ttl, urgency, topic } },
      { endpoint, expirationTime: null, keys: { p256dh, auth } },
      vapid,
    )
  } catch {
    // A key that is no key, or an address that is none: no later try will find them better.
    return { kind: 'failed' }
  }
  try {
    const response = await send(endpoint, {
      method: 'POST',
      headers: request.headers,
      body: request.body,
      redirect: 'manual',
      signal: AbortSignal.timeout(TIMEOUT),
    })
    await response.body?.cancel()
    return outcomeOf(response)
  } catch {
    return { kind: 'retry', afterMs: 0 }
  }
}

function outcomeOf({ status, headers }: Response): PushOutcome {
  if (status >= 200 && status < 300) return { kind: 'sent' }
  if (status === 404 || status === 410) return { kind: 'gone' }
  if (status === 429 || status >= 500) return { kind: 'retry', afterMs: retryAfter(headers) }
  return { kind: 'failed' }
}

/** Milliseconds of a Retry-After header: seconds, or a date by the answer's own clock; 0 without one. */
function retryAfter(headers: Headers): number {
  const text = headers.get('retry-after')?.trim() ?? ''
  if (/^\d{1,9}$/.test(text)) return Number(text) * 1000
  const wait = Date.parse(text) - Date.parse(headers.get('date') ?? '')
  return Number.isNaN(wait) ? 0 : Math.max(0, wait)
}
