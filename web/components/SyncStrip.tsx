import { useEffect, useState } from 'preact/hooks'
import { count, recently } from '../i18n/format.ts'
import { t } from '../i18n/index.ts'
import { syncStatus } from '../session.ts'
import { applyUpdate, updateReady } from '../sw/register.ts'
import type { Status } from '../sync/engine.ts'
import { Strip } from './Strip.tsx'

/** A change that is sent within this time is not worth a word. */
const PATIENCE_MS = 4000
/** What is on screen may be this old while the server cannot be reached. */
const STALE_MS = 10 * 60_000

export type SyncNews =
  | { kind: 'attention'; n: number; online: boolean }
  | { kind: 'offline-waiting' | 'waiting' | 'loading'; n: number }
  | { kind: 'storage' | 'outdated' | 'offline' | 'update' }
  | { kind: 'stale'; at: number }

interface Beyond {
  /** A newer version of the app waits to be put in force. */
  update: boolean
  /** Changes have been waiting for longer than a sending takes. */
  slow: boolean
  /** The phone's clock, epoch ms. */
  now: number
}

/** The one thing worth telling of syncing, what needs the person first; null when all is well. */
export function syncNews(status: Status, { update, slow, now }: Beyond): SyncNews | null {
  const { online, pending, rejected, error, firstLoad, lastSyncAt } = status
  if (error === 'storage') return { kind: 'storage' }
  if (rejected > 0) return { kind: 'attention', n: rejected, online }
  if (error === 'outdated') return { kind: 'outdated' }
  if (!online) return pending > 0 ? { kind: 'offline-waiting', n: pending } : { kind: 'offline' }
  if (firstLoad) return { kind: 'loading', n: firstLoad.rows }
  if (update) return { kind: 'update' }
  if (pending > 0 && (slow || error !== null)) return { kind: 'waiting', n: pending }
  if (error !== null && lastSyncAt !== null && now - lastSyncAt > STALE_MS) return { kind: 'stale', at: lastSyncAt }
  return null
}

/** One thin line under the title, from how syncing stands; nothing when all is well. */
export function SyncStrip() {
  const status = syncStatus.value
  const slow = useLasting((status?.pending ?? 0) > 0)
  const news = status && syncNews(status, { update: updateReady.value, slow, now: Date.now() })
  return news ? <Told news={news} /> : null
}

function Told({ news }: { news: SyncNews }) {
  switch (news.kind) {
    case 'storage':
      return (
        <Strip tone="attention" href="/more/data" everywhere>
          {t('common.sync.storage')}
        </Strip>
      )
    case 'attention':
      return (
        <Strip tone="attention" href="/more/attention" everywhere>
          {news.online ? '' : `${t('common.sync.offlineShort')} · `}
          {t('common.sync.attention', { n: news.n })}
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
        <Strip tone="offline" href="/more/attention" everywhere>
          {t('common.sync.offlineWaiting', { n: news.n })}
        </Strip>
      )
    case 'waiting':
      return (
        <Strip tone="waiting" href="/more/attention" everywhere>
          {t('common.sync.waiting', { n: news.n })}
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
