// @vitest-environment happy-dom
import { act, fireEvent, screen, waitFor, within } from '@testing-library/preact'
import { beforeEach, describe, expect, test, vi } from 'vitest'
import { api } from '../../../web/api.ts'
import { Customer } from '../../../web/screens/customers/Customer.tsx'
import { CustomerList } from '../../../web/screens/customers/CustomerList.tsx'
import { copyTable } from '../../../web/screens/customers/privacy/copy-table.ts'
import { inWords } from '../../../web/screens/customers/privacy/hand-copy.ts'
import { readDraft, writeDraft } from '../../../web/store/drafts.ts'
import { keepFile, readFile } from '../../../web/store/files.ts'
import type { CustomerRow, EvidenceRow } from '../../../worker/domain/rows.ts'
import { openDispute } from '../../domain/dispute/fixtures.ts'
import { customer } from '../sync/rules.ts'
import { type OpenedShop, openShop } from './opened-shop.ts'
import { clearedStage, DAY, draw, NOW } from './stage.tsx'

const sync = vi.hoisted(() => vi.fn())
vi.mock('../../../web/session.ts', async (original) => ({
  ...(await original<object>()),
  useEngine: () => ({ sync }),
}))

let shop: OpenedShop
clearedStage()
beforeEach(() => sync.mockClear())

const lin = (more: Partial<CustomerRow> = {}) => customer('c1', { nickname: '林间小鹿', phone: '13800138000', ...more })
const click = (element: HTMLElement) => act(async () => void fireEvent.click(element))
const type = (element: HTMLElement, value: string) =>
  act(async () => void fireEvent.input(element, { target: { value } }))
const consent = () => shop.store.view.get('customers', 'c1')?.consent

async function open(role: 'owner' | 'agent' | 'viewer' = 'owner', row = lin()) {
  shop = await openShop({ customers: [row] }, role)
  draw(<Customer id="c1" />)
  const fold = screen.getByText('隐私').closest('details') as HTMLDetailsElement
  await act(async () => {
    fold.open = true
    fireEvent(fold, new Event('toggle'))
  })
  await screen.findByText('愿不愿意收推广', undefined, { timeout: 10_000 })
}

test('what they agreed to is one tap a channel, with no signal, and says when and how', async () => {
  await open('agent')
  const sms = within(screen.getByRole('radiogroup', { name: '短信' }))
  expect(sms.getByRole('radio', { name: '没问过' }).getAttribute('aria-checked')).toBe('true')
  await click(sms.getByRole('radio', { name: '同意' }))
  await waitFor(() => expect(consent()).toMatchObject({ sms: { answer: 'yes', how: 'chat' } }))
  expect(screen.getByText(/日在聊天里说的$/)).toBeTruthy()
  await click(sms.getByRole('radio', { name: '没问过' }))
  await waitFor(() => expect(consent()).toEqual({}))
  fireEvent.change(screen.getByLabelText('怎么知道的'), { target: { value: 'form' } })
  await click(sms.getByRole('radio', { name: '同意' }))
  await waitFor(() => expect(consent()).toMatchObject({ sms: { answer: 'yes', how: 'form' } }))
  expect(screen.getByText(/日写在纸上的$/)).toBeTruthy()
  expect(screen.queryByRole('button', { name: '删除客户资料' })).toBeNull()
})

test('who may only look sees it and changes nothing', async () => {
  await open('viewer')
  expect(screen.getByText('短信 · 没问过')).toBeTruthy()
  expect(screen.queryByRole('radiogroup')).toBeNull()
})

test('erasing says what goes, what stays and of backups, and waits for the word', async () => {
  const asked = vi.spyOn(api, 'request').mockResolvedValueOnce({ done: false }).mockResolvedValueOnce({ done: true })
  await open()
  await click(screen.getByRole('button', { name: '删除客户资料' }))
  const sheet = within(screen.getByRole('dialog'))
  for (const said of [/姓名和联系方式/, /订单、金额/, /备份/]) expect(sheet.getByText(said)).toBeTruthy()
  const go = sheet.getByRole('button', { name: '删除，不能恢复' }) as HTMLButtonElement
  expect(go.disabled).toBe(true)
  await type(sheet.getByLabelText('要删的话，输入“删除”'), '删除')
  await click(go)
  await waitFor(() => expect(sync).toHaveBeenCalled())
  expect(asked.mock.calls).toEqual([
    ['POST', '/api/people/c1/erase'],
    ['POST', '/api/people/c1/erase'],
  ])
  asked.mockRestore()
})

test('an erased customer has no contacts, no way to act, and is called by what they are', async () => {
  shop = await openShop({
    customers: [lin({ nickname: null, phone: null, erasedAt: NOW - DAY, ordersCount: 2, net: 90_000, tier: 'A' })],
  })
  draw(<Customer id="c1" />)
  expect(screen.getByRole('heading', { level: 1 }).textContent).toBe('已删除的客户')
  expect(screen.getByText('这位客户的资料已删除')).toBeTruthy()
  expect(screen.getByText('留下 2 笔订单，共 ¥900。')).toBeTruthy()
  expect(screen.queryByText(/特别客户|A 级|接下来/)).toBeNull()
  for (const gone of ['隐私', '记联系', '编辑', '记一件纠纷']) expect(screen.queryByText(gone)).toBeNull()
})

test('when the erase arrives, half-typed words, bytes of files and refused changes about them go too', async () => {
  const dispute = openDispute({ id: 'd1', customerId: 'c1' })
  const photo: EvidenceRow = {
    ...{ id: 'e1', disputeId: 'd1', name: '杯口.jpg', type: 'image/jpeg', size: 3, hash: 'ab', at: NOW, by: null },
    ...{ source: 'hand', storedAt: NOW, removedAt: null },
  }
  shop = await openShop({ customers: [lin()], disputes: [dispute], evidence: [photo] })
  await keepFile(shop.store.db, { id: 'e1', bytes: new Uint8Array([1, 2, 3]), type: 'image/jpeg', at: NOW })
  writeDraft('dispute.note.d1', { text: '脾气急' })
  writeDraft('other', { text: '留着' })
  const refused = {
    id: 'm1',
    name: 'dispute.note',
    args: { id: 'd1', text: '脾气急' },
    code: 'conflict',
    details: {},
    at: NOW,
  }
  await shop.store.db.put('rejections', refused as never)
  await shop.store.outboxChanged()
  shop.server.remove('evidence', 'e1')
  await shop.arrive({
    customers: [lin({ nickname: null, phone: null, erasedAt: NOW })],
    disputes: [{ ...dispute, words: '', step: 'closed', outcome: 'erased', closedAt: NOW }],
  })
  expect(await readFile(shop.store.db, 'e1')).toBeUndefined()
  expect(shop.store.view.rejections.value).toEqual([])
  expect(readDraft('dispute.note.d1')).toBeNull()
  expect(readDraft('other')).toEqual({ text: '留着' })
  await expect(shop.store.mutate('dispute.note', { id: 'd1', text: '再记' })).rejects.toMatchObject({ code: 'erased' })
})

test('what is said in cases that came long before the erase goes too, though the page that tells of it holds none of them', async () => {
  const dispute = openDispute({ id: 'd1', customerId: 'c1' })
  shop = await openShop({ customers: [lin()], disputes: [dispute] })
  writeDraft('dispute.note.d1', { text: '脾气急' })
  const args = { id: 'd1', text: '脾气急' }
  await shop.store.db.put('rejections', {
    id: 'm1',
    name: 'dispute.note',
    args,
    code: 'conflict',
    details: {},
    at: NOW,
  } as never)
  await shop.store.outboxChanged()
  await shop.arrive({ customers: [lin({ nickname: null, phone: null, erasedAt: NOW })] })
  expect(shop.store.view.rejections.value).toEqual([])
  expect(readDraft('dispute.note.d1')).toBeNull()
})

test('somebody erased who never bought is in no list; a buyer is, without a name', async () => {
  shop = await openShop({
    customers: [
      lin({ nickname: null, phone: null, erasedAt: NOW, ordersCount: 0 }),
      { ...lin({ nickname: null, phone: null, erasedAt: NOW, ordersCount: 2, net: 900 }), id: 'c2' },
      { ...lin(), id: 'c3' },
    ],
  })
  draw(<CustomerList openId={null} />)
  const names = () => screen.queryAllByRole('listitem').map((row) => row.querySelector('.row-title')?.textContent)
  expect(names().toSorted()).toEqual(['已删除的客户', '林间小鹿'])
  await type(screen.getByRole('searchbox'), '已删')
  expect(names()).toEqual([])
})

describe('the copy for the person themselves', () => {
  const order = (externalId: string, placedAt: number) => ({
    ...{ id: '019a0000-0000-7000-8000-000000000001', externalId, placedAt, status: 'completed', summary: '手作茶杯' },
    ...{ total: 12_800, refunded: 0, lines: [{ product: '手作茶杯', quantity: 2, price: 6400 }] },
  })
  const data = {
    exportedAt: NOW,
    shop: { name: '山间茶铺', currency: 'CNY', timezone: 'Asia/Shanghai' },
    parts: {
      person: [
        lin({
          createdAt: Date.parse('2026-01-02T18:00:00Z'),
          consent: { sms: { answer: 'no', at: Date.parse('2026-03-04T20:00:00Z'), how: 'reply', by: null } },
        }),
      ],
      orders: [
        order('A1', Date.parse('2026-01-02T18:00:00Z')),
        order('123456789012345678', Date.parse('2026-05-01T00:00:00Z')),
      ],
      disputes: [{ ...openDispute({ id: 'd1', customerId: 'c1', words: '杯口裂了' }) }],
      disputeEvents: [{ id: 'e1', disputeId: 'd1', kind: 'heard', at: NOW, by: null, data: { text: '还在等' } }],
      offers: [{ message: '没发出去的话', sentAt: null }],
    } as never,
  }

  test('is a table they can read: their words, the shop’s clock, no inner id, the newest order first', () => {
    const table = copyTable(data)
    expect(table.startsWith('\ufeff基本资料\r\n项目,内容\r\n昵称,林间小鹿\r\n')).toBe(true)
    expect(table).toContain('短信,拒收,2026年3月5日,回复消息说的')
    expect(table).toContain('电话,没问过,,')
    expect(table).toContain('2026年1月3日 02:00,A1,交易成功,手作茶杯 ×2 ¥64,¥128,')
    expect(table.indexOf('123456789012345678\t')).toBeLessThan(table.indexOf('A1'))
    expect(table).toContain('还在等')
    for (const odd of [/[0-9a-f]{8}-[0-9a-f]{4}/, /\bc1\b/, /\bd1\b/, /[{}]/, /T\d\d:\d\d/]) {
      expect(table).not.toMatch(odd)
    }
    expect(table).not.toContain('没发出去的话')
  })

  test('and the same in plain words', () => {
    const text = inWords(data)
    for (const said of ['山间茶铺', '林间小鹿', '13800138000', 'A1', '¥128', '杯口裂了', '短信  拒收']) {
      expect(text).toContain(said)
    }
  })
})
