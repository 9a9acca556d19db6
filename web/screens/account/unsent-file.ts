/** Changes only this phone has, as a file a person can read, keep and hand on: a page in words, the same for machines, photos. */

import { type Entry, zip } from '../../files/zip.ts'
import { dateTime, day } from '../../i18n/format.ts'
import { t } from '../../i18n/index.ts'
import type { Store } from '../../store/store.ts'
import { changeTitle, subjectOf, typedIn } from '../more/changes.ts'

interface UnsentChange {
  /** What it does, in the language of the app. */
  what: string
  /** Whom or what it is about, as far as this phone still knows; null when it does not. */
  whom: string | null
  name: string
  /** ISO 8601, UTC. */
  at: string
  args: unknown
  /** Why the server did not take it; not there for one it never heard of. */
  refused?: string
}

export interface Unsent {
  app: 'regulars'
  kind: 'unsent-changes'
  version: 2
  savedAt: string
  shopId: string | null
  memberId: string | null
  /** In the order they were made. */
  changes: UnsentChange[]
  /** Photos and files, by their name in the archive. */
  files: { id: string; type: string; name: string }[]
}

const EXTENSIONS: Record<string, string> = {
  'image/jpeg': 'jpg',
  'image/png': 'png',
  'image/webp': 'webp',
  'application/pdf': 'pdf',
}

/** Everything of the person that the server did not take, as a ZIP. @throws DOMException when the phone's database fails */
export async function unsentFile({ db, view, uploads }: Store, now: number): Promise<File> {
  const zone = view.list('shops').peek()[0]?.timezone ?? Intl.DateTimeFormat().resolvedOptions().timeZone
  const told = (change: { name: string; args: unknown; at: number }) => ({
    what: changeTitle(change),
    whom: subjectOf(change, view.rows)?.title ?? namedIn(change.args),
    name: change.name,
    at: new Date(change.at).toISOString(),
    args: change.args,
  })
  const waiting = view.outbox.peek().filter(({ acked }) => acked === 0)
  const refused = view.rejections.peek().map((one) => ({ ...told(one), refused: one.code }))
  const changes: UnsentChange[] = [...refused, ...waiting.map(told)].sort((a, b) => Date.parse(a.at) - Date.parse(b.at))
  const kept = (await Promise.all(uploads.peek().map(({ id }) => db.get('files', id)))).filter((file) => !!file)
  const files = kept.map(({ id, type, bytes }, i) => {
    const name = `${t('self.unsent.photos')}/${i + 1}.${EXTENSIONS[type] ?? 'bin'}`
    return { id, type, name, bytes: new Uint8Array(bytes) }
  })
  const { shopId, userId } = view.state.peek()
  const machine: Unsent = {
    app: 'regulars',
    kind: 'unsent-changes',
    version: 2,
    savedAt: new Date(now).toISOString(),
    shopId,
    memberId: userId,
    changes,
    files: files.map(({ bytes: _, ...file }) => file),
  }
  const at = new Date(now)
  const text = (name: string, content: string): Entry => ({ name, bytes: new TextEncoder().encode(content), at })
  const title = t('self.unsent.fileName', { day: day(now, zone) })
  const blob = zip([
    text(
      t('self.unsent.page'),
      inWords(changes, files.length, title, (time) => dateTime(time, zone, now)),
    ),
    text(t('self.unsent.machine'), JSON.stringify(machine, null, 2)),
    ...files.map(({ name, bytes }) => ({ name, bytes, at })),
  ])
  return new File([blob], `${title}.zip`, { type: 'application/zip' })
}

/** Somebody new is named in the change itself. */
function namedIn(args: unknown): string | null {
  const { nickname, name } = (args ?? {}) as Record<string, unknown>
  return typeof nickname === 'string' ? nickname : typeof name === 'string' ? name : null
}

/** A paragraph a change: when, what, to whom, and what was typed. */
function inWords(changes: UnsentChange[], files: number, title: string, when: (at: number) => string): string {
  const lines = changes.flatMap((change, i) => [
    '',
    `${i + 1}. ${when(Date.parse(change.at))}  ${[change.what, change.whom].filter(Boolean).join(' · ')}`,
    ...typedIn(change).map((typed) => `   ${typed}`),
    ...(change.refused ? [`   ${t('self.unsent.refused')}`] : []),
  ])
  return [
    title,
    t('self.unsent.intro'),
    ...lines,
    ...(files ? ['', t('self.unsent.withPhotos', { n: files })] : []),
    '',
  ].join('\r\n')
}
