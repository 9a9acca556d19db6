/** After a shared complaint was saved. */
import { dropShared, type Shared } from '../../store/shared.ts'

/**
 * What was shared has become a case: its pictures become evidence, and it is no longer kept as something to look at.
 * Never rejects: the case is saved.
 * @returns how many pictures could not be kept as evidence; what was shared then stays for some days
 */
export async function settleShared({ id, files }: Shared, disputeId: string): Promise<number> {
  let missed = 0
  if (files.length > 0) {
    try {
      const { addFiles } = await import('../../actions/evidence.ts')
      missed = (await addFiles(disputeId, files, 'share')).length
    } catch {
      missed = files.length
    }
  }
  // What is left behind goes by itself after some days.
  if (missed === 0) await dropShared(id).catch(() => {})
  return missed
}
