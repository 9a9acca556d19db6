import { beforeEach, describe, expect, test } from 'vitest'
import type { Api } from '../../../web/api.ts'
import { readSnapshot } from '../../../web/store/base.ts'
import { localLocks } from '../../../web/sync/locks.ts'
import { OtherUser, Outdated, pullStream } from '../../../web/sync/pull.ts'
import type { Tables } from '../../../worker/domain/rows.ts'
import { WIRE_SCHEMA } from '../../../worker/domain/wire.ts'
import { FakeServer } from './fake-server.ts'
import { Network, Phone, type Tab } from './phone.ts'
import { customer, order, shop, task } from './rules.ts'

let server: FakeServer
let network: Network
let phone: Phone
let tab: Tab

beforeEach(async () => {
  server = new FakeServer()
  server.put('shops', shop())
  server.put('customers', ...Array.from({ length: 10 }, (_, i) => customer(`c${i}`)))
  server.put('tasks', task('t1'))
  network = new Network(server)
  phone = new Phone(network)
  tab = await phone.open()
})

const idsOf = ({ store }: Tab) =>
  store.view
    .list('customers')
    .value.map((row) => row.id)
    .sort()
/** Pulls without locks, through an `api` that lets things happen on the way. */
const pullWith = (api: Pick<Api, 'pull'>) => {
  const { store } = tab
  const deps = { db: store.db, api, locks: localLocks(), now: () => phone.clock }
  return pullStream({ ...deps, onCommit: (commit) => store.committed(commit) }, 'core')
}
const stored = () => tab.store.db.count('base.customers')

describe('pulling', () => {
  test('page by page gives every row once, also those of one rev', async () => {
    server.pageRows = 3
    await tab.pull()
    expect(network.count('GET /api/pull')).toBe(4)
    expect(idsOf(tab)).toHaveLength(10)
    expect(await stored()).toBe(10)
    expect(tab.store.view.get('tasks', 't1')).toEqual(task('t1'))
  })

  test('shows the first page before the others have come', async () => {
    server.pageRows = 4
    network.left = 1
    await expect(tab.pull()).rejects.toMatchObject({ code: 'network' })
    expect(idsOf(tab)).toEqual(['c0', 'c1', 'c2'])
    expect(tab.store.view.state.value).toMatchObject({ loadedRows: 4, complete: {} })
  })

  test('killed in the middle, goes on after the last page kept', async () => {
    server.pageRows = 3
    network.left = 2
    await expect(tab.pull()).rejects.toMatchObject({ code: 'network' })
    tab.store.close()
    network.left = Number.POSITIVE_INFINITY
    tab = await phone.open()
    expect(idsOf(tab)).toHaveLength(5)
    await tab.pull()
    expect(network.count('GET /api/pull')).toBe(4)
    expect(idsOf(tab)).toHaveLength(10)
    expect(tab.store.view.state.value).toMatchObject({ loadedRows: 12, complete: { core: true } })
  })

  test('a later pull brings only what changed', async () => {
    await tab.pull()
    server.put('customers', customer('c1', { note: '新' }))
    network.seen.length = 0
    await tab.pull()
    expect(network.count('GET /api/pull')).toBe(1)
    expect(tab.store.view.get('customers', 'c1')?.note).toBe('新')
    expect(tab.store.view.state.value.loadedRows).toBe(12)
  })

  test('tombstones remove rows, from memory and disk', async () => {
    await tab.pull()
    server.remove('customers', 'c3')
    await tab.pull()
    expect(idsOf(tab)).not.toContain('c3')
    expect(await stored()).toBe(9)
  })

  test('a page that another tab overtook is thrown away', async () => {
    await tab.pull()
    const other = await phone.open()
    server.put('customers', customer('c1', { note: '旧' }))
    const api: Pick<Api, 'pull'> = {
      async pull(query) {
        const page = await tab.api.pull(query)
        if (server.get('customers', 'c1')?.note === '旧') {
          server.put('customers', customer('c1', { note: '新' }))
          await other.pull()
          network.online = false
        }
        return page
      },
    }
    await expect(pullWith(api)).rejects.toMatchObject({ code: 'network' })
    expect(await tab.store.db.get('base.customers', 'c1')).toMatchObject({ note: '新' })
    expect(tab.store.view.get('customers', 'c1')?.note).toBe('新')
  })

  test('orders come after the core, and stay on disk', async () => {
    server.put('orders', order('o1', 'c1', 1))
    await tab.pull('orders')
    expect(network.count('GET /api/pull')).toBe(0)
    await tab.pull()
    await tab.pull('orders')
    expect(await tab.store.ordersOf('c1')).toEqual([order('o1', 'c1', 1)])
  })
})

describe('pending changes', () => {
  test('stay on top of what others changed meanwhile', async () => {
    await tab.pull()
    await tab.store.mutate('customer.edit', { customerId: 'c1', set: { note: '我的' }, was: { note: null } })
    server.put('customers', customer('c1', { name: '王小姐' }))
    await tab.pull()
    expect(tab.store.view.get('customers', 'c1')).toMatchObject({ note: '我的', name: '王小姐' })
    await tab.sync()
    expect(server.get('customers', 'c1')).toMatchObject({ note: '我的', name: '王小姐' })
  })

  test('that no longer fit are kept, without effect, as waiting', async () => {
    await tab.pull()
    const id = await tab.store.mutate('task.done', { taskId: 't1' })
    server.put('tasks', task('t1', { status: 'done', worth: 7 }))
    await tab.pull()
    expect([...tab.store.view.waiting.value]).toEqual([id])
    expect(tab.store.view.outbox.value).toHaveLength(1)
    expect(tab.store.view.get('tasks', 't1')).toMatchObject({ worth: 7, doneAt: null })
  })

  test('answered leave the queue with the last page, not before', async () => {
    await tab.pull()
    await tab.store.mutate('task.done', { taskId: 't1' })
    await tab.flush()
    server.put('customers', ...Array.from({ length: 5 }, (_, i) => customer(`n${i}`)))
    server.pageRows = 2
    network.left = 2
    await expect(tab.pull()).rejects.toMatchObject({ code: 'network' })
    expect(tab.store.view.outbox.value).toHaveLength(1)
    expect(tab.store.view.get('tasks', 't1')?.status).toBe('done')
    network.left = Number.POSITIVE_INFINITY
    await tab.pull()
    expect(tab.store.view.outbox.value).toHaveLength(0)
    expect(await tab.store.db.count('outbox')).toBe(0)
    expect(tab.store.view.get('tasks', 't1')?.status).toBe('done')
  })
})

describe('the base is loaded anew, the queue kept,', () => {
  beforeEach(async () => {
    await tab.pull()
    server.put('orders', order('o1', 'c1', 1))
    await tab.pull('orders')
    await tab.store.mutate('task.done', { taskId: 't1' })
  })
  const expectReloaded = async () => {
    expect(idsOf(tab)).toHaveLength(9)
    expect(await stored()).toBe(9)
    expect(tab.store.view.get('tasks', 't1')?.status).toBe('done')
    expect(await tab.store.ordersOf('c1')).toEqual([])
    await tab.pull('orders')
    expect(await tab.store.ordersOf('c1')).toHaveLength(1)
    await tab.sync()
    expect(server.applied).toEqual(['task.done'])
    expect(tab.store.view.outbox.value).toEqual([])
  }
  /** Gone without a tombstone: only a load from nothing notices. */
  const forget = (id: string) => {
    const data = server.backUp()
    data.rows.delete(`customers/${id}`)
    server.restore(data, server.epoch)
  }

  test('when the server’s data was restored (epoch)', async () => {
    forget('c9')
    server.epoch = 'epoch-2'
    await tab.pull()
    await expectReloaded()
  })

  test('when the role changed', async () => {
    forget('c9')
    server.role = 'agent'
    await tab.pull()
    expect(tab.store.view.state.value.role).toBe('agent')
    await expectReloaded()
  })

  test('when this build reads another schema than was stored', async () => {
    forget('c9')
    const state = tab.store.view.state.value
    await tab.store.db.put('state', { ...state, schema: WIRE_SCHEMA - 1 }, 'state')
    await tab.pull()
    await expectReloaded()
  })

  test('but not before there is a network: what another schema stored is read until then', async () => {
    const before = await stored()
    const state = tab.store.view.state.value
    await tab.store.db.put('state', { ...state, schema: WIRE_SCHEMA - 1 }, 'state')
    const {
      consent: _,
      erasedAt: __,
      ...older
    } = (await tab.store.db.get('base.customers', 'c1')) as Tables['customers']
    await tab.store.db.put('base.customers', older as Tables['customers'])
    network.online = false
    await expect(tab.pull()).rejects.toThrow()
    network.online = true
    expect(await stored()).toBe(before)
    const { delta } = await readSnapshot(tab.store.db, { customers: ['c1'] })
    expect(delta.customers?.rows[0]).toMatchObject({ consent: {}, erasedAt: null })
  })

  test('when the server no longer takes the cursor', async () => {
    forget('c9')
    network.between = () => {
      network.between = null
      return Response.json(
        { type: 'about:blank', title: '', status: 410, code: 'cursor_expired' },
        { status: 410, headers: { 'content-type': 'application/problem+json' } },
      )
    }
    await tab.pull()
    await expectReloaded()
  })
})

describe('nothing is written', () => {
  test('when the server speaks a newer schema', async () => {
    server.schema = WIRE_SCHEMA + 1
    await expect(tab.pull()).rejects.toBeInstanceOf(Outdated)
    expect(await stored()).toBe(0)
  })

  test('when the session is somebody else’s', async () => {
    await tab.pull()
    server.userId = 'other'
    server.put('customers', customer('c1', { note: '别人的' }))
    await expect(tab.pull()).rejects.toBeInstanceOf(OtherUser)
    expect(tab.store.view.get('customers', 'c1')?.note).toBeNull()
    expect(tab.store.view.state.value.userId).toBe('user')
  })

  test.each([
    ['first', false],
    ['later', true],
  ])('when everything was wiped while a %s page was on its way', async (_which, later) => {
    if (later) await tab.pull()
    server.put('customers', customer('c1', { note: '晚到' }))
    const api: Pick<Api, 'pull'> = {
      async pull(query) {
        const page = await tab.api.pull(query)
        await tab.store.wipe()
        network.online = false
        return page
      },
    }
    await expect(pullWith(api)).rejects.toMatchObject({ code: 'network' })
    expect(await stored()).toBe(0)
    expect(idsOf(tab)).toEqual([])
  })
})
