import { Hono } from 'hono'
import { loadMember } from '../context.ts'
import { ApiError } from '../errors.ts'
import { body, doorOf, type Env, enter, hasSession, leave, passkeySite, sameOrigin, sessionCtx } from '../http.ts'
import { SignIn, SignUp, signIn, signOut, signUp } from '../verbs/access.ts'
import { tryPasskey, trySignUp } from '../verbs/limits.ts'
import { PasskeySignIn } from '../verbs/passkey-signatures.ts'
import { signInOptions, signInWithPasskey } from '../verbs/passkeys.ts'

export const session = new Hono<Env>()
  .use(sameOrigin)
  /** How one may come in here, for somebody who is not in yet. */
  .get('/door', (c) => c.json({ signUp: c.var.deps.signUp }, 200))
  .post('/sign-up', async (c) => {
    if (c.var.deps.signUp !== 'open') throw new ApiError(403, 'sign_up_closed')
    const input = await body(c, SignUp)
    const door = doorOf(c)
    await trySignUp(door)
    const entered = await signUp(door, input)
    enter(c, entered)
    return c.json({ shopId: entered.shopId, userId: entered.memberId }, 201)
  })
  .post('/sign-in', async (c) => {
    const input = await body(c, SignIn)
    const entered = await signIn(doorOf(c), input)
    enter(c, entered)
    return c.json({ shopId: entered.shopId, userId: entered.memberId }, 200)
  })
  .post('/passkey/options', async (c) => {
    const door = doorOf(c)
    await tryPasskey(door)
    return c.json(await signInOptions(door, passkeySite(c)), 200)
  })
  .post('/passkey', async (c) => {
    const input = await body(c, PasskeySignIn)
    const entered = await signInWithPasskey(doorOf(c), passkeySite(c), input)
    enter(c, entered)
    return c.json({ shopId: entered.shopId, userId: entered.memberId }, 200)
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
