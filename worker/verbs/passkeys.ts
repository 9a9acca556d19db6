/** Passkeys: a way in beside the password. What checks signatures is loaded when there is one to check. */
import type { AuthenticationResponseJSON, RegistrationResponseJSON } from '@simplewebauthn/server'
import * as v from 'valibot'
import { forShop, LostRace, type Row } from '../../db/client.ts'
import { auditStatement } from '../../db/queries/audit.ts'
import * as q from '../../db/queries/passkeys.ts'
import { type Ctx, type Door, loadMember } from '../context.ts'
import { actorLabel } from '../domain/actor.ts'
import { ApiError, notFound } from '../errors.ts'
import { hashToken, newToken } from '../secrets.ts'
import { personName } from './fields.ts'
import { type Entered, newSession } from './sessions.ts'

/** What may pass between asking and signing. */
const CHALLENGE_MS = 5 * 60_000
/** Passkeys of one member. */
const MOST = 20
/** ES256, EdDSA, RS256. */
const ALGORITHMS = [-7, -8, -257]

/** The address people use: what a passkey is made for, and what a browser signs. */
export interface Site {
  origin: string
  host: string
}

/** A passkey is bound to a name: there is none for a bare address, nor where the way there is not safe. */
export function siteOf(origin: string): Site | null {
  const { protocol, hostname } = new URL(origin)
  const named = !/^[\d.]+$/.test(hostname) && !hostname.startsWith('[')
  return named && (protocol === 'https:' || hostname === 'localhost') ? { origin, host: hostname } : null
}

const base64url = (most: number) => v.pipe(v.string(), v.minLength(1), v.maxLength(most), v.regex(/^[A-Za-z0-9_-]+$/))
const credentialId = base64url(1400)
const signed = { id: credentialId, rawId: credentialId, type: v.literal('public-key') }

/** What `navigator.credentials.get` gave, as JSON. */
export const PasskeySignIn = v.object({
  ...signed,
  response: v.object({
    clientDataJSON: base64url(4000),
    authenticatorData: base64url(4000),
    signature: base64url(4000),
    userHandle: v.optional(base64url(200)),
  }),
})
export type PasskeySignIn = v.InferOutput<typeof PasskeySignIn>

/** What `navigator.credentials.create` gave, as JSON. */
export const NewPasskey = v.object({
  ...signed,
  response: v.object({
    clientDataJSON: base64url(4000),
    attestationObject: base64url(20_000),
    transports: v.optional(v.pipe(v.array(v.pipe(v.string(), v.regex(/^[a-z-]{1,20}$/))), v.maxLength(10))),
  }),
})
export type NewPasskey = v.InferOutput<typeof NewPasskey>

export const PasskeyName = v.object({ name: personName })
export type PasskeyName = v.InferOutput<typeof PasskeyName>

export interface Passkey {
  id: string
  name: string
  /** Epoch ms. */
  createdAt: number
  lastUsedAt: number | null
}

/** One answer for whatever is the matter with what was signed. */
const refused = (status: 400 | 401) => new ApiError(status, 'passkey_refused')

/** Options for `navigator.credentials.get`: any passkey this phone has for the site. */
export async function signInOptions(door: Door, site: Site) {
  const challenge = newToken()
  const row = { hash: hashToken(challenge), now: door.now, expiresAt: door.now + CHALLENGE_MS }
  await door.directory.write(q.putSignInChallenge(row))
  return { challenge, rpId: site.host, timeout: CHALLENGE_MS, userVerification: 'preferred' as const }
}

/** @throws ApiError 401 `passkey_refused`, whatever is the matter with it */
export async function signInWithPasskey(door: Door, site: Site, input: PasskeySignIn): Promise<Entered> {
  const { now } = door
  const hash = hashToken(challengeIn(input.response.clientDataJSON) ?? '')
  const [challenges, keys] = await door.directory.read([q.openChallenge(hash, 'sign-in', now), q.passkeyById(input.id)])
  const key = keys?.[0]
  if (!challenges?.[0] || !key) throw refused(401)
  const [shopId, memberId, was] = [String(key.shopId), String(key.memberId), Number(key.counter)]
  if (input.response.userHandle !== undefined && input.response.userHandle !== handleOf(memberId)) throw refused(401)
  const counter = await newCounter(site, hash, input, key)
  if (counter === null) throw refused(401)
  const session = newSession(door, memberId)
  try {
    await forShop(door.directory, shopId).write([
      ...q.takeChallenge({ hash, kind: 'sign-in', memberId: null, now }),
      ...q.usePasskey({ id: input.id, was, counter, now }),
      ...session.statements,
    ])
  } catch (error) {
    if (error instanceof LostRace) throw refused(401)
    throw error
  }
  return { shopId, memberId, token: session.token, browser: session.browser }
}

/** The counter told with a good signature; null for any other. */
async function newCounter(site: Site, hash: string, input: PasskeySignIn, key: Row): Promise<number | null> {
  const { verifyAuthenticationResponse } = await import('@simplewebauthn/server')
  try {
    const { verified, authenticationInfo } = await verifyAuthenticationResponse({
      response: { ...input, clientExtensionResults: {} } as AuthenticationResponseJSON,
      expectedChallenge: (challenge) => hashToken(challenge) === hash,
      expectedOrigin: site.origin,
      expectedRPID: site.host,
      credential: {
        id: input.id,
        publicKey: new Uint8Array(Buffer.from(String(key.publicKey), 'base64url')),
        counter: Number(key.counter),
      },
      requireUserVerification: false,
    })
    return verified ? authenticationInfo.newCounter : null
  } catch {
    return null
  }
}

/** Options for `navigator.credentials.create`. @throws ApiError 409 `too_many_passkeys` */
export async function registerOptions(ctx: Ctx, site: Site) {
  const { memberId, name, shop } = await loadMember(ctx)
  const [logins, keys = []] = await ctx.db.read([q.emailOf(memberId), q.passkeysOf(memberId)])
  if (keys.length >= MOST) throw new ApiError(409, 'too_many_passkeys')
  const challenge = newToken()
  await ctx.db.write([
    q.putRegisterChallenge({ hash: hashToken(challenge), memberId, expiresAt: ctx.now + CHALLENGE_MS }),
  ])
  return {
    challenge,
    rp: { id: site.host, name: shop.name },
    user: { id: handleOf(memberId), name: String(logins?.[0]?.email ?? name), displayName: name },
    pubKeyCredParams: ALGORITHMS.map((alg) => ({ alg, type: 'public-key' as const })),
    authenticatorSelection: {
      residentKey: 'required' as const,
      requireResidentKey: true,
      userVerification: 'preferred' as const,
    },
    // Who made the key is nobody's business, and certificates are not to be read.
    attestation: 'none' as const,
    excludeCredentials: keys.map(({ id, transports }) => ({
      id: String(id),
      type: 'public-key' as const,
      transports: String(transports).split(',').filter(Boolean),
    })),
    timeout: CHALLENGE_MS,
  }
}

/** @throws ApiError 400 `passkey_refused`, 409 `too_many_passkeys` */
export async function addPasskey(ctx: Ctx, site: Site, input: NewPasskey): Promise<Passkey> {
  const { actor, memberId } = await loadMember(ctx)
  const hash = hashToken(challengeIn(input.response.clientDataJSON) ?? '')
  const made = await madeBy(site, hash, input)
  if (!made) throw refused(400)
  const name = ctx.from.device ?? ctx.from.place
  const row = { ...made, memberId, transports: (input.response.transports ?? []).join(','), name, now: ctx.now }
  try {
    await ctx.db.write([
      ...q.takeChallenge({ hash, kind: 'register', memberId, now: ctx.now }),
      ...q.insertPasskey(row, MOST),
      auditStatement(ctx.newId(), ctx.now, actorLabel(actor), 'passkey.add', memberId),
    ])
  } catch (error) {
    if (error instanceof LostRace) throw refused(400)
    throw error
  }
  return { id: made.id, name, createdAt: ctx.now, lastUsedAt: null }
}

/** Id, key and counter of a passkey that was made well; null for any other. */
async function madeBy(site: Site, hash: string, input: NewPasskey) {
  const [{ verifyRegistrationResponse }, { decodeAttestationObject }] = await Promise.all([
    import('@simplewebauthn/server'),
    import('@simplewebauthn/server/helpers'),
  ])
  try {
    // Checking a certificate asks the address that stands in it: one that was not asked for is not looked at.
    const attestation = decodeAttestationObject(
      new Uint8Array(Buffer.from(input.response.attestationObject, 'base64url')),
    )
    if (attestation.get('fmt') !== 'none') return null
    const { registrationInfo } = await verifyRegistrationResponse({
      response: { ...input, clientExtensionResults: {} } as RegistrationResponseJSON,
      expectedChallenge: (challenge) => hashToken(challenge) === hash,
      expectedOrigin: site.origin,
      expectedRPID: site.host,
      requireUserVerification: false,
      supportedAlgorithmIDs: ALGORITHMS,
    })
    const credential = registrationInfo?.credential
    if (!credential || credential.id !== input.id) return null
    const { id, counter, publicKey } = credential
    return { id, counter, publicKey: Buffer.from(publicKey).toString('base64url') }
  } catch {
    return null
  }
}

export async function listPasskeys(ctx: Ctx): Promise<Passkey[]> {
  const { memberId } = await loadMember(ctx)
  const [rows = []] = await ctx.db.read([q.passkeysOf(memberId)])
  return rows.map(({ id, name, createdAt, lastUsedAt }) => ({
    id: String(id),
    name: String(name),
    createdAt: Number(createdAt),
    lastUsedAt: lastUsedAt === null ? null : Number(lastUsedAt),
  }))
}

/** @throws ApiError 404 */
export async function renamePasskey(ctx: Ctx, id: string, { name }: PasskeyName): Promise<void> {
  const { memberId } = await loadMember(ctx)
  const [renamed = []] = await ctx.db.write([q.renamePasskey(memberId, id, name)])
  if (renamed.length === 0) throw notFound()
}

/** One's own; one that is gone already, or somebody else's, is no error and stays as it is. */
export async function removePasskey(ctx: Ctx, id: string): Promise<void> {
  const { actor, memberId } = await loadMember(ctx)
  await ctx.db.write([
    q.dropPasskey(memberId, id),
    auditStatement(ctx.newId(), ctx.now, actorLabel(actor), 'passkey.remove', memberId),
  ])
}

/** By what an authenticator knows whose passkey it is: says nothing about the person. */
const handleOf = (memberId: string): string => Buffer.from(memberId).toString('base64url')

/** The challenge a browser says it signed. */
function challengeIn(clientDataJSON: string): string | null {
  try {
    const { challenge } = JSON.parse(Buffer.from(clientDataJSON, 'base64url').toString()) as { challenge?: unknown }
    return typeof challenge === 'string' ? challenge : null
  } catch {
    return null
  }
}
