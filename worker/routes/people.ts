/** What a person may ask of a shop: a copy of what it holds of them, and to be forgotten. */
import { Hono } from 'hono'
import { ApiError } from '../errors.ts'
import { type Env, sameOrigin, sessionCtx } from '../http.ts'
import { erasePerson } from '../verbs/erase-person.ts'
import { exportPerson } from '../verbs/export-person.ts'

const TYPES = { json: 'application/json', csv: 'text/csv; charset=utf-8' } as const
const isFormat = (text: string): text is keyof typeof TYPES => Object.hasOwn(TYPES, text)

export const people = new Hono<Env>()
  .use(sameOrigin)
  .get('/:id/export', async (c) => {
    const format = c.req.query('format') ?? 'json'
    if (!isFormat(format)) throw new ApiError(400, 'bad_request', { field: 'format' })
    const texts = await exportPerson(sessionCtx(c), c.req.param('id'), format)
    return new Response(streamOf(texts), {
      headers: {
        'content-type': TYPES[format],
        'content-disposition': `attachment; filename="person.${format}"`,
        'cache-control': 'no-store',
      },
    })
  })
  .post('/:id/erase', async (c) => c.json(await erasePerson(sessionCtx(c), c.var.deps.files, c.req.param('id')), 200))

/** The next text is made when the reader asks for it. */
function streamOf(texts: AsyncGenerator<string>): ReadableStream<Uint8Array> {
  const encoder = new TextEncoder()
  return new ReadableStream({
    async pull(controller) {
      const { value, done } = await texts.next()
      if (done) controller.close()
      else controller.enqueue(encoder.encode(value))
    },
    async cancel() {
      await texts.return(undefined)
    },
  })
}
