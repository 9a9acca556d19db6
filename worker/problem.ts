/** Problem documents (RFC 9457): what every refusal is told as, by the app and by what stands in front of it. */
import type { Problem } from './domain/wire.ts'
import { TITLES } from './errors.ts'

/** @param code one of our stable ones */
export const problem = (status: number, code: string, extra: Record<string, unknown> = {}): Problem => ({
  type: `urn:regulars:${code}`,
  title: TITLES[code] ?? code.replaceAll('_', ' '),
  status,
  code,
  ...extra,
})

/** Seconds after which asking again makes sense. */
const retryAfter = ({ status, retryAfter }: Problem): Record<string, string> => {
  const seconds = typeof retryAfter === 'number' ? retryAfter : status === 503 ? 2 : null
  return seconds === null ? {} : { 'retry-after': String(seconds) }
}

export const problemHeaders = (of: Problem): Record<string, string> => ({
  'content-type': 'application/problem+json',
  'cache-control': 'no-store',
  'x-content-type-options': 'nosniff',
  ...retryAfter(of),
})

export const problemResponse = (of: Problem): Response =>
  new Response(JSON.stringify(of), { status: of.status, headers: problemHeaders(of) })
