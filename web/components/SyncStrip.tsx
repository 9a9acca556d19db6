import { useEffect, useState } from 'preact/hooks'
import type { EvidenceRow } from '../../worker/domain/rows.ts'
import { uploadsUnderWay } from '../files/progress.ts'
import { count, recently } from '../i18n/format.ts'
import { t } from '../i18n/index.ts'
import { syncStatus } from '../session.ts'
import { currentStore } from '../store/current.ts'
import { unsentFiles } from '../store/files.ts'
import type { Store } from '../store/store.ts'
import { applyUpdate, updateReady } from '../sw/register.ts'
import type { Status } from '../sync/engine.ts'
import { Strip } from './Strip.tsx'

/** A change that is sent within this time is not worth a word. */
const PATIENCE_MS = 4000
/** What is on screen may be this old while the server cannot be reached. */
const STALE_MS = 10 * 60_000

/** Files of the same fate. */
interface SomeFiles {
  n: number
  /** All of them are pictures. */
  photos: boolean
  /** The case one of them belongs to. */
  disputeId: string
}
interface FilesLeft extends SomeFiles {
  /** One of them is on its way just now. */
  sending: boolean
}

/** What of evidence is only on this phone. */
export interface Files {
  left: FilesLeft | null
  failed: SomeFiles | null
  /** How many of them the server has not heard of: each is a pending change as well. */
  unannounced: number
}

export type SyncNews =
  | { kind: 'attention'; n: number; online: boolean }
  | { kind: 'files-failed'; files: SomeFiles }
  | { kind: 'offline-waiting' | 'waiting'; n: number; files: FilesLeft | null }
  | { kind: 'loading'; n: number }
  | {
      kind:
        | 'storage'
        | 'server-full'
        | 'server-read-only'
        | 'server-damaged'
        | 'restored'
        | 'outdated'
        | 'offline'
        | 'update'
    }
  | { kind: 'stale'; at: number }

interface Beyond {
  /** A newer version of the app waits to be put in force. */
  update: boolean
  /** Changes or files have been waiting for longer than a sending takes. */
  slow: boolean
  files: Files
  /** The phone's clock, epoch ms. */
  now: number
}

/** The one thing worth telling of syncing, what needs the person first; null when all is well. */
export function syncNews(status: Status, { update, slow, files, now }: Beyond): SyncNews | null {
  const { online, rejected, error, firstLoad, lastSyncAt, restored } = status
  const { left, failed } = files
  // A file that is added is told of as a file.
  const pending = status.pending - files.unannounced
  const waits = pending > 0 || left !== null
  if (error === 'storage') return { kind: 'storage' }
  if (rejected > 0) return { kind: 'attention', n: rejected, online }
  if (failed) return { kind: 'files-failed', files: failed }
  if (error === 'storage_full') return { kind: 'server-full' }
  if (error === 'storage_read_only') return { kind: 'server-read-only' }
  if (error === 'storage_damaged') return { kind: 'server-damaged' }
  if (restored) return { kind: 'restored' }
  if (error === 'outdated') return { kind: 'outdated' }
  if (!online) return waits ? { kind: 'offline-waiting', n: pending, files: left } : { kind: 'offline' }
  if (firstLoad) return { kind: 'loading', n: firstLoad.rows }
  if (update) return { kind: 'update' }
  if (waits && (slow || error !== null)) return { kind: 'waiting', n: pending, files: left }
  if (error !== null && lastSyncAt !== null && now - lastSyncAt > STALE_MS) return { kind: 'stale', at: lastSyncAt }
  return null
}

const NONE: Files = { left: null, failed: null, unannounced: 0 }

const some = (rows: EvidenceRow[]): SomeFiles | null =>
  rows[0]
    ? { n: rows.length, photos: rows.every(({ type }) => type !== 'application/pdf'), disputeId: rows[0].disputeId }
    : null

/** Reads signals: whoever draws it follows. */
export function filesNow({ view, uploads }: Pick<Store, 'view' | 'uploads'>): Files {
  const { waiting, failed, unannounced } = unsentFiles(view, uploads.value)
  const left = some(waiting)
  const sending = waiting.some(({ id }) => uploadsUnderWay.value.has(id))
  return { left: left && { ...left, sending }, failed: some(failed), unannounced }
}

const filesText = ({ n, photos }: SomeFiles): string => t(photos ? 'common.sync.photos' : 'common.sync.files', { n })

/** How many changes and files wait; `said` stands before it. */
function waitingText({ n, files }: { n: number; files: FilesLeft | null }, said: string[]): string {
  if (n > 0) said.push(t('common.sync.waiting', { n }))
  if (files)
    said.push(t(files.sending ? 'common.sync.sendingFiles' : 'common.sync.filesLeft', { what: filesText(files) }))
  return said.join(t('common.sync.between'))
}

const waitingAt = ({ n, files }: { n: number; files: FilesLeft | null }): string =>
  n === 0 && files ? `/disputes/${files.disputeId}` : '/more/attention'

/** One thin line under the title, from how syncing stands; nothing when all is well. */
export function SyncStrip() {
  const status = syncStatus.value
  const files = status ? filesNow(currentStore()) : NONE
  const slow = useLasting((status?.pending ?? 0) > 0 || files.left !== null)
  const news = status && syncNews(status, { update: updateReady.value, slow, files, now: Date.now() })
  return news ? <Told news={news} /> : null
}

const SERVER = {
  'server-full': 'common.sync.serverFull',
  'server-read-only': 'common.sync.serverReadOnly',
  'server-damaged': 'common.sync.serverDamaged',
} as const

function Told({ news }: { news: SyncNews }) {
  switch (news.kind) {
    case 'storage':
      return (
        <Strip tone="attention" href="/more/data" everywhere>
          {t('common.sync.storage')}
        </Strip>
      )
    case 'server-full':
    case 'server-read-only':
    case 'server-damaged':
      return (
        <Strip tone="attention" href="/more/data" everywhere>
          {t(SERVER[news.kind])}
        </Strip>
      )
    case 'attention':
      return (
        <Strip tone="attention" href="/more/attention" everywhere>
          {news.online ? '' : `${t('common.sync.offlineShort')} · `}
          {t('common.sync.attention', { n: news.n })}
        </Strip>
      )
    case 'files-failed':
      return (
        <Strip tone="attention" href={`/disputes/${news.files.disputeId}`} everywhere>
          {t('common.sync.filesFailed', { what: filesText(news.files) })}
        </Strip>
      )
    case 'restored':
      return (
        <Strip tone="attention" href="/more/attention" everywhere>
          {t('common.sync.restored')}
        </Strip>
      )
    case 'outdated':
      return (
        <Strip tone="update" onClick={applyUpdate} everywhere>
          {t('common.sync.outdated')}
        </Strip>
      )
    case 'update':
      return (
        <Strip tone="update" onClick={applyUpdate} everywhere>
          {`${t('common.sync.update')} · ${t('common.sync.updateNow')}`}
        </Strip>
      )
    case 'offline':
      return (
        <Strip tone="offline" everywhere>
          {t('common.sync.offline')}
        </Strip>
      )
    case 'offline-waiting':
      return (
        <Strip tone="offline" href={waitingAt(news)} everywhere>
          {waitingText(news, [t('common.sync.offlineShort')])}
        </Strip>
      )
    case 'waiting':
      return (
        <Strip tone="waiting" href={waitingAt(news)} everywhere>
          {waitingText(news, [])}
        </Strip>
      )
    case 'loading':
      return (
        <Strip tone="info" everywhere>
          {t('common.sync.loading', { done: count(news.n) })}
        </Strip>
      )
    case 'stale': {
      const zone = Intl.DateTimeFormat().resolvedOptions().timeZone
      return (
        <Strip tone="offline" everywhere>
          {t('common.sync.stale', { ago: recently(news.at, { zone }) })}
        </Strip>
      )
    }
  }
}

/** True once `on` has held for a while. */
function useLasting(on: boolean): boolean {
  const [lasting, setLasting] = useState(false)
  useEffect(() => {
    setLasting(false)
    if (!on) return
    const timer = setTimeout(() => setLasting(true), PATIENCE_MS)
    return () => clearTimeout(timer)
  }, [on])
  return on && lasting
}
