/** Taking an earlier import back. */
import type { ImportState } from '../../worker/domain/wire.ts'
import { api } from '../api.ts'
import { useEngine } from '../session.ts'

const TIMEOUT = 180_000

/** The last 30 imports, newest first. @throws ApiError */
export const earlierImports = async (): Promise<ImportState[]> =>
  (await api.request<{ imports: ImportState[] }>('GET', '/api/import')).imports

/** Takes an import back, has the tiers reckoned without it and fetches what changed. Safe to repeat. @throws ApiError */
export async function undoImport(id: string): Promise<void> {
  await api.request('POST', `/api/import/${id}/undo`, { timeout: TIMEOUT })
  await api.request('POST', '/api/import/recompute', { timeout: TIMEOUT })
  await useEngine().sync()
}
