/** Members and API keys: they live on the server only, so each of these needs a connection. */
import type { Scope } from '../../worker/domain/actor.ts'
import type { Role } from '../../worker/domain/rows.ts'
import { api } from '../api.ts'
import { useEngine } from '../session.ts'

/**
 * Takes access away at once, on every device.
 * @param keys whether those they made end with them, or are one's own from now on
 * @throws ApiError `last_owner`, `forbidden` …
 */
export async function removeMember(id: string, keys: 'end' | 'take-over'): Promise<void> {
  await api.request('DELETE', `/api/team/members/${id}?keys=${keys}`)
  await useEngine().sync()
}

/** Lets somebody do more or less from now on. @throws ApiError `last_owner`, `forbidden` … */
export async function setRole(id: string, role: Role): Promise<void> {
  await api.request('PATCH', `/api/team/members/${id}`, { json: { role } })
  await useEngine().sync()
}

export interface FormerMember {
  id: string
  name: string
  role: Role
}

/** Who left last comes first. @throws ApiError */
export const listFormer = async (): Promise<FormerMember[]> =>
  (await api.request<{ members: FormerMember[] }>('GET', '/api/team/former')).members

export interface ApiKey {
  id: string
  name: string
  /** Separated by spaces. */
  scopes: string
  /** Epoch ms. */
  createdAt: number
  revokedAt: number | null
  /** Who answers for it; null for one made on the machine. */
  createdBy: string | null
  /** Their name, as it is or was. */
  maker: string | null
  /** To the hour, epoch ms; null when it was never used. */
  lastUsedAt: number | null
  /** 1 when it does nothing because whoever answers for it is an owner no longer. */
  stopped: 0 | 1
}

/** Newest first. @throws ApiError */
export const listKeys = async (): Promise<ApiKey[]> =>
  (await api.request<{ keys: ApiKey[] }>('GET', '/api/team/keys')).keys

/** @returns the key itself, which nobody can see again @throws ApiError */
export const createKey = async (name: string, scopes: readonly Scope[]): Promise<string> =>
  (await api.request<{ key: string }>('POST', '/api/team/keys', { json: { name, scopes } })).key

/** One that stopped goes on, and oneself answers for it. @throws ApiError */
export const takeKeyOver = (id: string): Promise<void> =>
  api.request('POST', `/api/team/keys/${id}/take-over`, { json: {} })

/** @throws ApiError */
export const revokeKey = (id: string): Promise<void> => api.request('DELETE', `/api/team/keys/${id}`)
