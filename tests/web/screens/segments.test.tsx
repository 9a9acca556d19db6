// @vitest-environment happy-dom
import { act, fireEvent, screen, waitFor, within } from '@testing-library/preact'
import { Route, Router } from 'preact-iso'
import { describe, expect, test } from 'vitest'
import { SegmentsPlace } from '../../../web/screens/segments/SegmentsPlace.tsx'
import type { CustomerRow, SegmentRow } from '../../../worker/domain/rows.ts'
import type { SegmentExpression } from '../../../worker/domain/segment.ts'
import { customer } from '../sync/rules.ts'
import { type Given, type OpenedShop, openShop } from './opened-shop.ts'
import { clearedStage, DAY, draw, NOW } from './stage.tsx'

let shop: OpenedShop
clearedStage()

const buyer = (id: string, more: Partial<CustomerRow> = {}): CustomerRow =>
  customer(id, {
    ordersCount: 1,
    net: 10_000,
    tier: 'B',
    firstOrderAt: NOW - 90 * DAY,
    lastOrderAt: NOW - 90 * DAY,
    ...more,
  })

const segment = (id: string, expression: SegmentExpression, more: Partial<SegmentRow> = {}): SegmentRow => ({
  id,
  name: `客群${id}`,
  expression,
  createdAt: NOW - DAY,
  createdBy: 'u1',
  archivedAt: null,
  ...more,
})

const product = (id: string, name: string) => ({ id, name, cost: null, costAt: null })

const A_AWAY: SegmentExpression = {
  all: [
    { field: 'tier', is: 'oneOf', value: ['A'] },
    { field: 'daysSinceLastOrder', is: 'atLeast', value: 60 },
  ],
}

const PEOPLE = [
  buyer('1', { nickname: '小鹿', tier: 'A', net: 50_000, ordersCount: 5, bought: ['tea', 'cup'], region: '浙江' }),
  buyer('2', { nickname: '阿梨', tier: 'A', net: 90_000, ordersCount: 3, bought: ['tea'], region: '浙江' }),
  buyer('3', { nickname: '大橘', tier: 'A', lastOrderAt: NOW - 3 * DAY, bought: ['tea'] }),
  buyer('4', { nickname: '豆沙', tier: 'C', bought: ['cup'], region: '广东' }),
  customer('5', { nickname: '问价的人' }),
]
const SHOP: Given = { customers: PEOPLE, products: [product('tea', '龙井'), product('cup', '盖碗')] }

async function show(path: string, given: Given, role?: 'viewer') {
  history.replaceState(null, '', path)
  shop = await openShop(given, role)
  return drawPlace()
}
const drawPlace = () =>
  draw(
    <Router>
      <Route path="/customers/segments/:id?/:page?" component={SegmentsPlace} />
      <Route default component={() => <p>elsewhere</p>} />
    </Router>,
  )

const button = (name: string | RegExp) => screen.getByRole('button', { name })
const click = (element: HTMLElement) => act(async () => void fireEvent.click(element))
const type = (label: string, value: string) =>
  act(async () => void fireEvent.input(screen.getByLabelText(label), { target: { value } }))
const sheet = () => within(screen.getByRole('dialog'))
const stored = () => shop.store.view.list('segments').value
const counted = () => document.querySelector('.count-n')?.textContent
const conditions = () => [...document.querySelectorAll('.condition-text')].map((line) => line.textContent)
const names = () => [...document.querySelectorAll('.pane-detail .virtual .row-title')].map((row) => row.textContent)

/** Adds a condition with what its field begins with, or what `fill` puts in. */
async function add(field: string, fill: () => Promise<unknown> | undefined = () => undefined, into = '加一条') {
  await click(button(into))
  await click(sheet().getByRole('button', { name: field }))
  await fill()
  await click(sheet().getByRole('button', { name: '完成' }))
}
const tick = (name: RegExp | string) => click(sheet().getByRole('checkbox', { name }))

describe('the builder', () => {
  test('counts while it is built, and saves without a network', async () => {
    await show('/customers/segments/new', SHOP)
    expect(button('保存').hasAttribute('disabled')).toBe(true)
    await add('等级', () => tick(/A 级/))
    expect(counted()).toBe('3 位')
    await add('多久没下单')
    expect(counted()).toBe('2 位')
    expect(screen.getByText('占全部 5 位的 40%')).toBeTruthy()
    expect(screen.getByText('有阿梨、小鹿')).toBeTruthy()
    await click(button('保存'))
    expect(screen.getByText('起个名字，方便大家认')).toBeTruthy()
    expect(stored()).toHaveLength(0)
    await type('名字', ' 该来的老客 ')
    await act(async () => {
      fireEvent.click(button('保存'))
      fireEvent.click(button('保存'))
    })
    await screen.findByRole('heading', { level: 1, name: '该来的老客' })
    expect(stored()).toEqual([expect.objectContaining({ name: '该来的老客', expression: A_AWAY, createdBy: 'user' })])
    expect(shop.store.view.outbox.value).toHaveLength(1)
    expect(names()).toEqual(['阿梨', '小鹿'])
  })

  test('any instead of all, a group, and taking out with undo', async () => {
    await show('/customers/segments/new', SHOP)
    await add('等级', () => tick(/C 级/))
    await add('地区', () => tick(/浙江/))
    expect(counted()).toBe('0 位')
    await click(screen.getByRole('radio', { name: '符合任一条' }))
    expect(counted()).toBe('3 位')
    await add('买过什么', () => tick(/盖碗/), '加一组（每条都要符合）')
    await add('订单数', undefined, '在这一组里加一条')
    expect(conditions()).toEqual(['是 C 级客户', '在浙江', '买过“盖碗”', '下过至少 2 单'])
    await click(button('去掉：在浙江'))
    expect(conditions()).toEqual(['是 C 级客户', '买过“盖碗”', '下过至少 2 单'])
    expect(counted()).toBe('2 位')
    await click(button('撤销'))
    expect(conditions()).toHaveLength(4)
    await type('名字', '混合')
    await click(button('保存'))
    await waitFor(() => expect(stored()).toHaveLength(1))
    expect(stored()[0]?.expression).toEqual({
      any: [
        { field: 'tier', is: 'oneOf', value: ['C'] },
        { field: 'region', is: 'oneOf', value: ['浙江'] },
        {
          all: [
            { field: 'bought', is: 'anyOf', value: ['cup'] },
            { field: 'ordersCount', is: 'atLeast', value: 2 },
          ],
        },
      ],
    })
  })

  test('money is in the shop’s currency, and what is missing is said', async () => {
    await show('/customers/segments/new', SHOP)
    await add('累计净消费', async () => {
      await click(sheet().getByRole('radio', { name: '之间' }))
      await act(async () => void fireEvent.input(sheet().getByLabelText('从'), { target: { value: '600' } }))
      await click(sheet().getByRole('button', { name: '完成' }))
      expect(sheet().getByText('填好这里')).toBeTruthy()
      await act(async () => void fireEvent.input(sheet().getByLabelText('到'), { target: { value: '500' } }))
      expect(sheet().getByText('前面的要比后面的小')).toBeTruthy()
      await act(async () => void fireEvent.input(sheet().getByLabelText('从'), { target: { value: '400' } }))
      expect(sheet().getByText('单看这一条 1 位 · 合起来 1 位')).toBeTruthy()
    })
    expect(conditions()).toEqual(['累计净消费在 ¥400 到 ¥500 之间'])
  })

  test('products are searched for, and one after the other can be asked', async () => {
    const many = Array.from({ length: 40 }, (_, i) => product(`p${i}`, `茶点 ${i}`))
    await show('/customers/segments/new', { ...SHOP, products: [...(SHOP.products ?? []), ...many] })
    await add('买过什么', async () => {
      expect(
        sheet()
          .getAllByRole('checkbox')
          .map((box) => box.parentElement?.textContent)[0],
      ).toBe('龙井3 位')
      expect(sheet().getByText('还有 12 个，搜一下更快')).toBeTruthy()
      await act(async () => void fireEvent.input(sheet().getByRole('searchbox'), { target: { value: '点 39' } }))
      expect(sheet().getAllByRole('checkbox')).toHaveLength(1)
      await click(sheet().getByRole('radio', { name: '先后买过' }))
      await click(sheet().getByRole('radio', { name: /龙井/ }))
      await click(sheet().getByRole('radio', { name: /盖碗/ }))
    })
    expect(conditions()).toEqual(['先买“龙井”，后来又买了“盖碗”'])
    expect(counted()).toBe('1 位')
  })

  test('half built it is kept, offered again, and can be given up', async () => {
    const first = await show('/customers/segments/new', SHOP)
    await type('名字', '还没想好')
    await add('等级', () => tick(/A 级/))
    first.unmount()
    history.replaceState(null, '', '/customers/segments')
    drawPlace()
    await click(screen.getByRole('link', { name: '有一个客群还没建完，接着建' }))
    expect((screen.getByLabelText('名字') as HTMLInputElement).value).toBe('还没想好')
    expect(conditions()).toEqual(['是 A 级客户'])
    await click(button('放弃改动'))
    expect(conditions()).toEqual([])
    await click(button('撤销'))
    expect(conditions()).toEqual(['是 A 级客户'])
  })

  test('who may only look can try, but not save', async () => {
    await show('/customers/segments/new', SHOP, 'viewer')
    await add('等级', () => tick(/A 级/))
    expect(counted()).toBe('3 位')
    expect(screen.queryByRole('button', { name: '保存' })).toBeNull()
    expect(screen.getByText(/保存要请店主或客服来/)).toBeTruthy()
  })
})

describe('the list', () => {
  test('an empty one offers what finds somebody, and starts from it', async () => {
    await show('/customers/segments', SHOP)
    const offered = screen.getAllByRole('listitem').map((row) => row.querySelector('.row-title')?.textContent)
    expect(offered).toEqual(['60 天没来的 A 级老客', '只买过一次', '买过龙井没买过盖碗'])
    await click(button(/60 天没来的 A 级老客/))
    expect((screen.getByLabelText('名字') as HTMLInputElement).value).toBe('60 天没来的 A 级老客')
    expect(counted()).toBe('2 位')
  })

  test('says of each what it asks, how many it finds and who made it', async () => {
    await show('/customers/segments', {
      ...SHOP,
      members: [{ id: 'u1', name: '阿青', role: 'owner' }],
      segments: [
        segment('s1', A_AWAY, { name: '老客' }),
        segment('s2', { field: 'tier', is: 'oneOf', value: ['C'] }, { archivedAt: NOW }),
      ],
    })
    const [row, ...others] = screen.getAllByRole('link', { name: /客/ }).filter((link) => link.closest('.list'))
    expect(row?.textContent).toBe('老客2 位是 A 级客户，至少 60 天没下单阿青建的')
    expect(others).toEqual([])
    await click(button('收起的客群'))
    expect(screen.getByText('客群s2')).toBeTruthy()
    expect(screen.queryByText('老客')).toBeNull()
  })

  test('who may only look is offered no new one', async () => {
    await show('/customers/segments', { ...SHOP, segments: [segment('s1', A_AWAY)] }, 'viewer')
    expect(screen.queryByRole('link', { name: '新建客群' })).toBeNull()
  })
})

describe('one segment', () => {
  const given = { ...SHOP, segments: [segment('s1', A_AWAY)] }

  test('shows its people, most valuable first, what they are worth and their tiers', async () => {
    await show('/customers/segments/s1', given)
    expect(names()).toEqual(['阿梨', '小鹿'])
    expect(screen.getByText('¥1,400')).toBeTruthy()
    expect(screen.getByText('平均每位 ¥700')).toBeTruthy()
    await act(() => shop.arrive({ customers: [{ ...(PEOPLE[0] as CustomerRow), tier: 'B' }] }))
    expect(names()).toEqual(['阿梨'])
  })

  test('is put away, and taken back', async () => {
    await show('/customers/segments/s1', given)
    await click(button('收起客群'))
    await waitFor(() => expect(stored()[0]?.archivedAt).not.toBeNull())
    await waitFor(() => expect(location.pathname).toBe('/customers/segments'))
    await click(button('撤销'))
    await waitFor(() => expect(stored()[0]?.archivedAt).toBeNull())
  })

  test('who may only look is offered no change', async () => {
    await show('/customers/segments/s1', given, 'viewer')
    expect(names()).toHaveLength(2)
    expect(screen.queryByRole('button', { name: '收起客群' })).toBeNull()
    expect(screen.queryByRole('link', { name: '修改客群' })).toBeNull()
  })

  test('one of a newer version says so instead of counting nobody in silence', async () => {
    const newer = { field: 'shoeSize', is: 'atLeast', value: 40 } as unknown as SegmentExpression
    await show('/customers/segments/s1/edit', { ...SHOP, segments: [segment('s1', newer)] })
    expect(screen.getByText('更新应用后才能改这个客群')).toBeTruthy()
  })
})

describe('editing', () => {
  const given = { ...SHOP, segments: [segment('s1', A_AWAY, { name: '老客' })] }

  test('changes only what was changed, and can be undone', async () => {
    await show('/customers/segments/s1/edit', given)
    await click(button(/^多久没下单/))
    await act(async () => void fireEvent.input(sheet().getByLabelText('天数'), { target: { value: '30' } }))
    await click(sheet().getByRole('button', { name: '完成' }))
    // Somebody else renames it meanwhile: the two do not meet.
    await act(() => shop.arrive({ segments: [segment('s1', A_AWAY, { name: 'A 级老客' })] }))
    await click(button('保存'))
    await waitFor(() => expect(location.pathname).toBe('/customers/segments/s1'))
    expect(stored()[0]).toMatchObject({
      name: 'A 级老客',
      expression: { all: [{ field: 'tier' }, { field: 'daysSinceLastOrder', value: 30 }] },
    })
    await click(button('撤销'))
    await waitFor(() => expect(stored()[0]?.expression).toEqual(A_AWAY))
  })

  test('what somebody else made of it meanwhile is shown, and the person decides', async () => {
    await show('/customers/segments/s1/edit', given)
    await click(button('去掉：是 A 级客户'))
    await act(() =>
      shop.arrive({ segments: [segment('s1', { field: 'unhappy', is: 'yes', value: null }, { name: '老客' })] }),
    )
    await click(button('保存'))
    await screen.findByText('这个客群刚被别人改过')
    expect(screen.getByText('条件现在是：上次纠纷没让人满意')).toBeTruthy()
    expect(conditions()).toEqual(['至少 60 天没下单'])
    await click(button('用我的'))
    await waitFor(() =>
      expect(stored()[0]?.expression).toEqual({ field: 'daysSinceLastOrder', is: 'atLeast', value: 60 }),
    )
  })

  test('theirs can be taken instead', async () => {
    await show('/customers/segments/s1/edit', given)
    await click(button('去掉：是 A 级客户'))
    await act(() =>
      shop.arrive({ segments: [segment('s1', { field: 'unhappy', is: 'yes', value: null }, { name: '老客' })] }),
    )
    await click(button('保存'))
    await screen.findByText('这个客群刚被别人改过')
    await click(button('用对方的'))
    expect(conditions()).toEqual(['上次纠纷没让人满意'])
    expect(shop.store.view.outbox.value).toHaveLength(0)
  })

  test('what is deeper than can be taken apart stays as it is', async () => {
    const kept: SegmentExpression = {
      not: { any: [{ field: 'pinned', is: 'yes', value: null }, { not: { field: 'unhappy', is: 'no', value: null } }] },
    }
    const deep: SegmentExpression = { all: [kept, { field: 'doNotContact', is: 'no', value: null }] }
    await show('/customers/segments/s1/edit', { ...SHOP, segments: [segment('s1', deep, { name: '深' })] })
    expect(screen.getByText('多层条件')).toBeTruthy()
    await click(button('去掉：可以联系'))
    await add('订单数')
    await click(button('保存'))
    await waitFor(() =>
      expect(stored()[0]?.expression).toEqual({
        all: [kept, { field: 'ordersCount', is: 'atLeast', value: 2 }],
      }),
    )
  })
})
