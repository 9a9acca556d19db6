// @vitest-environment happy-dom
/** The line under the title, of photos that are only on this phone. */
import { signal } from '@preact/signals'
import { act, screen, waitFor } from '@testing-library/preact'
import { afterEach, expect, test } from 'vitest'
import { addFiles, evidenceOf } from '../../../web/actions/evidence.ts'
import { SyncStrip } from '../../../web/components/SyncStrip.tsx'
import { setSent } from '../../../web/files/progress.ts'
import { setLocale } from '../../../web/i18n/index.ts'
import { openGate } from '../../../web/session.ts'
import { endUpload, markUpload } from '../../../web/store/files.ts'
import type { Engine, Status } from '../../../web/sync/engine.ts'
import { openDispute } from '../../domain/dispute/fixtures.ts'
import { jpeg } from '../../support/pictures.ts'
import { customer } from '../sync/rules.ts'
import { type OpenedShop, openShop } from './opened-shop.ts'
import { clearedStage, draw, NOW } from './stage.tsx'

const dispute = openDispute({ customerId: 'c1' })
const status = signal<Status>({
  ...{ online: true, syncing: false, pending: 0, rejected: 0, waiting: 0, lastSyncAt: NOW, error: null },
  firstLoad: null,
  restored: false,
})
const now = (over: Partial<Status>) =>
  act(() => {
    status.value = { ...status.value, ...over }
  })

let shop: OpenedShop
clearedStage()
afterEach(() => act(() => setLocale('zh-CN')))

/** The photos are announced: the server knows of them, without their bytes. */
async function withPhotos(...names: string[]) {
  shop = await openShop({ customers: [customer('c1')], disputes: [dispute] })
  await openGate({ status, session: signal('in') } as unknown as Engine)
  await addFiles(
    dispute.id,
    names.map((name) => ({ name }) as File),
    'hand',
    async ({ name }) => ({
      bytes: new Uint8Array(jpeg({ size: 500 + names.indexOf(name) })),
      name,
      type: name.endsWith('.pdf') ? 'application/pdf' : 'image/jpeg',
    }),
  )
  await shop.sync()
  draw(<SyncStrip />)
  return evidenceOf(dispute.id).map(({ id }) => id) as [string, string]
}
const line = () => document.querySelector('.strip')
const told = () => line()?.textContent ?? null

test('offline, on their way, stuck and turned away are told apart, and lead to the case', async () => {
  const [first, second] = await withPhotos('杯口.jpg', '杯底.jpg')
  expect(told()).toBeNull()
  await now({ online: false })
  expect(told()).toBe('没有网络，还有 2 张照片没传完')
  expect(screen.getByRole('link').getAttribute('href')).toBe(`/disputes/${dispute.id}`)
  await now({ online: true, error: 'unavailable' })
  expect(told()).toBe('还有 2 张照片没传完')
  await act(() => setSent(first, 0))
  expect(told()).toBe('正在上传，还剩 2 张照片')
  await endUpload(shop.store.db, first)
  await act(() => shop.store.outboxChanged())
  expect(told()).toBe('还有 1 张照片没传完')
  await markUpload(shop.store.db, second, 'too_large')
  await act(() => shop.store.outboxChanged())
  expect(told()).toBe('1 张照片没传上去，点开看看')
  await endUpload(shop.store.db, second)
  await act(() => shop.store.outboxChanged())
  await now({ error: null })
  expect(line()).toBeNull()
})

test('a photo just added offline is a photo, not a change as well; other changes are counted beside it', async () => {
  shop = await openShop({ customers: [customer('c1')], disputes: [dispute] })
  await openGate({ status, session: signal('in') } as unknown as Engine)
  draw(<SyncStrip />)
  await act(async () => {
    await addFiles(dispute.id, [{ name: '杯口.jpg' } as File], 'hand', async ({ name }) => ({
      ...{ bytes: new Uint8Array(jpeg({ size: 500 })), name, type: 'image/jpeg' as const },
    }))
  })
  await now({ online: false, pending: 1 })
  expect(told()).toBe('没有网络，还有 1 张照片没传完')
  await now({ pending: 2 })
  expect(told()).toBe('没有网络，1 处改动待同步，还有 1 张照片没传完')
  expect(screen.getByRole('link').getAttribute('href')).toBe('/more/attention')
  await now({ online: true, pending: 0 })
})

test('with a PDF among them they are files; in English one is not many', async () => {
  const [first] = await withPhotos('杯口.jpg', '单据.pdf')
  await now({ online: false })
  expect(told()).toBe('没有网络，还有 2 个文件没传完')
  await act(() => setLocale('en'))
  await waitFor(() => expect(told()).toBe('Offline · 2 files still to upload'))
  const pdfFirst = evidenceOf(dispute.id).find(({ type }) => type === 'application/pdf')?.id ?? first
  await endUpload(shop.store.db, pdfFirst)
  await act(() => shop.store.outboxChanged())
  expect(told()).toBe('Offline · 1 photo still to upload')
  await now({ online: true })
})
