/** One's own account: it lives on the server only, so each of these needs a connection. */
import type { AuthenticationResponseJSON } from '@simplewebauthn/browser'
import { api } from '../api.ts'
import { pagePush } from '../push/page.ts'
import { useEngine } from '../session.ts'

export interface OwnLogin {
  email: string
  /** Since when the password is as it is, epoch ms; null when that was never noted. */
  passwordAt: number | null
}

/** @throws ApiError */
export const ownLogin = (): Promise<OwnLogin> => api.request('GET', '/api/account')

/** By what a person shows that it is still them. */
export type Proof = { password: string } | { passkey: AuthenticationResponseJSON }

/** This device is then believed for some minutes. @throws ApiError `wrong_old_password`, `passkey_refused` … */
export const prove = (proof: Proof): Promise<void> => api.request('POST', '/api/account/proof', { json: proof })

/**
 * Changes the password and ends the sessions on all other devices; this one too when asked to: what the phone holds stays
 * for the next sign-in.
 * @throws ApiError `wrong_old_password`, `weak_password` …
 */
export async function changePassword(json: {
  old: string
  password: string
  everywhere: boolean
  /** Whether one's passkeys are removed as well. */
  passkeys: boolean
}): Promise<void> {
  await api.request('POST', '/api/account/password', { json })
  if (json.everywhere) await useEngine().sync()
  // What rings on this phone may have been taken off with the rest.
  else void pagePush().check()
}
