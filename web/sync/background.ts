/** Background Sync in the service worker: sends the queue while no page is open. */
import { api } from '../api.ts'
import { forgetShop } from '../store/base.ts'
import { openDatabase, readState } from '../store/database.ts'
import { openChannel } from './channel.ts'
import { flushOnce } from './flush.ts'
import { browserLocks } from './locks.ts'
import { isRemoved } from './removed.ts'

/** Rejects while changes are left to send, so that the browser tries again. */
export async function flushInBackground(): Promise<void> {
  const db = await openDatabase()
  const channel = openChannel()
  const { entry } = await readState(db)
  try {
    await flushOnce({ db, api, locks: browserLocks(), onSettled: () => channel.post({ type: 'outbox' }) })
    channel.post({ type: 'pull' })
  } catch (error) {
    // Nobody may have the app open for days: what the shop told this phone goes now.
    if (!isRemoved(error)) throw error
    if (!(await forgetShop(db, entry))) throw error
    channel.post({ type: 'reset' })
  } finally {
    channel.close()
    db.close()
  }
}
