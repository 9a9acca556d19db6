/** Changes only this phone has, as a file a person can keep and somebody else can read. */

import type { Store } from '../../store/store.ts'
import { changeTitle } from '../more/changes.ts'

interface UnsentChange {
  /** What it does, in the language of the app. */
  what: string
  name: string
  /** ISO 8601, UTC. */
  at: string
  args: unknown
  /** Why the server did not take it; not there for one it never heard of. */
  refused?: string
}

export interface UnsentFile {
  app: 'regulars'
  kind: 'unsent-changes'
  version: 1
  savedAt: string
  shopId: string | null
  memberId: string | null
  /** In the order they were made. */
  changes: UnsentChange[]
  /** Photos and files, their bytes in base64. */
  files: { id: string; type: string; base64: string }[]
}

/** Everything of the person that the server did not take. @throws DOMException when the phone's database fails */
export async function unsentFile({ db, view, uploads }: Store, now: number): Promise<UnsentFile> {
  const told = (change: { name: string; args: unknown; at: number }): UnsentChange => ({
    what: changeTitle(change),
    name: change.name,
    at: new Date(change.at).toISOString(),
    args: change.args,
  })
  const waiting = view.outbox.peek().filter(({ acked }) => acked === 0)
  const refused = view.rejections.peek().map((one) => ({ ...told(one), refused: one.code }))
  const kept = await Promise.all(uploads.peek().map(({ id }) => db.get('files', id)))
  const { shopId, userId } = view.state.peek()
  return {
    app: 'regulars',
    kind: 'unsent-changes',
    version: 1,
    savedAt: new Date(now).toISOString(),
    shopId,
    memberId: userId,
    changes: [...refused, ...waiting.map(told)].sort((a, b) => (a.at < b.at ? -1 : a.at > b.at ? 1 : 0)),
    files: kept.flatMap((file) => (file ? [{ id: file.id, type: file.type, base64: base64(file.bytes) }] : [])),
  }
}

function base64(bytes: Uint8Array): string {
  let binary = ''
  for (let i = 0; i < bytes.length; i += 8192) binary += String.fromCharCode(...bytes.subarray(i, i + 8192))
  return btoa(binary)
}
