/** Coming in and going out: sign-up, sign-in, sign-out. */

import * as v from 'valibot'
import { insertRow } from '../../db/changes.ts'
import { type Database, forShop, LostRace } from '../../db/client.ts'
import * as q from '../../db/queries/accounts.ts'
import { bumpRev, type Statement } from '../../db/statement.ts'
import { type Ctx, loadMember } from '../context.ts'
import { isCurrencyCode } from '../domain/money.ts'
import { defaultSettings } from '../domain/settings.ts'
import { isTimeZone } from '../domain/time.ts'
import { ApiError } from '../errors.ts'
import { hashPassword, hashToken, newToken, verifyPassword } from '../secrets.ts'
import { email, newPassword, personName } from './fields.ts'

export const SESSION_MS = 60 * 86_400_000

export const SignUp = v.object({
  shop: personName,
  name: personName,
  email,
  password: newPassword,
  currency: v.pipe(v.string(), v.check(isCurrencyCode)),
  timezone: v.pipe(v.string(), v.maxLength(64), v.check(isTimeZone)),
  locale: v.picklist(['zh-CN', 'en']),
})
export type SignUp = v.InferOutput<typeof SignUp>

export const SignIn = v.object({ email, password: v.pipe(v.string(), v.maxLength(200)) })
export type SignIn = v.InferOutput<typeof SignIn>

/** Where a request comes from before a shop is known. */
export interface Door {
  directory: Database
  now: number
  newId: () => string
}

export interface Entered {
  shopId: string
  memberId: string
  /** Goes into the cookie; only its hash is stored. */
  token: string
}

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

/** A shop with its owner, signed in: one write. @throws ApiError 409 `email_taken` */
export async function signUp(door: Door, input: SignUp, demo: NewShop['demo'] = 0): Promise<Entered> {
  const shopId = door.newId()
  const memberId = door.newId()
  const token = newToken()
  const shop = forShop(door.directory, shopId)
  try {
    await shop.write([
      q.insertLogin({ email: input.email, memberId, password: await hashPassword(input.password) }),
      newShop({ id: shopId, name: input.shop, ...pickPlace(input), demo }, door.newId(), door.now),
      bumpRev(),
      insertRow('members', { id: memberId, name: input.name, role: 'owner' }),
      q.insertSession({ tokenHash: hashToken(token), memberId, now: door.now, expiresAt: door.now + SESSION_MS }),
    ])
  } catch (error) {
    if (error instanceof LostRace) throw new ApiError(409, 'email_taken')
    throw error
  }
  return { shopId, memberId, token }
}

const pickPlace = ({ currency, timezone, locale }: SignUp) => ({ currency, timezone, locale })

/** @throws ApiError 401 `wrong_password`, the same for an unknown address */
export async function signIn(door: Door, input: SignIn): Promise<Entered> {
  const [found] = await door.directory.read([q.loginByEmail(input.email)])
  const login = found?.[0]
  const good = await verifyPassword(input.password, login ? String(login.password) : null)
  if (!login || !good) throw new ApiError(401, 'wrong_password')
  const token = newToken()
  const shopId = String(login.shopId)
  const memberId = String(login.memberId)
  await forShop(door.directory, shopId).write([
    q.insertSession({ tokenHash: hashToken(token), memberId, now: door.now, expiresAt: door.now + SESSION_MS }),
  ])
  return { shopId, memberId, token }
}

/** Ends this session; `everywhere` ends all of this person's. */
export async function signOut(ctx: Ctx, everywhere: boolean): Promise<void> {
  const { memberId } = await loadMember(ctx)
  if (ctx.credential.kind !== 'session') return
  await ctx.db.write(everywhere ? q.endSessionsOf(memberId) : [q.endSession(ctx.credential.hash)])
}
