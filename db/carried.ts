/** What of the database a backup carries. A table without an answer does not compile. */
import { ROW_COLUMNS, type SERVER_TABLES, type SHARED_TABLES } from './columns.ts'

/**
 * `always`; `whole`, in a backup of all shops only; or `never`: what opens a door for whoever finds the file, or is
 * worth nothing later. After a restore everybody signs in again.
 */
type Answer = 'always' | 'whole' | 'never'

const ANSWERS: Record<(typeof SERVER_TABLES)[number] | (typeof SHARED_TABLES)[number], Answer> = {
  apiKeys: 'always',
  audit: 'always',
  challenges: 'never',
  clients: 'always',
  // Hang on the key pair of the whole installation, which a single shop does not take along.
  deliveries: 'whole',
  figures: 'always',
  histories: 'always',
  identities: 'always',
  importChanges: 'always',
  importChunks: 'always',
  imports: 'always',
  limits: 'never',
  logins: 'always',
  mutations: 'always',
  oneTimeLinks: 'never',
  orderLines: 'always',
  passkeys: 'always',
  pushSubscriptions: 'whole',
  refunds: 'always',
  rememberedDevices: 'never',
  sessions: 'never',
  undone: 'never',
}

/** Tables a backup carries, of all shops or of one. */
export function carriedTables(whole: boolean): string[] {
  const own = Object.entries(ANSWERS).filter(([, answer]) => answer === 'always' || (whole && answer === 'whole'))
  return [...Object.keys(ROW_COLUMNS), ...own.map(([name]) => name)]
}
