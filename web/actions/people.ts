/** What only the server can do for a person of whom the shop holds data. Each needs a connection. */
import type { PersonExport } from '../../worker/domain/person-export.ts'
import { api } from '../api.ts'
import { useEngine } from '../session.ts'

/** Erases them for good, files to the last; this phone follows at once. @throws ApiError */
export async function erasePerson(id: string): Promise<void> {
  for (let done = false; !done; ) {
    done = (await api.request<{ done: boolean }>('POST', `/api/people/${id}/erase`)).done
  }
  await useEngine().sync()
}

/** Everything the shop holds of them. @throws ApiError */
export const exportPerson = (id: string): Promise<PersonExport> =>
  api.request('GET', `/api/people/${id}/export?format=json`, { timeout: 120_000 })
