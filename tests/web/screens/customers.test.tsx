// @vitest-environment happy-dom
import { act, cleanup, fireEvent, screen, waitFor, within } from '@testing-library/preact'
import { beforeEach, describe, expect, test, vi } from 'vitest'
import { BasicFacts } from '../../../web/screens/customers/BasicFacts.tsx'
import { ContactBar } from '../../../web/screens/customers/ContactBar.tsx'
import { CustomerList } from '../../../web/screens/customers/CustomerList.tsx'
import { EditSheet } from '../../../web/screens/customers/EditSheet.tsx'
import { query, segment, sort } from '../../../web/screens/customers/list-state.ts'
import { Numbers } from '../../../web/screens/customers/Numbers.tsx'
import { TierReview } from '../../../web/screens/customers/TierReview.tsx'
import { useOrders } from '../../../web/screens/customers/use-orders.ts'
import { useRow } from '../../../web/store/hooks.ts'
import type { CustomerRow, MoveRow } from '../../../worker/domain/rows.ts'
import { figuresWith } from '../../support/figures.ts'
import { customer, order, shop as shopRow } from '../sync/rules.ts'
import { type Given, type OpenedShop, openShop } from './opened-shop.ts'
import { clearedStage, DAY, draw, NOW, opening } from './stage.tsx'

let shop: OpenedShop
clearedStage()
beforeEach(() => {
  query.value = ''
  segment.value = 'all'
  sort.value = 'worth'
})

const buyer = (id: string, worth: number, more: Partial<CustomerRow> = {}) =>
  customer(id, {
    ordersCount: 1,
    net: worth,
    tier: 'B',
    firstOrderAt: NOW - 10 * DAY,
    lastOrderAt: NOW - 10 * DAY,
    figures: figuresWith({ windowNet: worth, lastOrderAt: NOW - 10 * DAY, stage: 'stable' }),
    ...more,
  })

const move = (id: string, customerId: string, more: Partial<MoveRow> = {}): MoveRow => ({
  id,
  customerId,
  runId: 'run',
  from: 'A',
  to: 'B',
  why: [],
  up: [],
  worth: 100,
  status: 'proposed',
  at: NOW,
  decidedAt: null,
  decidedBy: null,
  ...more,
})

async function show(what: preact.ComponentChildren, given: Given, role?: 'viewer') {
  shop = await openShop(given, role)
  return draw(what)
}

const button = (name: string | RegExp) => screen.getByRole('button', { name })
const click = (element: HTMLElement) => act(async () => void fireEvent.click(element))
const rowNames = () => screen.queryAllByRole('listitem').map((row) => row.querySelector('.row-title')?.textContent)
const tierOf = (id: string) => shop.store.view.get('customers', id)?.tier

describe('the list', () => {
  const people = {
    customers: [
      buyer('1', 500, { nickname: '小鹿', openDisputes: 1, unhappyAt: NOW }),
      buyer('2', 900, { nickname: '大鹿', tier: 'A' }),
      buyer('3', 700, { nickname: '阿梨', tier: 'C' }),
      customer('4', { nickname: '问价的人' }),
    ],
  }

  test('the most valuable come first, one reason stands where something is off', async () => {
    await show(<CustomerList openId={null} />, people)
    expect(rowNames()).toEqual(['大鹿', '阿梨', '小鹿', '问价的人'])
    expect(screen.getAllByText('纠纷处理中')).toHaveLength(1)
    expect(screen.queryByText('上次不满意')).toBeNull()
  })

  test('segments count and narrow, prospects apart', async () => {
    await show(<CustomerList openId={null} />, people)
    expect(screen.getAllByRole('radio').map((radio) => radio.textContent)).toEqual(['全部4', 'A1', 'B1', 'C1', '潜在1'])
    await click(screen.getByRole('radio', { name: /潜在/ }))
    expect(rowNames()).toEqual(['问价的人'])
  })

  test('typing finds within the segment, and says when the hits are elsewhere', async () => {
    await show(<CustomerList openId={null} />, people)
    await act(async () => void fireEvent.input(screen.getByRole('searchbox'), { target: { value: '鹿' } }))
    expect(new Set(rowNames())).toEqual(new Set(['小鹿', '大鹿']))
    await click(screen.getByRole('radio', { name: /^C/ }))
    expect(rowNames()).toEqual([])
    await click(button('看其他等级里的 2 位'))
    expect(rowNames()).toHaveLength(2)
  })

  test('a search in vain starts a new customer with what was typed', async () => {
    await show(<CustomerList openId={null} />, people)
    await act(async () => void fireEvent.input(screen.getByRole('searchbox'), { target: { value: '13800001111' } }))
    await click(button('添加为新客户'))
    const sheet = within(screen.getByRole('dialog'))
    expect((sheet.getByLabelText(/电话/) as HTMLInputElement).value).toBe('13800001111')
    await click(sheet.getByRole('button', { name: '保存' }))
    await waitFor(() => expect(shop.store.view.list('customers').value).toHaveLength(5))
    const added = shop.store.view.list('customers').value.find((row) => row.phone === '13800001111')
    expect(added).toMatchObject({ nickname: null, source: 'hand', ordersCount: 0 })
  })

  test('who may only look is offered no change', async () => {
    await show(<CustomerList openId={null} />, people, 'viewer')
    expect(screen.queryByRole('button', { name: '添加客户' })).toBeNull()
  })
})

describe('the tier review', () => {
  const waiting = {
    customers: [buyer('1', 1, { tier: 'A' }), buyer('2', 1, { tier: 'A' }), buyer('3', 1, { tier: 'B' })],
    moves: [
      move('m1', '1', { worth: 10 }),
      move('m2', '2', { worth: 90, to: 'C' }),
      move('m3', '3', { from: 'B', to: 'A', worth: 50 }),
    ],
  }
  const cards = () => screen.queryAllByRole('article').map((card) => card.querySelector('.move-name')?.textContent)
  const cardOf = (name: string) =>
    within(screen.getAllByRole('article').find((card) => card.textContent?.includes(name)) as HTMLElement)

  test('promotions first, then demotions, each worth first', async () => {
    await show(<TierReview />, waiting)
    expect(cards()).toEqual(['买家3', '买家2', '买家1'])
  })

  test('one is accepted, once however often it is tapped, and taken back', async () => {
    await show(<TierReview />, waiting)
    const accept = cardOf('买家1').getByRole('button', { name: '同意' })
    await act(async () => {
      fireEvent.click(accept)
      fireEvent.click(accept)
    })
    await waitFor(() => expect(tierOf('1')).toBe('B'))
    expect(shop.store.view.outbox.value).toHaveLength(1)
    expect(cards()).not.toContain('买家1')
    await click(await screen.findByRole('button', { name: '撤销' }))
    await waitFor(() => expect(tierOf('1')).toBe('A'))
  })

  test('all are accepted but the one whose tier changed meanwhile, and undo takes back only those', async () => {
    await show(<TierReview />, waiting)
    await act(() => shop.arrive({ customers: [buyer('2', 1, { tier: 'B' })] }))
    await click(button('全部同意（3）'))
    await screen.findByText('已调整 2 位，1 位没有生效')
    expect([tierOf('1'), tierOf('2'), tierOf('3')]).toEqual(['B', 'B', 'A'])
    await click(await screen.findByRole('button', { name: '撤销' }))
    await waitFor(() => expect([tierOf('1'), tierOf('2'), tierOf('3')]).toEqual(['A', 'B', 'B']))
  })

  test('only the selected are accepted', async () => {
    await show(<TierReview />, waiting)
    await click(button('选择'))
    await click(screen.getByRole('checkbox', { name: '选中买家2' }))
    await click(button('同意所选（1）'))
    await waitFor(() => expect(tierOf('2')).toBe('C'))
    expect([tierOf('1'), tierOf('3')]).toEqual(['A', 'B'])
  })

  test('a pin needs a reason, keeps the tier and answers the move', async () => {
    await show(<TierReview />, waiting)
    await click(cardOf('买家1').getByRole('button', { name: '固定' }))
    const sheet = within(screen.getByRole('dialog'))
    await click(sheet.getByRole('button', { name: '固定' }))
    expect(shop.store.view.outbox.value).toHaveLength(0)
    await act(async () => void fireEvent.input(sheet.getByLabelText('原因'), { target: { value: '介绍过三位朋友' } }))
    await click(sheet.getByRole('radio', { name: '不限' }))
    await click(sheet.getByRole('button', { name: '固定' }))
    await waitFor(() => expect(cards()).not.toContain('买家1'))
    expect(shop.store.view.get('customers', '1')).toMatchObject({
      tier: 'A',
      pinTier: 'A',
      pinReason: '介绍过三位朋友',
      pinUntil: null,
    })
    expect(shop.store.view.get('moves', 'm1')?.status).toBe('dismissed')
  })
})

test('what somebody else wrote meanwhile is shown before it is replaced, and what was not touched stays theirs', async () => {
  const before = customer('c', { nickname: '小满', phone: '13800000000', note: '旧' })
  const Editing = () => {
    const row = useRow('customers', 'c')
    return row ? <EditSheet customer={row} onClose={() => {}} /> : null
  }
  await show(<Editing />, { customers: [before] })
  await act(async () => void fireEvent.input(screen.getByLabelText(/电话/), { target: { value: '13911111111' } }))
  await act(() => shop.arrive({ customers: [{ ...before, phone: '13722222222', note: '别人写的' }] }))
  await click(button('保存'))
  await screen.findByText('电话现在是“13722222222”')
  expect(shop.store.view.get('customers', 'c')?.phone).toBe('13722222222')
  await click(button('用我填的'))
  await waitFor(() => expect(shop.store.view.get('customers', 'c')?.phone).toBe('13911111111'))
  expect(shop.store.view.get('customers', 'c')?.note).toBe('别人写的')
})

describe('orders of a customer', () => {
  const Orders = () => {
    const held = useOrders({ id: 'c', ordersCount: 3 })
    return (
      <>
        <p>{held.orders?.map((each) => each.id).join(' ') ?? '…'}</p>
        {held.failed && <em>failed</em>}
        {held.older && (
          <button type="button" onClick={held.fetchOlder}>
            older
          </button>
        )}
      </>
    )
  }

  test('those of the phone follow the sync, older ones come from the server', async () => {
    const fetched = vi.fn(async (_input: RequestInfo | URL) => Response.json({ orders: [order('o1', 'c', 10)] }))
    vi.stubGlobal('fetch', fetched)
    await show(<Orders />, { customers: [customer('c')], orders: [order('o2', 'c', 20)] })
    await screen.findByText('o2')
    await act(() => shop.arrive({ orders: [order('o3', 'c', 30)] }))
    await screen.findByText('o3 o2')
    await click(button('older'))
    await screen.findByText('o3 o2 o1')
    expect(String(fetched.mock.calls[0]?.[0])).toBe('/api/customers/c/orders?before=20')
    expect(screen.queryByRole('button', { name: 'older' })).toBeNull()
  })

  test('without a network what the phone has stays, and it can be tried again', async () => {
    vi.stubGlobal('fetch', async () => {
      throw new TypeError('Failed to fetch')
    })
    await show(<Orders />, { customers: [customer('c')], orders: [order('o2', 'c', 20)] })
    await screen.findByText('o2')
    await click(button('older'))
    await screen.findByText('failed')
    expect(screen.getByText('o2')).toBeTruthy()
    expect(button('older')).toBeTruthy()
  })
})

test('somebody whose orders are not on this phone is not said to have none', async () => {
  const bought = buyer('c', 100)
  const given = { backBy: null, now: NOW, shop: { ...shopRow(), currency: 'XXX' } }
  await show(<Numbers customer={bought} orders={[]} {...given} />, { customers: [bought] })
  screen.getByText('更早的订单不在手机里，联网后可以看。')
  expect(document.body.textContent).not.toMatch(/还没有订单|XXX/)
  cleanup()
  await show(<Numbers customer={{ ...bought, ordersCount: 0 }} orders={[]} {...given} />, { customers: [bought] })
  screen.getByText('还没有订单')
})

describe('contacts', () => {
  const known = customer('c', {
    ...{ nickname: '小满', phone: '13800001234', email: 'lin@example.com', address: '浙江省杭州市西湖区文一路12号' },
  })
  const looks = () =>
    shop.store.view.outbox.value.flatMap(({ name, args }) =>
      name === 'customer.reveal' ? [(args as { fields: string[] }).fields] : [],
    )

  test('are masked until tapped, which is written down once for as long as one is at it', async () => {
    await show(<BasicFacts customer={known} zone="Asia/Shanghai" mayAct />, { customers: [known] })
    for (const shown of ['138****1234', 'l***@example.com', '浙江省杭州市****']) screen.getByText(shown)
    expect(document.body.textContent).not.toMatch(/13800001234|lin@|文一路/)
    await click(button(/显示 电话/))
    await screen.findByText('13800001234')
    await click(button(/遮住 电话/))
    screen.getByText('138****1234')
    await click(button(/显示 电话/))
    await screen.findByText('13800001234')
    expect(looks()).toEqual([['phone']])
    await click(button('修改'))
    await screen.findByRole('dialog')
    expect(looks()).toEqual([['phone'], ['email', 'address']])
    shop.server.now += 11 * 60_000
    await click(button(/遮住 电话/))
    await click(button(/显示 电话/))
    await waitFor(() => expect(looks()).toEqual([['phone'], ['email', 'address'], ['phone']]))
  })

  test('that are not to be had are said to be so, where the buttons are grey', async () => {
    const why = (name: string) => {
      const id = button(name).getAttribute('aria-describedby')
      return id && document.getElementById(id)?.textContent
    }
    const ways = ['打电话', '复制', '分享']
    const strange = customer('c', { nickname: '小满' })
    const said = async (shown: CustomerRow, role?: 'viewer') => {
      await show(<ContactBar customer={shown} onNote={null} />, { customers: [shown] }, role)
      const found = ways.map(why)
      cleanup()
      return found
    }
    expect(await said(strange, 'viewer')).toEqual(Array(3).fill('你的角色看不到联系方式，要联系请找店主或客服。'))
    expect(await said(strange)).toEqual(Array(3).fill('还没记下电话、邮箱或地址，在“资料”里补上就能用。'))
    expect(await said({ ...known, phone: null })).toEqual(['还没记下电话，在“资料”里补上就能打。', null, null])
    const masked = '这个号码拨不出去：带星号，或者不是完整的号码。'
    expect(await said({ ...known, phone: '138****1234' })).toEqual([masked, null, null])
    expect(await said(known)).toEqual([null, null, null])
    await show(
      <BasicFacts customer={strange} zone="Asia/Shanghai" mayAct={false} />,
      { customers: [strange] },
      'viewer',
    )
    expect(screen.queryByText(/还没有资料/)).toBeNull()
  })

  test('that are called or copied are looked at', async () => {
    vi.stubGlobal('navigator', { ...navigator, clipboard: { writeText: async () => {} } })
    await show(<ContactBar customer={known} onNote={null} />, { customers: [known] })
    const opened = opening()
    await click(button('打电话'))
    expect(opened).toEqual(['tel:13800001234'])
    await waitFor(() => expect(looks()).toEqual([['phone']]))
    await click(button('复制'))
    await waitFor(() => expect(looks()).toEqual([['phone'], ['email', 'address']]))
  })
})
