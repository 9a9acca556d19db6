/** Coming in and going out: sign-up, sign-in, sign-out, keys, team. */

import * as v from 'valibot'
import { insertRow } from '../../db/changes.ts'
import { type Database, forShop, LostRace, type Row } from '../../db/client.ts'
import * as q from '../../db/queries/accounts.ts'
import { auditStatement } from '../../db/queries/audit.ts'
import { bumpRev, type Statement } from '../../db/statement.ts'
import { type Ctx, load, loadMember } from '../context.ts'
import { actorLabel, SCOPES } from '../domain/actor.ts'
import { isCurrencyCode } from '../domain/money.ts'
import { defaultSettings } from '../domain/settings.ts'
import { isTimeZone } from '../domain/time.ts'
import { ApiError, notFound } from '../errors.ts'
import { hashPassword, hashToken, newToken, verifyPassword } from '../secrets.ts'

export const SESSION_MS = 60 * 86_400_000

const name = v.pipe(v.string(), v.trim(), v.minLength(1), v.maxLength(60))
const email = v.pipe(v.string(), v.trim(), v.toLowerCase(), v.email(), v.maxLength(254))
const password = v.pipe(v.string(), v.minLength(8), v.maxLength(200))

export const SignUp = v.object({
  shop: name,
  name,
  email,
  password,
  currency: v.pipe(v.string(), v.check(isCurrencyCode)),
  timezone: v.pipe(v.string(), v.maxLength(64), v.check(isTimeZone)),
  locale: v.picklist(['zh-CN', 'en']),
})
export type SignUp = v.InferOutput<typeof SignUp>

export const SignIn = v.object({ email, password: v.pipe(v.string(), v.maxLength(200)) })
export type SignIn = v.InferOutput<typeof SignIn>

export const NewMember = v.object({ name, email, password, role: v.picklist(['owner', 'agent', 'viewer']) })
export type NewMember = v.InferOutput<typeof NewMember>

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

/** A colleague with their own sign-in. Owners only. */
export async function addMember(ctx: Ctx, input: NewMember): Promise<{ id: string }> {
  const { actor } = await load(ctx, { role: 'owner' }, [])
  const id = ctx.newId()
  try {
    await ctx.db.write([
      bumpRev(),
      q.insertLogin({ email: input.email, memberId: id, password: await hashPassword(input.password) }),
      insertRow('members', { id, name: input.name, role: input.role }),
      auditStatement(id, ctx.now, actorLabel(actor), 'member.add', id),
    ])
  } catch (error) {
    if (error instanceof LostRace) throw new ApiError(409, 'email_taken')
    throw error
  }
  return { id }
}

/** Takes a colleague's access away at once, on every device. The last owner stays. */
export async function removeMember(ctx: Ctx, memberId: string): Promise<void> {
  const { actor, rows } = await load(ctx, { role: 'owner' }, [q.member(memberId), q.ownerCount()])
  const member = rows[0]?.[0]
  if (!member) throw notFound()
  if (member.role === 'owner' && Number(rows[1]?.[0]?.count) < 2) throw new ApiError(409, 'last_owner')
  try {
    await ctx.db.write([
      bumpRev(),
      ...q.removeMember(memberId),
      auditStatement(ctx.newId(), ctx.now, actorLabel(actor), 'member.remove', memberId),
    ])
  } catch (error) {
    if (error instanceof LostRace) throw new ApiError(409, 'last_owner')
    throw error
  }
}

export const NewKey = v.object({
  name,
  scopes: v.pipe(v.array(v.picklist(SCOPES)), v.minLength(1)),
})
export type NewKey = v.InferOutput<typeof NewKey>

/** The statement for a new API key and the key itself, which is never shown again. */
export function makeKey(shopId: string, id: string, input: NewKey, now: number): { key: string; statement: Statement } {
  const token = newToken()
  return {
    key: `rk_${shopId}.${token}`,
    statement: q.insertKey({
      id,
      name: input.name,
      keyHash: hashToken(token),
      scopes: [...new Set(input.scopes)].join(' '),
      now,
    }),
  }
}

export async function createKey(ctx: Ctx, input: NewKey): Promise<{ id: string; key: string }> {
  const { actor } = await load(ctx, { role: 'owner' }, [])
  const id = ctx.newId()
  const { key, statement } = makeKey(ctx.db.shopId, id, input, ctx.now)
  await ctx.db.write([statement, auditStatement(ctx.newId(), ctx.now, actorLabel(actor), 'key.create', id)])
  return { id, key }
}

export async function listKeys(ctx: Ctx): Promise<Row[]> {
  const { rows } = await load(ctx, { role: 'owner' }, [q.keys()])
  return rows[0] ?? []
}

export async function revokeKey(ctx: Ctx, id: string): Promise<void> {
  const { actor } = await load(ctx, { role: 'owner' }, [])
  await ctx.db.write([
    q.revokeKey(id, ctx.now),
    auditStatement(ctx.newId(), ctx.now, actorLabel(actor), 'key.revoke', id),
  ])
}
