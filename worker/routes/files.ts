/** Files of evidence in and out. */
import { Hono } from 'hono'
import { atMost } from '../body-limit.ts'
import { PART_BYTES } from '../domain/evidence/limits.ts'
import { ApiError } from '../errors.ts'
import { type Env, sameOrigin, sessionCtx } from '../http.ts'
import { needFiles, openEvidence, type Served, takePart, uploadState } from '../verbs/evidence.ts'

export const files = new Hono<Env>()
  .use(sameOrigin)
  .get('/:id/status', async (c) =>
    c.json(await uploadState(sessionCtx(c), needFiles(c.var.deps.files), c.req.param('id')), 200),
  )
  .put('/:id', atMost(PART_BYTES), async (c) => {
    const offset = Number(c.req.query('offset') ?? 0)
    if (!Number.isSafeInteger(offset) || offset < 0) throw new ApiError(400, 'bad_request', { field: 'offset' })
    const bytes = new Uint8Array(await c.req.arrayBuffer())
    return c.json(await takePart(sessionCtx(c), needFiles(c.var.deps.files), c.req.param('id'), offset, bytes), 200)
  })
  .get('/:id', async (c) =>
    fileResponse(
      await openEvidence(sessionCtx(c), needFiles(c.var.deps.files), c.req.param('id')),
      c.req.header('if-none-match'),
    ),
  )

/**
 * A file as an answer: kept only by the browser that asked, asked for anew each time, and never run as a page.
 * @param known the `If-None-Match` of the request
 */
export function fileResponse({ row, size, body }: Served, known: string | undefined): Response {
  const etag = `"${row.hash}"`
  const headers = { etag, 'cache-control': 'private, no-cache' }
  if (known === etag) {
    void body.cancel()
    return new Response(null, { status: 304, headers })
  }
  return new Response(body, {
    headers: {
      ...headers,
      'content-type': row.type,
      'content-length': String(size),
      'content-disposition': `attachment; filename*=UTF-8''${encodeName(row.name)}`,
      'content-security-policy': "default-src 'none'; sandbox",
      'cross-origin-resource-policy': 'same-origin',
      'x-content-type-options': 'nosniff',
    },
  })
}

/** RFC 8187. */
const encodeName = (name: string): string =>
  encodeURIComponent(name.toWellFormed()).replace(/['()*]/g, (mark) => `%${mark.charCodeAt(0).toString(16)}`)
