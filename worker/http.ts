/** HTTP on the outside of the app: credentials, same-origin writes, bodies, problem documents. */
import type { Context, MiddlewareHandler } from 'hono'
import { deleteCookie, getCookie, setCookie } from 'hono/cookie'
import * as v from 'valibot'
import { DatabaseUnavailable, forShop, LostRace } from '../db/client.ts'
import { storable } from '../db/text.ts'
import { CallerDb } from './caller-db.ts'
import type { Credential, Ctx, Door } from './context.ts'
import type { Deps, Job } from './deps.ts'
import { deviceName } from './domain/device.ts'
import { LINK_TOKEN } from './domain/links.ts'
import { placeOfAddress } from './domain/place.ts'
import { Refusal } from './domain/refusal.ts'
import type { Problem } from './domain/wire.ts'
import { ApiError, faultLine, linkGone, unauthorized } from './errors.ts'
import { problem } from './problem.ts'
import { hashToken } from './secrets.ts'
import { REMEMBERED_MS } from './verbs/limits.ts'
import { type Site, siteOf } from './verbs/passkey-signatures.ts'
import { type Entered, SESSION_MS } from './verbs/sessions.ts'

export type Env = { Variables: { deps: Deps } }

const COOKIE = 'session'
const BROWSER = 'device'
/** What {@link newToken} makes. */
const TOKEN = /^[A-Za-z0-9_-]{43}$/
const SHOP_ID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/

/** `shopId.token`, so that the check can ride in the shop's own first read. */
function parseCredential(text: string | undefined, kind: 'session' | 'key'): Credential {
  const dot = text?.indexOf('.') ?? -1
  const shopId = text?.slice(0, dot) ?? ''
  if (dot < 0 || !SHOP_ID.test(shopId)) throw unauthorized()
  return { kind, shopId, hash: hashToken(text?.slice(dot + 1) ?? '') }
}

/** Where the caller is, as the host knows it, in its normal form. */
export const placeOf = (c: Context<Env>): string => placeOfAddress(c.var.deps.placeOf(c.req.raw, c.env))

/** What the cookie of a browser holds that was let in before. */
function browserOf(c: Context<Env>): string | null {
  const token = getCookie(c, BROWSER, 'host')
  return token && TOKEN.test(token) ? token : null
}

/** Somebody who has yet to say who they are. */
export const doorOf = (c: Context<Env>): Door => ({
  directory: c.var.deps.database,
  now: c.var.deps.now(),
  newId: c.var.deps.newId,
  browser: browserOf(c),
  from: { device: deviceName(c.req.header('user-agent') ?? ''), place: placeOf(c) },
})

const ctxOf = (c: Context<Env>, credential: Credential): Ctx => ({
  ...doorOf(c),
  db: new CallerDb(forShop(c.var.deps.database, credential.shopId)),
  credential,
})

export const hasSession = (c: Context<Env>): boolean => getCookie(c, COOKIE, 'host') !== undefined

/** The signed-in person's context. @throws ApiError 401 */
export const sessionCtx = (c: Context<Env>): Ctx => ctxOf(c, parseCredential(getCookie(c, COOKIE, 'host'), 'session'))

/** The API key's context. @throws ApiError 401 */
export function keyCtx(c: Context<Env>): Ctx {
  const match = /^Bearer rk_(\S+)$/.exec(c.req.header('authorization') ?? '')
  return ctxOf(c, parseCredential(match?.[1], 'key'))
}

/**
 * The context of whoever came by a private link. It travels in a header, so that no log of addresses holds it.
 * @throws ApiError 404 `link_gone`
 */
export function linkCtx(c: Context<Env>): Ctx {
  const [, shopId = '', token = ''] = /^Bearer bl_([^.\s]+)\.(\S+)$/.exec(c.req.header('authorization') ?? '') ?? []
  if (!SHOP_ID.test(shopId) || !LINK_TOKEN.test(token)) throw linkGone()
  return ctxOf(c, { kind: 'link', shopId, token })
}

/** Bodies are JSON and say so: what a form on another site can send is not. */
export const jsonOnly: MiddlewareHandler<Env> = async (c, next) => {
  const type = c.req.header('content-type') ?? ''
  if (c.req.method === 'POST' && !/^application\/json\s*(;|$)/i.test(type)) throw new ApiError(415, 'not_json')
  await next()
}

/** Lets the browser in and has it remembered: who guesses passwords elsewhere does not keep out who was in here. */
export function enter(
  c: Context<Env>,
  { shopId, token, browser }: Pick<Entered, 'shopId' | 'token' | 'browser'>,
): void {
  const cookie = (name: string, value: string, ms: number) =>
    setCookie(c, name, value, {
      prefix: 'host',
      secure: true,
      httpOnly: true,
      sameSite: 'Lax',
      path: '/',
      maxAge: ms / 1000,
    })
  cookie(COOKIE, `${shopId}.${token}`, SESSION_MS)
  cookie(BROWSER, browser, REMEMBERED_MS)
}

export const leave = (c: Context<Env>): void => {
  deleteCookie(c, COOKIE, { prefix: 'host', secure: true, path: '/' })
}

/** Origin of the address people use. */
const ownOrigin = (c: Context<Env>): string => new URL(c.var.deps.publicUrl ?? c.req.url).origin

/** The site passkeys are made for. @throws ApiError 409 `no_passkeys_here` where its address allows none */
export function passkeySite(c: Context<Env>): Site {
  const site = siteOf(ownOrigin(c))
  if (!site) throw new ApiError(409, 'no_passkeys_here')
  return site
}

/** Writes with a cookie must come from our own pages: right origin and a header no form can set. */
export const sameOrigin: MiddlewareHandler<Env> = async (c, next) => {
  if (c.req.method !== 'GET' && c.req.method !== 'HEAD') {
    const own = ownOrigin(c)
    const origin = c.req.header('origin')
    if (origin !== own || c.req.header('x-regulars') !== '1') throw new ApiError(403, 'wrong_origin')
  }
  await next()
}

/** The body as `schema` has it, without characters the database cannot keep. @throws ApiError 400 naming the fields, never their values */
export async function body<S extends v.GenericSchema>(c: Context<Env>, schema: S): Promise<v.InferOutput<S>> {
  let input: unknown
  try {
    input = JSON.parse(storable(await c.req.text()))
  } catch {
    throw new ApiError(400, 'bad_request')
  }
  const parsed = v.safeParse(schema, input)
  if (!parsed.success) {
    throw new ApiError(400, 'bad_request', { fields: parsed.issues.slice(0, 10).map((i) => v.getDotPath(i) ?? '') })
  }
  return parsed.output
}

/** Asks for a job to run soon. A queue that does not answer is no failure of the request: the sweep finds what is left. */
export async function nudge(c: Context<Env>, job: Job): Promise<void> {
  try {
    await c.var.deps.nudge([job])
  } catch (error) {
    console.error('no nudge:', faultLine(error))
  }
}

const REFUSAL_STATUS: Partial<Record<string, number>> = { not_found: 404, forbidden: 403, bad_args: 400 }

/** Any error as a problem document (RFC 9457). Nothing submitted is echoed, nothing internal told. */
export function problemOf(error: unknown): Problem {
  if (error instanceof ApiError) return problem(error.status, error.code, error.extra)
  if (error instanceof Refusal) return problem(REFUSAL_STATUS[error.code] ?? 409, error.code, fieldsOnly(error))
  if (error instanceof DatabaseUnavailable) return problem(503, error.code)
  if (error instanceof LostRace) return problem(409, 'busy')
  return problem(500, 'internal')
}

/** Of a refusal's details, the names of fields only: values may be what was submitted. */
const fieldsOnly = (refusal: Refusal): Record<string, unknown> => {
  const { fields } = refusal.details
  if (Array.isArray(fields)) return { fields }
  return fields && typeof fields === 'object' ? { fields: Object.keys(fields) } : {}
}
