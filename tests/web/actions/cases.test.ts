/** The same sheet of complaints imported on two phones that do not know of each other. */
import { afterEach, expect, test } from 'vitest'
import { openCases } from '../../../web/actions/cases.ts'
import { planCases } from '../../../worker/domain/import/case-plan.ts'
import { readCases } from '../../../worker/domain/import/case-sheet.ts'
import { newId } from '../../../worker/ids.ts'
import { closeShops, openShop } from '../screens/opened-shop.ts'
import { customer, order } from '../sync/rules.ts'

afterEach(closeShops)

const SHEET = [
  ['订单编号', '买家昵称', '评价等级', '评价内容'],
  ['1001', '小鹿', '差评', '少发了两个'],
  ['1002', '新来的', '差评', '破了'],
  ['1003', '新来的', '中评', '还很慢'],
].map((cells, i) => ({ row: i + 1, cells }))
const given = {
  customers: [customer('c1', { nickname: '小鹿' })],
  orders: [{ ...order('o1', 'c1', 1_699_000_000_000), externalId: '1001' }],
}

const phone = () => openShop(given)
type Phone = Awaited<ReturnType<typeof phone>>
/** What a person does who picks the file and confirms. */
const importOn = ({ store: { view } }: Phone, sheet = SHEET) => {
  const { cases } = readCases(sheet, [], { timeZone: 'Asia/Shanghai', currency: 'CNY' })
  const lists = { customers: view.list('customers').peek(), disputes: view.list('disputes').peek() }
  return openCases(planCases(cases, { ...lists, orders: given.orders }, null).fresh)
}
const withOrders = (...numbers: string[]) =>
  SHEET.map(({ row, cells }, i) => ({ row, cells: i === 0 ? cells : [numbers[i - 1] ?? '', ...cells.slice(1)] }))
const ids = ({ store: { view } }: Phone, table: 'customers' | 'disputes' | 'disputeEvents') =>
  view
    .list(table)
    .peek()
    .map(({ id }) => id)
    .sort()

test('each row is one case of one buyer, and the second phone is not told no', async () => {
  const first = await phone()
  expect(await importOn(first)).toEqual({ opened: 3, known: 0, missed: 0 })
  const queued = first.store.view.outbox.peek()
  const second = await phone()
  await importOn(second)
  // The first phone's changes reach the server while the second has not sent its own.
  second.server.push({
    clientId: newId(),
    mutations: queued.map(({ id, name, args, at, version }, n) => ({ seq: n + 1, id, name, args, at, version })),
  })
  await second.arrive({})
  const known = [ids(second, 'disputes'), ids(second, 'customers')]
  expect(known.map((rows) => rows.length)).toEqual([3, 2])
  expect(ids(second, 'disputeEvents')).toHaveLength(3)
  await second.sync()
  expect(second.store.view.rejections.peek()).toEqual([])
  expect(second.store.view.outbox.peek()).toEqual([])
  expect([ids(second, 'disputes'), ids(second, 'customers')]).toEqual(known)
  const [added] = second.store.view
    .list('customers')
    .peek()
    .filter(({ nickname }) => nickname === '新来的')
  expect(added?.openDisputes).toBe(2)
})

test('cases that came in meanwhile are known, not opened again', async () => {
  const shop = await phone()
  const { cases } = readCases(SHEET, [], { timeZone: 'Asia/Shanghai', currency: 'CNY' })
  const { fresh } = planCases(cases, { customers: given.customers, disputes: [], orders: given.orders }, null)
  await openCases(fresh.slice(0, 2))
  expect(await openCases(fresh)).toEqual({ opened: 1, known: 2, missed: 0 })
  expect(ids(shop, 'disputes')).toHaveLength(3)
})

test('an id tells nothing of a name alone: whoever guesses one cannot try it', async () => {
  const idOf = ({ store: { view } }: Phone) => {
    const all = view.list('customers').peek()
    return all.filter(({ nickname }) => nickname === '新来的').map(({ id }) => id)
  }
  const first = await phone()
  await importOn(first)
  const before = idOf(first)
  const second = await phone()
  await importOn(second, withOrders('3001', '3002', '3003'))
  expect([before.length, idOf(second).length]).toEqual([1, 1])
  expect(idOf(second)).not.toEqual(before)
})

test('whoever a sheet brought is the same person in the next, also where two bear the name', async () => {
  const one = await openShop({
    ...given,
    customers: [...given.customers, ...['a', 'b'].map((id) => customer(id, { nickname: '新来的' }))],
  })
  await importOn(one)
  await importOn(one, withOrders('1001', '3002', '3003'))
  const all = one.store.view.list('customers').peek()
  expect(all).toHaveLength(4)
  expect(all.map(({ openDisputes }) => openDisputes).sort()).toEqual([0, 0, 1, 4])
})

test('the same sheet again brings nobody back who was erased, also on a phone without their closed case', async () => {
  const sheet = SHEET.filter((_, i) => i === 0 || i === 2)
  const one = await phone()
  await importOn(one, sheet)
  const people = one.store.view.list('customers').peek()
  const held = people.map((row) => (row.id === 'c1' ? row : { ...row, nickname: null, erasedAt: 1_699_500_000_000 }))
  const second = await openShop({ customers: held })
  expect(await importOn(second, sheet)).toEqual({ opened: 0, known: 1, missed: 0 })
  expect(ids(second, 'customers')).toEqual(held.map(({ id }) => id).sort())
})

test('somebody who was erased is not brought back by a newer sheet: who complains anew is somebody new', async () => {
  const one = await phone()
  await importOn(one)
  await one.sync()
  const before = ids(one, 'customers')
  const erased = one.store.view
    .list('customers')
    .peek()
    .map((row) => ({ ...row, nickname: null, erasedAt: 1_699_500_000_000 }))
  await one.arrive({ customers: erased })
  const newer = SHEET.map(({ cells, ...rest }, i) => ({
    ...rest,
    cells: i === 0 ? cells : [`20${i}`, ...cells.slice(1, 3), `又来了${i}`],
  }))
  const { cases } = readCases(newer, [], { timeZone: 'Asia/Shanghai', currency: 'CNY' })
  const view = () => one.store.view
  const lists = { customers: view().list('customers').peek(), disputes: [] }
  expect(await openCases(planCases(cases, { ...lists, orders: given.orders }, null).fresh)).toMatchObject({ missed: 0 })
  const added = ids(one, 'customers').filter((id) => !before.includes(id))
  expect(added.map((id) => view().get('customers', id)?.nickname).sort()).toEqual(['小鹿', '新来的'].sort())
  for (const id of before)
    expect(view().get('customers', id)).toMatchObject({ nickname: null, openDisputes: expect.any(Number) })
})
