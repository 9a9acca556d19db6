/** Passkeys: the browser makes and uses them, the server knows which open one's account. The library comes with the tap. */
import type {
  AuthenticationResponseJSON,
  PublicKeyCredentialCreationOptionsJSON,
  PublicKeyCredentialRequestOptionsJSON,
} from '@simplewebauthn/browser'
import { api } from '../api.ts'
import { comeIn } from '../session.ts'

export interface Passkey {
  id: string
  name: string
  /** Epoch ms. */
  createdAt: number
  lastUsedAt: number | null
}

/** Why there are none here; null where there are: a browser without, or an address that is no name or not safe. */
export function noPasskeys(): 'unsupported' | 'badAddress' | null {
  const { hostname } = location
  if (globalThis.isSecureContext === false || /^[\d.]+$/.test(hostname) || hostname.startsWith('[')) return 'badAddress'
  return typeof PublicKeyCredential === 'function' ? null : 'unsupported'
}

/** What kept the browser from making or using one. `cancelled`: by the person, or nobody answered. */
export type PasskeyProblem = 'cancelled' | 'already' | 'failed'

/** Null for an error that is not the browser's. */
export function passkeyProblem(error: unknown): PasskeyProblem | null {
  if (!(error instanceof Error)) return null
  if (error.name === 'NotAllowedError' || error.name === 'AbortError') return 'cancelled'
  if (error.name === 'InvalidStateError') return 'already'
  return error.name === 'ApiError' || 'status' in error ? null : 'failed'
}

/** Newest first. @throws ApiError */
export const listPasskeys = async (): Promise<Passkey[]> =>
  (await api.request<{ passkeys: Passkey[] }>('GET', '/api/account/passkeys')).passkeys

/** What a new one is made by. */
export type Options = PublicKeyCredentialCreationOptionsJSON

/** Asks for a new one. @throws ApiError `proof_needed` … */
export const newPasskey = (): Promise<Options> => api.request('POST', '/api/account/passkeys/options', { json: {} })

/** Makes it on this device. @throws ApiError, or what the browser says: see `passkeyProblem` */
export async function makePasskey(optionsJSON: Options): Promise<void> {
  const { startRegistration } = await import('@simplewebauthn/browser')
  await api.request('POST', '/api/account/passkeys', { json: await startRegistration({ optionsJSON }) })
}

/** @throws ApiError */
export const renamePasskey = (id: string, name: string): Promise<void> =>
  api.request('PATCH', `/api/account/passkeys/${id}`, { json: { name } })

/** @throws ApiError */
export const removePasskey = (id: string): Promise<void> => api.request('DELETE', `/api/account/passkeys/${id}`)

/** Has a challenge signed by one that this device, or a phone beside it, has. @throws ApiError, or what the browser says */
export async function signWithPasskey(): Promise<AuthenticationResponseJSON> {
  const optionsJSON = await api.request<PublicKeyCredentialRequestOptionsJSON>('POST', '/api/session/passkey/options', {
    json: {},
  })
  const { startAuthentication } = await import('@simplewebauthn/browser')
  return startAuthentication({ optionsJSON })
}

/** Comes in with one. @throws ApiError, or what the browser says */
export const signInWithPasskey = async (): Promise<void> => comeIn('/api/session/passkey', await signWithPasskey())
