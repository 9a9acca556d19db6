/** Background Sync in the service worker: sends the queue while no page is open. */
import { api } from '../api.ts'
import { openDatabase } from '../store/database.ts'
import { openChannel } from './channel.ts'
import { flushOnce } from './flush.ts'
import { browserLocks } from './locks.ts'

/** Rejects while changes are left to send, so that the browser tries again. */
export async function flushInBackground(): Promise<void> {
  const db = await openDatabase()
  const channel = openChannel()
  try {
    await flushOnce({ db, api, locks: browserLocks(), onSettled: () => channel.post({ type: 'outbox' }) })
    channel.post({ type: 'pull' })
  } finally {
    channel.close()
    db.close()
  }
}
