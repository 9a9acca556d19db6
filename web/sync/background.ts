/** Background Sync in the service worker: sends the queue while no page is open. */
import { api } from '../api.ts'
import { forgetShop } from '../store/base.ts'
import { openDatabase } from '../store/database.ts'
import { openChannel } from './channel.ts'
import { flushOnce } from './flush.ts'
import { browserLocks } from './locks.ts'
import { isRemoved } from './removed.ts'

/** Rejects while changes are left to send, so that the browser tries again. */
export async function flushInBackground(): Promise<void> {
  const db = await openDatabase()
  const channel = openChannel()
  try {
    await flushOnce({ db, api, locks: browserLocks(), onSettled: () => channel.post({ type: 'outbox' }) })
    channel.post({ type: 'pull' })
  } catch (error) {
    // Nobody may have the app open for days: what the shop told this phone goes now.
    if (!isRemoved(error)) throw error
    await forgetShop(db)
    channel.post({ type: 'reset' })
  } finally {
    channel.close()
    db.close()
  }
}
