// @vitest-environment happy-dom
import { cleanup, fireEvent, screen, waitFor } from '@testing-library/preact'
import { expect, test, vi } from 'vitest'
import { Evidence } from '../../../web/screens/disputes/Evidence.tsx'
import { publicLines } from '../../../web/screens/disputes/pack-case.ts'
import { keepUpload, markUpload } from '../../../web/store/files.ts'
import type { DisputeEventRow, EvidenceRow } from '../../../worker/domain/rows.ts'
import { openDispute } from '../../domain/dispute/fixtures.ts'
import { png } from '../../support/pictures.ts'
import { customer } from '../sync/rules.ts'
import { type OpenedShop, openShop } from './opened-shop.ts'
import { clearedStage, draw } from './stage.tsx'

const dispute = openDispute({ customerId: 'c1' })
const file = (id: string, over: Partial<EvidenceRow> = {}): EvidenceRow => ({
  ...{ id, disputeId: dispute.id, name: `${id}.pdf`, type: 'application/pdf', size: 9, hash: 'ab'.repeat(32), at: 5 },
  ...{ by: 'user', source: 'hand', storedAt: 6, removedAt: null, ...over },
})

let shop: OpenedShop
clearedStage()
async function show(evidence: EvidenceRow[], role: 'owner' | 'viewer' = 'owner') {
  shop = await openShop({ customers: [customer('c1')], disputes: [dispute], evidence }, role)
  draw(<Evidence dispute={dispute} />)
}

const tile = (name: RegExp) => screen.findByRole('button', { name })

test('says of each file where it is', async () => {
  await show([file('e1'), file('e2', { storedAt: null }), file('e3', { storedAt: null }), file('e4', { removedAt: 7 })])
  await keepUpload(shop.store.db, { id: 'e2', bytes: new Uint8Array(png()), type: 'application/pdf', at: 1 })
  await shop.store.outboxChanged()
  await tile(/e1\.pdf.*已保存/)
  await tile(/e2\.pdf.*等待上传/)
  await tile(/e3\.pdf.*等另一台手机上传/)
  expect(screen.queryByRole('button', { name: /e4/ })).toBeNull()
  await markUpload(shop.store.db, 'e2', 'hash_mismatch')
  await shop.store.outboxChanged()
  await tile(/e2\.pdf.*没传上去/)
  fireEvent.click(screen.getByRole('button', { name: '重试' }))
  await tile(/e2\.pdf.*等待上传/)
})

test('a file is looked at, taken away and brought back', async () => {
  await show([file('e1'), file('e2', { at: 8 })])
  vi.stubGlobal('fetch', () => Promise.reject(new TypeError('offline')))
  fireEvent.click(await tile(/e1\.pdf/))
  expect(await screen.findByText('没有网络，这台手机里也没有这个文件。')).toBeDefined()
  fireEvent.keyDown(screen.getByRole('dialog', { hidden: true }), { key: 'ArrowRight' })
  await screen.findByText('2 / 2')
  fireEvent.click(screen.getByRole('button', { name: '拿掉', hidden: true }))
  await waitFor(() => expect(screen.queryByRole('button', { name: /e2\.pdf/ })).toBeNull())
  fireEvent.click(await screen.findByRole('button', { name: '撤销' }))
  await tile(/e2\.pdf/)
})

test('who may only look finds nothing to change, and no empty strip', async () => {
  await show([file('e1')], 'viewer')
  await tile(/e1\.pdf/)
  expect(screen.queryByRole('button', { name: '选照片' })).toBeNull()
  cleanup()
  shop.close()
  await show([], 'viewer')
  expect(screen.queryByText('凭证')).toBeNull()
})

test('what is the shop’s own stays out of a case pack', () => {
  const event = (kind: DisputeEventRow['kind'], data: object) =>
    publicLines({ id: 'x', disputeId: dispute.id, at: 1, by: null, kind, data: { ...data } }, 'CNY', 'Asia/Shanghai')
  const secret = { text: '内部', lesson: '内部', real: '内部', cost: 9, note: '内部' }
  for (const kind of ['note', 'analysed', 'approved', 'merged', 'linked'] as const)
    expect(event(kind, secret)).toBeNull()
  expect(event('recorded', { ...secret, done: '补发了' })).toEqual(['补发了'])
  expect(event('attempted', secret)).toEqual([])
  expect(event('replied', { text: '我这就去查。' })).toEqual(['我这就去查。'])
  expect(event('evidence', { what: 'added', name: '杯口.jpg' })).toEqual(['加了“杯口.jpg”'])
})
