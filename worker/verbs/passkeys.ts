/** Passkeys: a way in beside the password. */
import * as v from 'valibot'
import { forShop } from '../../db/client.ts'
import { auditStatement } from '../../db/queries/audit.ts'
import * as q from '../../db/queries/passkeys.ts'
import { type Ctx, type Door, loadMember } from '../context.ts'
import { actorLabel } from '../domain/actor.ts'
import { ApiError, notFound } from '../errors.ts'
import { hashToken, newToken } from '../secrets.ts'
import { personName } from './fields.ts'
import { unlessLost, whileLost } from './guards.ts'
import { loadLogin, needProof } from './own-login.ts'
import {
  ALGORITHMS,
  challengeIn,
  handleOf,
  madeBy,
  type NewPasskey,
  type PasskeySignIn,
  refused,
  type Site,
  signerOf,
} from './passkey-signatures.ts'
import { type Entered, newSession } from './sessions.ts'

/** What may pass between asking and signing. */
const CHALLENGE_MS = 5 * 60_000
/** Passkeys of one member. */
const MOST = 20

export const PasskeyName = v.object({ name: personName })
export type PasskeyName = v.InferOutput<typeof PasskeyName>

export interface Passkey {
  id: string
  name: string
  /** Epoch ms. */
  createdAt: number
  lastUsedAt: number | null
}

/** Options for `navigator.credentials.get`: any passkey this phone has for the site. */
export async function signInOptions(door: Door, site: Site) {
  const challenge = newToken()
  const row = { hash: hashToken(challenge), now: door.now, expiresAt: door.now + CHALLENGE_MS }
  await door.directory.write(q.putSignInChallenge(row))
  return { challenge, rpId: site.host, timeout: CHALLENGE_MS, userVerification: 'required' as const }
}

/** @throws ApiError 401 `passkey_refused`, whatever is the matter with it */
export async function signInWithPasskey(door: Door, site: Site, input: PasskeySignIn): Promise<Entered> {
  const signer = await signerOf(door, site, input)
  if (!signer) throw refused(401)
  const { shopId, memberId } = signer
  const session = newSession(door, memberId)
  await unlessLost(refused(401), forShop(door.directory, shopId).write([...signer.statements, ...session.statements]))
  return { shopId, memberId, token: session.token, browser: session.browser }
}

/**
 * Options for `navigator.credentials.create`, for somebody who shows that it is still them: a passkey opens the account
 * for good, also when whoever made it held the phone for a moment only.
 * @throws ApiError 403 `proof_needed`, 409 `too_many_passkeys`
 */
export async function registerOptions(ctx: Ctx, site: Site) {
  const { memberId, name, shop, login } = await loadLogin(ctx)
  const [keys = []] = await ctx.db.read([q.passkeysOf(memberId)])
  if (keys.length >= MOST) throw new ApiError(409, 'too_many_passkeys')
  needProof(ctx, login)
  const challenge = newToken()
  const row = { hash: hashToken(challenge), memberId, expiresAt: ctx.now + CHALLENGE_MS }
  await ctx.db.write([q.putRegisterChallenge(row)])
  return {
    challenge,
    rp: { id: site.host, name: shop.name },
    user: { id: handleOf(memberId), name: login.email ?? name, displayName: name },
    pubKeyCredParams: ALGORITHMS.map((alg) => ({ alg, type: 'public-key' as const })),
    authenticatorSelection: {
      residentKey: 'required' as const,
      requireResidentKey: true,
      userVerification: 'required' as const,
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
  const hash = hashToken(challengeIn(input.response.clientDataJSON) ?? '')
  const name = ctx.from.device ?? ctx.from.place
  return whileLost(async () => {
    const { actor, memberId } = await loadMember(ctx)
    const made = await madeBy(site, hash, input)
    if (!made) throw refused(400)
    const asked = { hash, kind: 'register', memberId, now: ctx.now } as const
    const [found] = await ctx.db.read([q.roomForPasskey(asked, made.id)])
    if (!found?.[0]?.asked || found[0].taken) throw refused(400)
    if (Number(found[0].count) >= MOST) throw new ApiError(409, 'too_many_passkeys')
    const row = { ...made, memberId, transports: (input.response.transports ?? []).join(','), name, now: ctx.now }
    await ctx.db.write([
      ...q.takeChallenge(asked),
      ...q.insertPasskey(row, MOST),
      auditStatement(ctx.newId(), ctx.now, actorLabel(actor), 'passkey.add', memberId),
    ])
    return { id: made.id, name, createdAt: ctx.now, lastUsedAt: null }
  })
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
