import { type Context, Hono } from 'hono'
import { loadMember } from '../context.ts'
import { ApiError } from '../errors.ts'
import {
  body,
  doorOf,
  type Env,
  enter,
  hasSession,
  leave,
  passkeySite,
  placeOf,
  sameOrigin,
  sessionCtx,
} from '../http.ts'
import { SignIn, SignUp, signIn, signOut, signUp } from '../verbs/access.ts'
import { PasskeySignIn, signInOptions, signInWithPasskey } from '../verbs/passkeys.ts'

async function slowDown(c: Context<Env>, address: string): Promise<void> {
  const from = placeOf(c)
  if (!(await c.var.deps.allow({ address, from }))) throw new ApiError(429, 'rate_limited')
}

export const session = new Hono<Env>()
  .use(sameOrigin)
  .post('/sign-up', async (c) => {
    const input = await body(c, SignUp)
    await slowDown(c, input.email)
    const { shopId, memberId, token } = await signUp(doorOf(c), input)
    enter(c, shopId, token)
    return c.json({ shopId, userId: memberId }, 201)
  })
  .post('/sign-in', async (c) => {
    const input = await body(c, SignIn)
    await slowDown(c, input.email)
    const { shopId, memberId, token } = await signIn(doorOf(c), input)
    enter(c, shopId, token)
    return c.json({ shopId, userId: memberId }, 200)
  })
  .post('/passkey/options', async (c) => {
    await slowDown(c, `passkey:${placeOf(c)}`)
    return c.json(await signInOptions(doorOf(c), passkeySite(c)), 200)
  })
  .post('/passkey', async (c) => {
    const input = await body(c, PasskeySignIn)
    await slowDown(c, `passkey:${input.id}`)
    const { shopId, memberId, token } = await signInWithPasskey(doorOf(c), passkeySite(c), input)
    enter(c, shopId, token)
    return c.json({ shopId, userId: memberId }, 200)
  })
  /** Null for a visitor without a session; 401 for one whose session is over. */
  .get('/', async (c) => {
    if (!hasSession(c)) return c.json(null, 200)
    const ctx = sessionCtx(c)
    const { memberId, role, name, shop } = await loadMember(ctx)
    const push = c.var.deps.vapid?.publicKey ?? null
    return c.json({ shopId: shop.id, shop: shop.name, userId: memberId, name, role, push }, 200)
  })
  .post('/sign-out', async (c) => {
    if (hasSession(c)) await signOut(sessionCtx(c), c.req.query('everywhere') === '1')
    leave(c)
    return c.json({ ok: true }, 200)
  })
