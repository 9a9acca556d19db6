/** What browsers sign with passkeys, and whether it is signed well. What checks signatures is loaded when there is one to check. */
import type { AuthenticationResponseJSON, RegistrationResponseJSON } from '@simplewebauthn/server'
import * as v from 'valibot'
import type { Row } from '../../db/client.ts'
import * as q from '../../db/queries/passkeys.ts'
import type { Statement } from '../../db/statement.ts'
import type { Door } from '../context.ts'
import { ApiError } from '../errors.ts'
import { hashToken } from '../secrets.ts'

/** ES256, EdDSA, RS256. */
export const ALGORITHMS = [-7, -8, -257]

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

/** One answer for whatever is the matter with what was signed. */
export const refused = (status: 400 | 401 | 403) => new ApiError(status, 'passkey_refused')

/**
 * Whose passkey signed a challenge that was given out for signing in, and the statements that use both up: their batch is
 * aborted when somebody else was faster. Null for whatever is the matter with it.
 */
export async function signerOf(door: Door, site: Site, input: PasskeySignIn): Promise<Signer | null> {
  const { now } = door
  const hash = hashToken(challengeIn(input.response.clientDataJSON) ?? '')
  const [challenges, keys] = await door.directory.read([q.openChallenge(hash, 'sign-in', now), q.passkeyById(input.id)])
  const key = keys?.[0]
  if (!challenges?.[0] || !key) return null
  const [shopId, memberId, was] = [String(key.shopId), String(key.memberId), Number(key.counter)]
  if (input.response.userHandle !== undefined && input.response.userHandle !== handleOf(memberId)) return null
  const counter = await newCounter(site, hash, input, key)
  if (counter === null) return null
  const take = q.takeChallenge({ hash, kind: 'sign-in', memberId: null, now })
  return { shopId, memberId, statements: [...take, ...q.usePasskey({ id: input.id, was, counter, now })] }
}

export interface Signer {
  shopId: string
  memberId: string
  statements: Statement[]
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
      requireUserVerification: true,
    })
    return verified ? authenticationInfo.newCounter : null
  } catch {
    return null
  }
}

/** Id, key and counter of a passkey that was made well; null for any other. */
export async function madeBy(site: Site, hash: string, input: NewPasskey) {
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
      requireUserVerification: true,
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

/** By what an authenticator knows whose passkey it is: says nothing about the person. */
export const handleOf = (memberId: string): string => Buffer.from(memberId).toString('base64url')

/** The challenge a browser says it signed. */
export function challengeIn(clientDataJSON: string): string | null {
  try {
    const { challenge } = JSON.parse(Buffer.from(clientDataJSON, 'base64url').toString()) as { challenge?: unknown }
    return typeof challenge === 'string' ? challenge : null
  } catch {
    return null
  }
}
