// @vitest-environment happy-dom
/** Two cases became one: the one that goes on holds the evidence of both, on the screen, in its story and in its pack. */
import { act, screen } from '@testing-library/preact'
import { expect, test } from 'vitest'
import { casePack, SUMS, TIMELINE } from '../../../web/files/case-pack.ts'
import { sha256 } from '../../../web/files/prepare.ts'
import { Evidence } from '../../../web/screens/disputes/Evidence.tsx'
import { gather } from '../../../web/screens/disputes/pack-case.ts'
import { Timeline } from '../../../web/screens/disputes/Timeline.tsx'
import { keepUpload } from '../../../web/store/files.ts'
import { disputeEvent } from '../../../worker/domain/dispute.ts'
import { MOST_A_CASE } from '../../../worker/domain/evidence/limits.ts'
import type { EvidenceRow } from '../../../worker/domain/rows.ts'
import { meta, openDispute, T0 } from '../../domain/dispute/fixtures.ts'
import { png } from '../../support/pictures.ts'
import { customer } from '../sync/rules.ts'
import { type OpenedShop, openShop } from './opened-shop.ts'
import { clearedStage, draw } from './stage.tsx'

clearedStage()

const went = openDispute({ id: 'd1', step: 'closed', outcome: 'merged', mergedInto: 'd2', closedAt: T0 + 9 })
const lives = openDispute({ id: 'd2' })
const file = (id: string, disputeId: string, over: Partial<EvidenceRow> = {}): EvidenceRow => ({
  ...{ id, disputeId, name: `${id}.pdf`, type: 'application/pdf', size: 9, hash: 'ab'.repeat(32), at: T0 },
  ...{ by: 'user', source: 'hand', storedAt: T0, removedAt: null, ...over },
})
const tiles = () => screen.queryAllByRole('button', { name: /\.pdf/ })

async function opened(evidence: EvidenceRow[], disputes = [went, lives]): Promise<OpenedShop> {
  const added = disputeEvent(
    'd1',
    'evidence',
    { evidenceId: 'e1', name: '杯口.png', hash: '', what: 'added' },
    meta(T0),
  )
  return openShop({ customers: [customer('c1')], disputes, evidence, disputeEvents: [added] })
}

test('its files stand in the case that goes on, and away again when the two are taken apart', async () => {
  const shop = await opened([file('e1', 'd1'), file('e2', 'd2', { at: T0 + 1 }), file('e3', 'd3')])
  draw(<Evidence dispute={lives} />)
  await screen.findByRole('button', { name: /e1\.pdf/ })
  expect(tiles()).toHaveLength(2)
  await act(() => shop.arrive({ disputes: [openDispute({ id: 'd1' })] }))
  expect(screen.queryByRole('button', { name: /e1\.pdf/ })).toBeNull()
  expect(tiles()).toHaveLength(1)
})

test('a photo another phone sends for the case that went shows in the one that goes on', async () => {
  const shop = await opened([])
  draw(<Evidence dispute={lives} />)
  await screen.findByRole('button', { name: '选照片' })
  await act(() => shop.arrive({ evidence: [file('late', 'd1')] }))
  await screen.findByRole('button', { name: /late\.pdf/ })
})

test('each case has room of its own: a full one that came in takes none away', async () => {
  await opened(Array.from({ length: MOST_A_CASE }, (_, n) => file(`e${n}`, 'd1')))
  draw(<Evidence dispute={lives} />)
  await screen.findByRole('button', { name: /e0\.pdf/ })
  expect(screen.getByRole('button', { name: '选照片' })).toBeTruthy()
})

test('its story tells of the files that came in', async () => {
  await opened([])
  draw(<Timeline dispute={lives} />)
  await screen.findByText('加了“杯口.png”')
})

test('its pack holds the files of both, with their sums', async () => {
  const bytes = new Uint8Array(png())
  const hash = await sha256(bytes)
  const photo = file('e1', 'd1', { name: '杯口.png', type: 'image/png', hash, size: bytes.length })
  const shop = await opened([photo, file('e2', 'd2', { at: T0 + 1 })])
  for (const id of ['e1', 'e2']) await keepUpload(shop.store.db, { id, bytes, type: 'image/png', at: 1 })
  const pack = await gather(lives)
  expect(pack.files.map(({ name }) => name)).toEqual(['杯口.png', 'e2.pdf'])
  expect(pack.events.flatMap(({ lines }) => lines)).toContain('加了“杯口.png”')
  const archive = new TextDecoder().decode(await (await casePack(pack, sha256)).arrayBuffer())
  for (const said of [TIMELINE, SUMS, `${hash}  evidence/01 杯口.png`]) expect(archive).toContain(said)
})
