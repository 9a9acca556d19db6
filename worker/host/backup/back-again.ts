/** What was undone on purpose after a backup was made is back with it, and somebody has to say so: people erased, doors closed. */
import { type Database, open } from '../../../db/client.ts'
import { findDamage } from '../../../db/local/damage.ts'
import { reachDatabase } from '../data-dir.ts'
import { databaseFile } from '../folder.ts'

const ERASE = 'erase them again on their pages in the app (隐私 → 删除客户资料)'
const CLOSE = 'remove and revoke them again before anybody else comes in (更多 → 成员, 更多 → API 密钥)'
const NAMED = 20

/**
 * Sentences for whoever restores a backup.
 * @param at the moment whose state the backup holds, epoch ms
 * @param shop whose backup it is; null for all shops
 * @param present data folder that was in use until now, which knows what happened since; null where nobody named one
 */
export async function backAgain(at: number, shop: string | null, present: string | null): Promise<string[]> {
  const made = new Date(at).toISOString()
  const unknown = [
    `Whoever was erased after ${made} is back with this backup: ${ERASE}.`,
    `So are members removed, roles lowered, keys and links ended since: ${CLOSE}.`,
  ]
  if (present === null)
    return [...unknown, 'With --instead-of DIR, the data folder used until now, who and which they are is told.']
  try {
    if (findDamage(databaseFile(present)).length > 0) throw new Error('it is damaged')
    const database = await reachDatabase(present, { asItIs: true })
    try {
      return await told(open(database.url, database.token), made, { at, shop })
    } finally {
      await database.close()
    }
  } catch (error) {
    // A damaged folder is why one restores.
    return [...unknown, `${present} cannot tell who: ${(error as Error).message}.`]
  }
}

async function told(database: Database, made: string, args: { at: number; shop: string | null }): Promise<string[]> {
  const since = 'a.at > :at AND (:shop IS NULL OR a.shopId = :shop)'
  const member = 'LEFT JOIN members m ON m.shopId = a.shopId AND m.id = a.target'
  const name = "COALESCE(NULLIF(m.formerName, ''), NULLIF(m.name, ''), a.target)"
  const [erased = [], doors = []] = await database.read([
    { sql: `SELECT a.target FROM audit a WHERE a.action = 'person.erase' AND ${since} ORDER BY a.at`, args },
    {
      sql: `SELECT DISTINCT 'member ' || ${name} AS door FROM audit a ${member} WHERE a.action = 'member.remove' AND ${since}
        UNION SELECT 'role of ' || ${name} FROM audit a ${member} WHERE a.action LIKE 'member.role.%' AND ${since}
        UNION SELECT 'key ' || a.name FROM apiKeys a WHERE a.revokedAt > :at AND (:shop IS NULL OR a.shopId = :shop)
        UNION SELECT 'link of ' || CASE kind WHEN 'case' THEN 'a case' ELSE 'complaints' END || ' ' || a.id FROM links a
        WHERE a.revokedAt > :at AND (:shop IS NULL OR a.shopId = :shop)`,
      args,
    },
  ])
  return [
    erased.length === 0
      ? `Nobody was erased after this backup was made (${made}).`
      : `${erased.length === 1 ? '1 person' : `${erased.length} people`} erased after this backup was made (${made}) ${
          erased.length === 1 ? 'is' : 'are'
        } back with it: ${ERASE}, at ${some(erased.map(({ target }) => `/customers/${target}`))}.`,
    doors.length === 0
      ? 'No member was removed, no role changed, no key or link ended since.'
      : `As they were before are also: ${some(doors.map(({ door }) => String(door)))}: ${CLOSE}.`,
  ]
}

const some = (all: string[]): string =>
  all.slice(0, NAMED).join(', ') + (all.length > NAMED ? ` and ${all.length - NAMED} more` : '')
