/** Members and API keys: they live on the server only, so each of these needs a connection. */
import type { Role } from '../../worker/domain/rows.ts'
import { api } from '../api.ts'
import { useEngine } from '../session.ts'

export interface NewMember {
  name: string
  email: string
  password: string
  role: Role
}

/** @throws ApiError `email_taken`, `forbidden` … */
export async function addMember(member: NewMember): Promise<void> {
  await api.request('POST', '/api/team/members', { json: member })
  await useEngine().sync()
}

/** Takes access away at once, on every device. @throws ApiError `last_owner`, `forbidden` … */
export async function removeMember(id: string): Promise<void> {
  await api.request('DELETE', `/api/team/members/${id}`)
  await useEngine().sync()
}

export const SCOPES = [
  'orders:read',
  'orders:write',
  'customers:read',
  'customers:write',
  'disputes:read',
  'disputes:write',
  'win-back:read',
  'jobs:run',
] as const
export type Scope = (typeof SCOPES)[number]

export interface ApiKey {
  id: string
  name: string
  /** Separated by spaces. */
  scopes: string
  /** Epoch ms. */
  createdAt: number
  revokedAt: number | null
}

/** Newest first. @throws ApiError */
export const listKeys = async (): Promise<ApiKey[]> =>
  (await api.request<{ keys: ApiKey[] }>('GET', '/api/team/keys')).keys

/** @returns the key itself, which nobody can see again @throws ApiError */
export const createKey = async (name: string, scopes: readonly Scope[]): Promise<string> =>
  (await api.request<{ key: string }>('POST', '/api/team/keys', { json: { name, scopes } })).key

/** @throws ApiError */
export const revokeKey = (id: string): Promise<void> => api.request('DELETE', `/api/team/keys/${id}`)
