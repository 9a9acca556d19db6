/** A bucket as an older release left it, and photos for it. */
import { join } from 'node:path'
import { convertV4MiniflareOptions, Miniflare } from 'miniflare'
import type { EvidenceRow } from '../../worker/domain/rows.ts'
import { newId } from '../../worker/ids.ts'
import { MONDAY } from './in-process.ts'
import { sha256 } from './pictures.ts'

export interface Kept {
  key: string
  bytes: Uint8Array
}

/** @param root the folder of files */
export async function leaveOldBucket(root: string, files: readonly Kept[]): Promise<void> {
  const miniflare = new Miniflare(
    convertV4MiniflareOptions({
      ...{ modules: true, script: 'export default {}', r2Buckets: { FILES: 'regulars-files' }, cf: false },
      resourcePersistencePath: join(root, 'v3'),
    }),
  )
  const bucket = await miniflare.getR2Bucket('FILES')
  for (const { key, bytes } of files) await bucket.put(key, bytes, { httpMetadata: { contentType: 'image/png' } })
  await miniflare.dispose()
}

/** A file of a case whose bytes are these, as its row says. */
export const evidenceOf = (bytes: Uint8Array, over: Partial<EvidenceRow> = {}): EvidenceRow => ({
  ...{ id: newId(), disputeId: newId(), name: '杯口.png', type: 'image/png', size: bytes.length, hash: sha256(bytes) },
  ...{ source: 'hand', at: MONDAY, by: null, storedAt: MONDAY, removedAt: null, ...over },
})
