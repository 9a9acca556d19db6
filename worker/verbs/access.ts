/** Coming in and going out: sign-up, sign-in, sign-out. */

import * as v from 'valibot'
import { insertRow } from '../../db/changes.ts'
import { forShop } from '../../db/client.ts'
import * as q from '../../db/queries/accounts.ts'
import { endSession, endSessionsOf, sessionAt } from '../../db/queries/sessions.ts'
import { bumpRev, type Statement } from '../../db/statement.ts'
import type { Ctx, Door } from '../context.ts'
import { isCurrencyCode } from '../domain/money.ts'
import { defaultSettings } from '../domain/settings.ts'
import { isTimeZone } from '../domain/time.ts'
import { ApiError, linkGone } from '../errors.ts'
import { hashPassword, verifyPassword } from '../secrets.ts'
import { email, password, personName } from './fields.ts'
import { unlessLost } from './guards.ts'
import { trySignIn } from './limits.ts'
import { goodLink, useLink } from './one-time-links.ts'
import { assertStrong } from './passwords.ts'
import { type Entered, newSession } from './sessions.ts'

export const SignUp = v.object({
  shop: personName,
  name: personName,
  email,
  password,
  currency: v.pipe(v.string(), v.check(isCurrencyCode)),
  timezone: v.pipe(v.string(), v.maxLength(64), v.check(isTimeZone)),
  locale: v.picklist(['zh-CN', 'en']),
})
export type SignUp = v.InferOutput<typeof SignUp>

export const SignIn = v.object({ email, password: v.pipe(v.string(), v.maxLength(200)) })
export type SignIn = v.InferOutput<typeof SignIn>

export interface NewShop {
  id: string
  name: string
  currency: string
  timezone: string
  locale: 'zh-CN' | 'en'
  /** 1 for a demo shop, 2 while it is being made. */
  demo?: 0 | 1 | 2
}

export const newShop = (shop: NewShop, epoch: string, now: number): Statement =>
  q.insertShop({
    id: shop.id,
    name: shop.name,
    currency: shop.currency,
    timezone: shop.timezone,
    locale: shop.locale,
    settings: JSON.stringify(defaultSettings()),
    demo: shop.demo ?? 0,
    epoch,
    now,
  })

/**
 * A shop with its owner, signed in: one write.
 * @param link the first owner's link, which it uses up
 * @throws ApiError 400 `weak_password`, 404 `link_gone`, 409 `email_taken`
 */
export async function signUp(
  door: Door,
  input: SignUp,
  { demo = 0, link }: { demo?: NewShop['demo']; link?: string } = {},
): Promise<Entered> {
  if (link !== undefined && (await goodLink(door, link)).shopId !== null) throw linkGone()
  assertStrong(input.password, [input.email, input.name, input.shop])
  const shopId = door.newId()
  const memberId = door.newId()
  const session = newSession(door, memberId)
  const hash = await hashPassword(input.password)
  const statements = [
    q.insertLogin({ email: input.email, memberId, password: hash, now: door.now }),
    newShop({ id: shopId, name: input.shop, ...pickPlace(input), demo }, door.newId(), door.now),
    bumpRev(),
    insertRow('members', { id: memberId, name: input.name, role: 'owner' }),
    ...session.statements,
  ]
  if (link === undefined) {
    await unlessLost(new ApiError(409, 'email_taken'), forShop(door.directory, shopId).write(statements))
  } else await useLink(door, shopId, link, statements, input.email)
  return { shopId, memberId, token: session.token, browser: session.browser }
}

const pickPlace = ({ currency, timezone, locale }: SignUp) => ({ currency, timezone, locale })

/**
 * Counted before the password is looked at; a right one takes the try back. One write, and one more for who comes in.
 * @throws ApiError 401 `wrong_password`, the same for an unknown address and for a password that was changed meanwhile;
 * 429 `rate_limited`
 */
export async function signIn(door: Door, input: SignIn): Promise<Entered> {
  const login = await trySignIn(door, input.email)
  const good = await verifyPassword(input.password, login ? login.password : null)
  const wrong = new ApiError(401, 'wrong_password')
  if (!login || !good) throw wrong
  const { shopId, memberId } = login
  const session = newSession(door, memberId)
  await unlessLost(wrong, forShop(door.directory, shopId).write([...login.admit, ...session.statements]))
  return { shopId, memberId, token: session.token, browser: session.browser }
}

/**
 * Ends this session, or all of this person's, and what their devices are told. A session that is over already is no error:
 * whoever leaves has left.
 */
export async function signOut(ctx: Ctx, everywhere: boolean): Promise<void> {
  if (ctx.credential.kind !== 'session') return
  const [found] = await ctx.db.read([sessionAt(ctx.credential.hash)])
  const session = found?.[0]
  if (!session) return
  const memberId = String(session.memberId)
  // Of somebody removed the other devices are yet to hear of it, each by its session.
  const all = everywhere && session.removed === 0
  await ctx.db.write(all ? endSessionsOf(memberId) : endSession(memberId, String(session.id)))
}
