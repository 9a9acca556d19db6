/** What anybody may ask who holds a private link. No cookie is looked at: the link alone lets in, and tells what to. */
import { type Context, Hono, type MiddlewareHandler } from 'hono'
import { atMost } from '../body-limit.ts'
import { ApiError, tooOften } from '../errors.ts'
import { body, type Env, jsonOnly, linkCtx, nudge, placeOf } from '../http.ts'
import { Throttle } from '../throttle.ts'
import {
  addPhoto,
  addWords,
  BuyerComplaint,
  BuyerRating,
  BuyerWords,
  complain,
  openPhoto,
  rate,
  seeAsBuyer,
} from '../verbs/buyer.ts'
import { needFiles } from '../verbs/evidence.ts'

const MAX_WORDS = 32 * 1024
/** The page makes photos smaller than this before it sends them. */
const MAX_PHOTO = 4 * 1024 * 1024
const PHOTO = /^image\/(jpeg|png|webp)$/i

const asked = new Throttle()
/** In a minute of one link from one place; and of one place, where a whole carrier's buyers may sit, or one link in all. */
const MOST = 120
const MOST_IN_ALL = 6000

/**
 * Counted before anything is looked up. Both together come first: who overdoes it with a link is no trouble to those who
 * have another, nor to those who have it elsewhere.
 */
const slowDown: MiddlewareHandler<Env> = async (c, next) => {
  const now = c.var.deps.now()
  const link = (c.req.header('authorization') ?? '').slice(0, 100)
  const place = placeOf(c)
  const wait =
    asked.wait(`both:${link} ${place}`, MOST, now) ||
    asked.wait(`link:${link}`, MOST_IN_ALL, now) ||
    asked.wait(`place:${place}`, MOST_IN_ALL, now)
  if (wait > 0) throw tooOften(wait)
  await next()
}

const small = atMost(MAX_WORDS)

const see = async (c: Context<Env>) => c.json(await seeAsBuyer(linkCtx(c), c.var.deps.files !== null), 200)

export const buyers = new Hono<Env>()
  .use(slowDown)
  .get('/', see)
  .post('/complain', jsonOnly, small, async (c) => {
    const ctx = linkCtx(c)
    const answer = await complain(ctx, await body(c, BuyerComplaint))
    await nudge(c, { kind: 'deliver', shopId: ctx.db.shopId })
    return c.json(answer, 201)
  })
  .post('/more', jsonOnly, small, async (c) => {
    const ctx = linkCtx(c)
    await addWords(ctx, await body(c, BuyerWords))
    await nudge(c, { kind: 'deliver', shopId: ctx.db.shopId })
    return see(c)
  })
  .post('/rate', jsonOnly, small, async (c) => {
    const ctx = linkCtx(c)
    await rate(ctx, await body(c, BuyerRating))
    await nudge(c, { kind: 'deliver', shopId: ctx.db.shopId })
    return see(c)
  })
  .post('/photos', atMost(MAX_PHOTO), async (c) => {
    const ctx = linkCtx(c)
    if (!PHOTO.test(c.req.header('content-type') ?? '')) throw new ApiError(415, 'wrong_type')
    await addPhoto(ctx, needFiles(c.var.deps.files), async () => new Uint8Array(await c.req.arrayBuffer()))
    return see(c)
  })
  .get('/photos/:id', async (c) => {
    const { body, row } = await openPhoto(linkCtx(c), needFiles(c.var.deps.files), c.req.param('id'))
    return c.body(body, 200, { 'content-type': row.type, 'content-security-policy': "default-src 'none'; sandbox" })
  })
