import { Hono } from 'hono'
import * as v from 'valibot'
import { ApiError } from '../errors.ts'
import { body, type Env, sameOrigin, sessionCtx } from '../http.ts'
import {
  closeImport,
  ImportStart,
  listImports,
  previewImport,
  startImport,
  takeBackImport,
  takeChunk,
} from '../verbs/import.ts'
import { recompute } from '../verbs/recompute.ts'
import { ORDERS_LIMIT } from '../verbs/take-orders.ts'

const PREVIEW_LIMIT = 5000
const Identity = v.tuple([
  v.pipe(v.string(), v.maxLength(64)),
  v.pipe(v.string(), v.maxLength(128)),
  v.pipe(v.string(), v.maxLength(64)),
])
const Preview = v.object({ orders: v.pipe(v.array(Identity), v.maxLength(PREVIEW_LIMIT)) })
const Chunk = v.object({ orders: v.pipe(v.array(v.unknown()), v.maxLength(ORDERS_LIMIT)) })

function chunkNumber(text: string): number {
  const n = Number(text)
  if (!Number.isInteger(n) || n < 0) throw new ApiError(400, 'bad_request', { field: 'n' })
  return n
}

export const imports = new Hono<Env>()
  .use(sameOrigin)
  .get('/', async (c) => c.json({ imports: await listImports(sessionCtx(c)) }, 200))
  .post('/preview', async (c) => c.json(await previewImport(sessionCtx(c), (await body(c, Preview)).orders), 200))
  .post('/', async (c) => c.json(await startImport(sessionCtx(c), await body(c, ImportStart)), 200))
  .post('/:id/chunks/:n', async (c) => {
    const { orders } = await body(c, Chunk)
    return c.json(await takeChunk(sessionCtx(c), c.req.param('id'), chunkNumber(c.req.param('n')), orders), 200)
  })
  .post('/:id/finish', async (c) => c.json(await closeImport(sessionCtx(c), c.req.param('id')), 200))
  .post('/:id/undo', async (c) => c.json(await takeBackImport(sessionCtx(c), c.req.param('id')), 200))
  .post('/recompute', async (c) =>
    c.json(await recompute(sessionCtx(c), { role: 'agent' }, () => null, c.var.deps.now), 200),
  )
