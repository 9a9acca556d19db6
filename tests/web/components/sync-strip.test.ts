import { expect, test } from 'vitest'
import { type Files, syncNews } from '../../../web/components/SyncStrip.tsx'
import type { Status } from '../../../web/sync/engine.ts'

const NOW = 1_700_000_000_000
const well: Status = {
  online: true,
  syncing: false,
  pending: 0,
  rejected: 0,
  waiting: 0,
  lastSyncAt: NOW,
  error: null,
  firstLoad: null,
  restored: false,
}
const none: Files = { left: null, failed: null, unannounced: 0 }
const two = { n: 2, photos: true, disputeId: 'd1', sending: false }
const calm = { update: false, slow: false, files: none, now: NOW }
const news = (status: Partial<Status>, beyond: Partial<typeof calm> = {}) =>
  syncNews({ ...well, ...status }, { ...calm, ...beyond })

test('nothing is said while all is well, nor of a change on its way', () => {
  expect(news({})).toBeNull()
  expect(news({ pending: 1, syncing: true })).toBeNull()
})

test('a change that stays unsent is told, at once when the server has trouble', () => {
  expect(news({ pending: 2 }, { slow: true })).toEqual({ kind: 'waiting', n: 2, files: null })
  expect(news({ pending: 2, error: 'unavailable' })).toEqual({ kind: 'waiting', n: 2, files: null })
})

test('a server that is full, damaged or only read is told at once, with or without changes of one’s own', () => {
  expect(news({ error: 'storage_full' })).toEqual({ kind: 'server-full' })
  expect(news({ error: 'storage_damaged', pending: 2 })).toEqual({ kind: 'server-damaged' })
  expect(news({ error: 'storage_read_only' })).toEqual({ kind: 'server-read-only' })
  expect(news({ error: 'storage_full', rejected: 1 })).toEqual({ kind: 'attention', n: 1, online: true })
})

test('what was refused comes before being offline, which is said with it', () => {
  expect(news({ rejected: 1 })).toEqual({ kind: 'attention', n: 1, online: true })
  expect(news({ rejected: 1, online: false, pending: 3 })).toEqual({ kind: 'attention', n: 1, online: false })
})

test('that the server was restored is told before what goes by itself', () => {
  expect(news({ restored: true, online: false, pending: 2 })).toEqual({ kind: 'restored' })
  expect(news({ restored: true, rejected: 1 })).toEqual({ kind: 'attention', n: 1, online: true })
})

test('offline tells how many changes wait', () => {
  expect(news({ online: false })).toEqual({ kind: 'offline' })
  expect(news({ online: false, pending: 3 })).toEqual({ kind: 'offline-waiting', n: 3, files: null })
})

test('photos are told of once they take long or the network is gone; each is not told as a change too', () => {
  const files = { ...none, left: two }
  expect(news({}, { files })).toBeNull()
  expect(news({}, { files, slow: true })).toEqual({ kind: 'waiting', n: 0, files: two })
  expect(news({ pending: 3, online: false }, { files: { ...files, unannounced: 2 } })).toEqual({
    ...{ kind: 'offline-waiting', n: 1, files: two },
  })
})

test('a photo the server turned away is told at once, after a refused change', () => {
  const failed = { n: 1, photos: true, disputeId: 'd1' }
  const files = { ...none, left: two, failed }
  expect(news({ online: false }, { files })).toEqual({ kind: 'files-failed', files: failed })
  expect(news({ rejected: 1 }, { files })).toMatchObject({ kind: 'attention' })
})

test('the first load counts up, and an update waits until it is done', () => {
  expect(news({ firstLoad: { rows: 1200 } }, { update: true })).toEqual({ kind: 'loading', n: 1200 })
  expect(news({}, { update: true })).toEqual({ kind: 'update' })
})

test('old content is called old when the server cannot be reached', () => {
  const before = NOW - 11 * 60_000
  expect(news({ error: 'internal', lastSyncAt: before })).toEqual({ kind: 'stale', at: before })
  expect(news({ error: 'internal', lastSyncAt: NOW - 60_000 })).toBeNull()
  expect(news({ lastSyncAt: before })).toBeNull()
})

test('a version or a disk that stops syncing is told above all else', () => {
  expect(news({ error: 'outdated', pending: 1 })).toEqual({ kind: 'outdated' })
  expect(news({ error: 'storage', rejected: 1 })).toEqual({ kind: 'storage' })
})
