import { ApiError } from '../api.ts'

/** The server's word that somebody does not work in the shop any more, unlike a session that is merely over. */
export const isRemoved = (error: unknown): boolean =>
  error instanceof ApiError && error.status === 401 && error.code === 'member_removed'
