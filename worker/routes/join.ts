/** Coming in by a link that opens once. The token travels in the body: no log of addresses holds it. */
import { type Context, Hono } from 'hono'
import * as v from 'valibot'
import { linkGone } from '../errors.ts'
import { body, doorOf, type Env, enter, sameOrigin } from '../http.ts'
import { SignUp, signUp } from '../verbs/access.ts'
import { Join, join as joinTeam } from '../verbs/invitations.ts'
import { tryLink } from '../verbs/limits.ts'
import { lookAt, OneTimeToken } from '../verbs/one-time-links.ts'
import { SetPassword, setPassword } from '../verbs/passwords.ts'
import type { Entered } from '../verbs/sessions.ts'

const FirstShop = v.object({ ...OneTimeToken.entries, ...SignUp.entries })

const comeIn = (c: Context<Env>, entered: Entered) => {
  enter(c, entered)
  return c.json({ shopId: entered.shopId, userId: entered.memberId }, 201)
}

export const join = new Hono<Env>()
  .use(sameOrigin)
  /** What the link opens; looking does not use it. */
  .post('/look', async (c) => {
    const seen = await lookAt(doorOf(c), (await body(c, OneTimeToken)).token)
    if (seen.shop === null && c.var.deps.signUp === 'closed') throw linkGone()
    return c.json(seen, 200)
  })
  /** The first owner opens their shop. */
  .post('/shop', async (c) => {
    const { token, ...input } = await body(c, FirstShop)
    const door = doorOf(c)
    await tryLink(door)
    if (c.var.deps.signUp === 'closed') throw linkGone()
    return comeIn(c, await signUp(door, input, { link: token }))
  })
  /** A colleague takes up an invitation. */
  .post('/team', async (c) => {
    const input = await body(c, Join)
    const door = doorOf(c)
    await tryLink(door)
    return comeIn(c, await joinTeam(door, input))
  })
  /** Somebody sets a new password. */
  .post('/password', async (c) => {
    const input = await body(c, SetPassword)
    const door = doorOf(c)
    await tryLink(door)
    return comeIn(c, await setPassword(door, input))
  })
