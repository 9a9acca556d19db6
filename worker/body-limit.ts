/** How much a request may bring along, the same on every host. */
import type { MiddlewareHandler } from 'hono'
import { ApiError } from './errors.ts'
import type { Env } from './http.ts'

/** Of what is too large so much is read and dropped: who still sends does not listen, and would hear of a broken connection only. */
const DROPPED = 16 * 1024 * 1024

/** @throws ApiError 413 `body_too_large` above `maxSize` bytes, 400 `bad_request` for a GET with a body and one that breaks off */
export const atMost =
  (maxSize: number): MiddlewareHandler<Env> =>
  async (c, next) => {
    const { raw } = c.req
    if (!raw.body) return next()
    if (raw.method === 'GET' || raw.method === 'HEAD') throw new ApiError(400, 'bad_request')
    const told = raw.headers.has('transfer-encoding') ? null : raw.headers.get('content-length')
    if (told !== null && Number(told) <= maxSize) return next()
    const bytes = await readWhole(raw.body, told === null ? maxSize : 0)
    if (!bytes) throw new ApiError(413, 'body_too_large')
    c.req.raw = new Request(raw, { body: bytes })
    await next()
  }

/** Null when there is more than `maxSize`. */
async function readWhole(body: ReadableStream<Uint8Array>, maxSize: number): Promise<Uint8Array<ArrayBuffer> | null> {
  const parts: Uint8Array[] = []
  const reader = body.getReader()
  let size = 0
  try {
    for (let read = await reader.read(); !read.done; read = await reader.read()) {
      size += read.value.length
      if (size <= maxSize) parts.push(read.value)
      else if (size > maxSize + DROPPED) break
    }
  } catch {
    throw new ApiError(400, 'bad_request')
  }
  if (size > maxSize) {
    reader.cancel().catch(() => {})
    return null
  }
  const whole = new Uint8Array(size)
  let at = 0
  for (const part of parts) {
    whole.set(part, at)
    at += part.length
  }
  return whole
}
