/** Who asked to be forgotten after a backup was made: with it they are back, and somebody has to say so. */
import { open } from '../../../db/client.ts'
import { reachDatabase } from '../data-dir.ts'

const AGAIN = 'erase them again on their pages in the app (隐私 → 删除客户资料)'
const NAMED = 20

/**
 * One sentence for whoever restores a backup.
 * @param at the moment whose state the backup holds, epoch ms
 * @param shop whose backup it is; null for all shops
 * @param present data folder that was in use until now, which knows of erasures since; null where nobody named one
 */
export async function erasedSince(at: number, shop: string | null, present: string | null): Promise<string> {
  const made = new Date(at).toISOString()
  if (present === null)
    return `Whoever was erased after ${made} is back with this backup: ${AGAIN}. With --instead-of DIR, the data folder used until now, who they are is told.`
  try {
    return told(made, await idsIn(present, at, shop))
  } catch (error) {
    // A damaged folder is why one restores.
    return `Whoever was erased after ${made} is back with this backup: ${AGAIN}. ${present} cannot tell who: ${(error as Error).message}.`
  }
}

function told(made: string, ids: string[]): string {
  if (ids.length === 0) return `Nobody was erased after this backup was made (${made}).`
  const who = ids.length === 1 ? '1 person' : `${ids.length} people`
  const are = ids.length === 1 ? 'is' : 'are'
  const pages = ids.slice(0, NAMED).map((id) => `/customers/${id}`)
  const more = ids.length > NAMED ? ` and ${ids.length - NAMED} more` : ''
  return `${who} erased after this backup was made (${made}) ${are} back with it: ${AGAIN}, at ${pages.join(' ')}${more}.`
}

async function idsIn(dir: string, at: number, shop: string | null): Promise<string[]> {
  const database = await reachDatabase(dir, { asItIs: true })
  try {
    const sql = `SELECT target FROM audit WHERE action = 'person.erase' AND at > :at AND (:shop IS NULL OR shopId = :shop) ORDER BY at`
    const [rows = []] = await open(database.url, database.token).read([{ sql, args: { at, shop } }])
    return rows.map(({ target }) => String(target))
  } finally {
    await database.close()
  }
}
