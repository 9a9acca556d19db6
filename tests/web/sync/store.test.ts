import { beforeEach, describe, expect, test } from 'vitest'
import type { OutboxEntry } from '../../../web/store/database.ts'
import { FakeServer } from './fake-server.ts'
import { Network, Phone, type Tab, until } from './phone.ts'
import { customer, order, rules, shop, task } from './rules.ts'

let server: FakeServer
let network: Network
let phone: Phone
let tab: Tab

beforeEach(async () => {
  server = new FakeServer()
  server.put('shops', shop())
  server.put('customers', customer('c1'), customer('c2'))
  server.put('tasks', task('t1'))
  network = new Network(server)
  phone = new Phone(network)
  tab = await phone.open()
  await tab.pull()
})

const note = (note: string, was: string | null = null) => ({ customerId: 'c1', set: { note }, was: { note: was } })
const noteOf = ({ store }: Tab, id = 'c1') => store.view.get('customers', id)?.note

describe('a change', () => {
  test('is on screen at once, without network', async () => {
    network.online = false
    await tab.store.mutate('customer.edit', note('喜欢龙井'))
    expect(noteOf(tab)).toBe('喜欢龙井')
    expect(tab.store.view.list('customers').value.find((row) => row.id === 'c1')?.note).toBe('喜欢龙井')
    expect(tab.store.view.isUnsent('customers', 'c1')).toBe(true)
    expect(tab.store.view.isUnsent('customers', 'c2')).toBe(false)
  })

  test('is replayed after the app was killed', async () => {
    await tab.store.mutate('customer.edit', note('喜欢龙井'))
    const taskId = await tab.store.mutate('task.create', { customerId: 'c1' })
    tab.store.close()
    const again = await phone.open()
    expect(noteOf(again)).toBe('喜欢龙井')
    expect(again.store.view.get('tasks', taskId)).toMatchObject({ id: taskId, status: 'open' })
  })

  test('waits on screen and on disk while its rule cannot be had', async () => {
    await tab.store.mutate('customer.edit', note('喜欢龙井'))
    tab.store.close()
    let there = false
    const catalogue = async () => {
      if (!there) throw new TypeError('Failed to fetch dynamically imported module')
      return rules
    }
    const again = await phone.open({ catalogue })
    expect(noteOf(again)).toBe(null)
    expect(again.store.view.waiting.value.size).toBe(1)
    await expect(again.store.mutate('task.done', { taskId: 't1' })).rejects.toThrow(TypeError)
    expect(await again.store.db.count('outbox')).toBe(1)

    there = true
    await again.store.mutate('task.done', { taskId: 't1' })
    expect(noteOf(again)).toBe('喜欢龙井')
    expect(again.store.view.waiting.value.size).toBe(0)
    expect(again.store.view.get('tasks', 't1')).toMatchObject({ status: 'done' })
    await again.sync()
    expect(server.get('customers', 'c1')).toMatchObject({ note: '喜欢龙井' })
  })

  test('never touches the stored base', async () => {
    await tab.store.mutate('customer.edit', note('喜欢龙井'))
    expect(await tab.store.db.get('base.customers', 'c1')).toMatchObject({ note: null })
  })

  test('refused by the rule is not queued', async () => {
    await tab.store.mutate('task.done', { taskId: 't1' })
    await expect(tab.store.mutate('task.done', { taskId: 't1' })).rejects.toMatchObject({ code: 'wrong_step' })
    expect(tab.store.view.outbox.value).toHaveLength(1)
    expect(await tab.store.db.count('outbox')).toBe(1)
  })

  test('is one of many made together: each sees those before it, one refused does not hold up the others', async () => {
    const task = { taskId: 't1' }
    const done = await tab.store.mutateAll([
      { name: 'task.done', args: task },
      { name: 'task.done', args: task },
      { name: 'task.reopen', args: task },
      { name: 'customer.edit', args: note('喜欢龙井') },
    ])
    expect(done).toEqual([
      expect.any(String),
      expect.objectContaining({ code: 'wrong_step' }),
      ...[1, 2].map(() => expect.any(String)),
    ])
    expect(tab.store.view.get('tasks', 't1')?.status).toBe('open')
    expect(noteOf(tab)).toBe('喜欢龙井')
    expect(tab.store.view.outbox.value.map(({ seq, name }) => [seq, name])).toEqual([
      [1, 'task.done'],
      [2, 'task.reopen'],
      [3, 'customer.edit'],
    ])
    await tab.sync()
    expect(server.applied).toEqual(['task.done', 'task.reopen', 'customer.edit'])
  })

  test.each([
    ['with wrong arguments', 'task.done', { taskId: 7 }, 'bad_args'],
    ['nobody knows', 'task.eat', {}, 'unknown_mutation'],
  ])('%s is not queued', async (_what, name, args, code) => {
    await expect(tab.store.mutate(name, args)).rejects.toMatchObject({ code })
    expect(await tab.store.db.count('outbox')).toBe(0)
  })

  test('beyond the role is not queued', async () => {
    server.role = 'agent'
    await tab.pull()
    await expect(tab.store.mutate('shop.rename', { name: '别名' })).rejects.toMatchObject({ code: 'forbidden' })
    expect(await tab.store.db.count('outbox')).toBe(0)
  })

  test('the disk refuses is not shown', async () => {
    tab.store.db.close()
    await expect(tab.store.mutate('customer.edit', note('喜欢龙井'))).rejects.toThrow()
    expect(noteOf(tab)).toBeNull()
    expect(tab.store.view.outbox.value).toHaveLength(0)
  })

  test('made right after another sees what that one did', async () => {
    const done = tab.store.mutate('task.done', { taskId: 't1' })
    const reopened = tab.store.mutate('task.reopen', { taskId: 't1' })
    await Promise.all([done, reopened])
    expect(tab.store.view.get('tasks', 't1')?.status).toBe('open')
    expect(tab.store.view.outbox.value.map((entry) => entry.seq)).toEqual([1, 2])
  })

  test('keeps the arguments as they were given', async () => {
    const args = note('喜欢龙井')
    await tab.store.mutate('customer.edit', args)
    args.set.note = '后来改的'
    expect(tab.store.view.outbox.value[0]?.args).toEqual(note('喜欢龙井'))
  })

  test('carries the server’s time', async () => {
    phone.clock = server.now - 3_600_000
    await tab.pull()
    await tab.store.mutate('task.done', { taskId: 't1' })
    expect(tab.store.view.get('tasks', 't1')?.doneAt).toBe(server.now)
  })

  test('may read an order, which is fetched from disk, also after a restart', async () => {
    server.put('orders', order('o1', 'c1', 5))
    await tab.pull('orders')
    await tab.store.mutate('order.noted', { orderId: 'o1', customerId: 'c1' })
    expect(noteOf(tab)).toBe('To1')
    tab.store.close()
    expect(noteOf(await phone.open())).toBe('To1')
  })
})

describe('two tabs', () => {
  test('see each other’s changes and number them in one queue', async () => {
    const other = await phone.open()
    await tab.store.mutate('customer.edit', note('喜欢龙井'))
    await until(() => noteOf(other) === '喜欢龙井')
    await other.store.mutate('task.done', { taskId: 't1' })
    await until(() => tab.store.view.get('tasks', 't1')?.status === 'done')
    expect(tab.store.view.outbox.value.map((entry) => entry.seq)).toEqual([1, 2])
  })

  test('see what either pulled', async () => {
    const other = await phone.open()
    server.put('customers', customer('c1', { note: '老顾客' }), customer('c3'))
    server.remove('customers', 'c2')
    await tab.pull()
    await until(() => noteOf(other) === '老顾客')
    expect(
      other.store.view
        .list('customers')
        .value.map((row) => row.id)
        .sort(),
    ).toEqual(['c1', 'c3'])
  })

  test('both empty when one wipes', async () => {
    const other = await phone.open()
    await tab.store.mutate('task.done', { taskId: 't1' })
    await tab.store.wipe()
    await until(() => other.store.view.list('customers').value.length === 0)
    expect(other.store.view.outbox.value).toHaveLength(0)
    expect(tab.store.view.get('tasks', 't1')).toBeUndefined()
  })
})

describe('the stored data', () => {
  test('belongs to the person and shop that pulled it, until wiped', async () => {
    const { store } = tab
    expect(store.storeBelongsTo({ userId: 'user', shopId: 'shop' })).toBe(true)
    expect(store.storeBelongsTo({ userId: 'other', shopId: 'shop' })).toBe(false)
    expect(store.storeBelongsTo({ userId: 'user', shopId: 'other' })).toBe(false)
    const before = store.view.state.value.clientId
    await store.wipe()
    expect(store.storeBelongsTo({ userId: 'other', shopId: 'other' })).toBe(true)
    expect(store.view.state.value.clientId).not.toBe(before)
    expect(await store.db.count('base.customers')).toBe(0)
  })

  test('gives a customer’s orders, newest first', async () => {
    server.put('orders', order('o1', 'c1', 5), order('o2', 'c1', 9), order('o3', 'c2', 7))
    await tab.pull('orders')
    expect((await tab.store.ordersOf('c1')).map((row) => row.id)).toEqual(['o2', 'o1'])
    expect(tab.store.view.list('orders').value).toEqual([])
  })

  test('comes whole into memory, however many chunks it takes', async () => {
    server.pageRows = 3000
    server.put('customers', ...Array.from({ length: 5000 }, (_, i) => customer(`x${i}`)))
    await tab.pull()
    tab.store.close()
    const again = await phone.open()
    expect(again.store.view.ready.customers.value).toBe(true)
    expect(again.store.view.list('customers').value).toHaveLength(5002)
  })

  test('keeps an entry of a rule this version no longer knows, without effect', async () => {
    await tab.store.mutate('task.done', { taskId: 't1' })
    const entry = tab.store.view.outbox.value[0] as OutboxEntry
    await tab.store.db.put('outbox', { ...entry, name: 'task.gone' })
    tab.store.close()
    const again = await phone.open()
    expect(again.store.view.outbox.value).toHaveLength(1)
    expect([...again.store.view.waiting.value]).toEqual([entry.id])
    expect(again.store.view.get('tasks', 't1')?.status).toBe('open')
  })

  test('has settings with every field, whatever the server stored', async () => {
    server.put('shops', { ...shop(), settings: {} as never })
    await tab.pull()
    expect(tab.store.view.get('shops', 'shop')?.settings).toEqual(shop().settings)
  })
})
