/** The tiers of a past day, worked out anew by the server from the orders it has: nothing is stored, nothing changes. */
import type { LookBack } from '../../worker/domain/wire.ts'
import { api } from '../api.ts'

/** Every order is read again. */
const TIMEOUT = 120_000

/** @param day shop-local, `2026-03-01` @throws ApiError */
export const lookBack = (day: string, signal?: AbortSignal): Promise<LookBack> =>
  api.request('POST', '/api/replay', { json: { asOf: day }, timeout: TIMEOUT, ...(signal && { signal }) })
