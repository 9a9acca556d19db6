/** Links that open once. Making one and using one needs the server; its token is shown once and kept nowhere. */
import type { Invitation, OneTimeView } from '../../worker/domain/one-time-links.ts'
import { oneTimeAddress } from '../../worker/domain/one-time-links.ts'
import type { Role } from '../../worker/domain/rows.ts'
import { api } from '../api.ts'
import { comeIn, type SignUpForm } from '../session.ts'

/** What is handed out. */
export interface HandOut {
  address: string
  /** Epoch ms. */
  expiresAt: number
}

interface Made {
  token: string
  expiresAt: number
}
const handOut = ({ token, expiresAt }: Made): HandOut => ({
  address: oneTimeAddress(location.origin, token),
  expiresAt,
})

/** @param memberId a former member who is to come back as the person they were @throws ApiError */
export const invite = async (json: { name: string; role: Role; memberId: string | null }): Promise<HandOut> =>
  handOut(await api.request<Made>('POST', '/api/team/invitations', { json }))

/** Those that still open, newest first. @throws ApiError */
export const listInvitations = async (): Promise<Invitation[]> =>
  (await api.request<{ invitations: Invitation[] }>('GET', '/api/team/invitations')).invitations

/** @throws ApiError */
export const revokeInvitation = (id: string): Promise<void> => api.request('DELETE', `/api/team/invitations/${id}`)

/** A link by which a colleague sets a new password. @throws ApiError */
export const resetFor = async (memberId: string): Promise<HandOut> =>
  handOut(await api.request<Made>('POST', `/api/team/members/${memberId}/reset`, { json: {} }))

/** What a link opens; looking does not use it. @throws ApiError `link_gone` … */
export const lookAt = (token: string): Promise<OneTimeView> =>
  api.request('POST', '/api/join/look', { json: { token } })

/** @throws ApiError `link_gone`, `weak_password`, `email_taken` … */
export const joinTeam = (json: { token: string; name: string; email: string; password: string }): Promise<void> =>
  comeIn('/api/join/team', json)

/** @throws ApiError `link_gone`, `weak_password` … */
export const setPassword = (json: {
  token: string
  password: string
  name?: string
  keepPasskeys: boolean
}): Promise<void> => comeIn('/api/join/password', json)

/** @throws ApiError `link_gone`, `weak_password`, `email_taken` … */
export const openFirstShop = (token: string, form: SignUpForm): Promise<void> =>
  comeIn('/api/join/shop', { token, ...form })
