import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { createEngine, type Engine, type Page, type PageEvent } from '../../../web/sync/engine.ts'
import { WIRE_SCHEMA } from '../../../worker/domain/wire.ts'
import { ManualTimers } from '../../support/manual-timers.ts'
import { FakeServer } from './fake-server.ts'
import { Network, Phone, type Tab, until } from './phone.ts'
import { customer, order, shop, task } from './rules.ts'

class FakePage implements Page {
  shown = true
  syncsAsked = 0
  readonly #hearers = new Set<{ event: PageEvent; hear: () => void }>()
  online = () => true
  visible = () => this.shown
  on(event: PageEvent, hear: () => void) {
    const one = { event, hear }
    this.#hearers.add(one)
    return () => this.#hearers.delete(one)
  }
  requestBackgroundSync() {
    this.syncsAsked++
  }
  fire(event: PageEvent) {
    for (const one of this.#hearers) if (one.event === event) one.hear()
  }
}

let server: FakeServer
let network: Network
let phone: Phone
let tab: Tab
let page: FakePage
let timers: ManualTimers
let engine: Engine

/** First waits with `random` 0: half of 1, 2, 4 s. */
const WAITS = [500, 1000, 2000] as const
const POLL = 60_000

beforeEach(async () => {
  server = new FakeServer()
  server.put('shops', shop())
  server.put('customers', customer('c1'))
  server.put('tasks', task('t1'))
  network = new Network(server)
  phone = new Phone(network)
  tab = await phone.open()
  page = new FakePage()
  timers = new ManualTimers()
  engine = engineOf(tab)
})
afterEach(() => engine.stop())

const engineOf = ({ store, api, locks, channel }: Tab): Engine =>
  createEngine({ store, api, locks, channel, page, schedule: timers.schedule, now: () => phone.clock, random: () => 0 })

const status = () => engine.status.value
const idle = () => until(() => !status().syncing)
const started = async () => {
  engine.start()
  await until(() => tab.store.view.state.value.complete.orders === true && !status().syncing)
}

describe('by itself', () => {
  test('loads everything at the start, orders after the rest', async () => {
    server.put('orders', order('o1', 'c1', 1))
    expect(status()).toMatchObject({ firstLoad: { rows: 0 }, lastSyncAt: null })
    engine.start()
    await until(() => tab.store.view.state.value.complete.orders === true)
    expect(await tab.store.ordersOf('c1')).toHaveLength(1)
    expect(status()).toMatchObject({ online: true, pending: 0, error: null, firstLoad: null, lastSyncAt: phone.clock })
    expect(engine.session.value).toBe('in')
  })

  test('sends a change and pulls it', async () => {
    await started()
    await tab.store.mutate('task.done', { taskId: 't1' })
    expect(status().pending).toBe(1)
    expect(page.syncsAsked).toBe(1)
    await until(() => tab.store.view.outbox.value.length === 0)
    expect(server.get('tasks', 't1')?.status).toBe('done')
    expect(status().pending).toBe(0)
  })

  test('sends what another tab left behind', async () => {
    await started()
    const other = await phone.open()
    await other.store.mutate('task.done', { taskId: 't1' })
    await until(() => tab.store.view.get('tasks', 't1')?.status === 'done' && tab.store.view.outbox.value.length === 0)
    expect(server.applied).toEqual(['task.done'])
  })

  test('counts refused changes until dismissed', async () => {
    await started()
    server.put('tasks', task('t1', { status: 'done' }))
    const id = await tab.store.mutate('task.done', { taskId: 't1' })
    await until(() => status().rejected === 1)
    await tab.store.dismissRejection(id)
    expect(status().rejected).toBe(0)
  })
})

describe('without a network', () => {
  test('tries again after longer and longer waits', async () => {
    await started()
    network.online = false
    let wait = timers.next(WAITS[0])
    await tab.store.mutate('task.done', { taskId: 't1' })
    await wait
    expect(status()).toMatchObject({ online: false, pending: 1, error: 'network' })
    for (const [i, ms] of WAITS.slice(1).entries()) {
      wait = timers.next(ms)
      timers.expire(WAITS[i] ?? 0)
      await wait
    }
    network.online = true
    timers.expire(WAITS.at(-1) ?? 0)
    await until(() => tab.store.view.outbox.value.length === 0)
    expect(server.applied).toEqual(['task.done'])
    expect(status()).toMatchObject({ online: true, error: null })
  })

  test('tries at once when it comes back', async () => {
    await started()
    network.online = false
    const failed = timers.next(WAITS[0])
    await tab.store.mutate('task.done', { taskId: 't1' })
    await failed
    network.online = true
    page.fire('online')
    await until(() => tab.store.view.outbox.value.length === 0)
    expect(server.applied).toEqual(['task.done'])
  })

  test('says so as soon as the browser does', async () => {
    await started()
    page.fire('offline')
    expect(status().online).toBe(false)
  })
})

describe('pulls', () => {
  test.each(['visible', 'focus', 'pull'] as const)('on %s', async (event) => {
    await started()
    server.put('customers', customer('c1', { note: '新' }))
    page.fire(event)
    await until(() => tab.store.view.get('customers', 'c1')?.note === '新')
  })

  test('every minute while visible, and only then', async () => {
    await started()
    server.put('customers', customer('c1', { note: '新' }))
    timers.expire(POLL)
    await until(() => tab.store.view.get('customers', 'c1')?.note === '新')
    await idle()
    page.shown = false
    const before = network.seen.length
    timers.expire(POLL)
    expect(status().syncing).toBe(false)
    expect(network.seen).toHaveLength(before)
  })

  test('nothing once stopped', async () => {
    await started()
    engine.stop()
    const before = network.seen.length
    page.fire('online')
    await engine.sync()
    expect(timers.expire(POLL)).toBe(0)
    expect(network.seen).toHaveLength(before)
  })
})

describe('the session', () => {
  test('ended: stops, keeps everything, goes on when signed in', async () => {
    await started()
    server.refusal = 'unauthorized'
    await tab.store.mutate('task.done', { taskId: 't1' })
    await until(() => engine.session.value === 'signed-out')
    await idle()
    const before = network.seen.length
    page.fire('online')
    await engine.sync()
    expect(network.seen).toHaveLength(before)
    expect(status().pending).toBe(1)
    server.refusal = null
    await engine.signedIn()
    await until(() => tab.store.view.outbox.value.length === 0)
    expect(engine.session.value).toBe('in')
    expect(server.applied).toEqual(['task.done'])
  })

  test('of somebody else stops until the store is wiped and they sign in', async () => {
    await started()
    server.userId = 'other'
    await engine.sync()
    expect(engine.session.value).toBe('other-user')
    await tab.store.mutate('task.done', { taskId: 't1' })
    await engine.sync()
    expect(network.count('POST /api/push')).toBe(0)
    await tab.store.wipe()
    await engine.signedIn()
    expect(tab.store.view.state.value.userId).toBe('other')
    expect(server.applied).toEqual([])
  })

  test('begun in one tab goes on in the others', async () => {
    server.refusal = 'unauthorized'
    engine.start()
    await until(() => engine.session.value === 'signed-out')
    const other = await phone.open()
    const otherEngine = engineOf(other)
    server.refusal = null
    await otherEngine.signedIn()
    await until(() => engine.session.value === 'in')
    otherEngine.stop()
  })
})

test('a newer server asks for an update, not for patience', async () => {
  server.schema = WIRE_SCHEMA + 1
  engine.start()
  await until(() => status().error === 'outdated' && !status().syncing)
  expect(WAITS.map((ms) => timers.expire(ms))).toEqual([0, 0, 0])
})

test('a failing database is told, and tried again', async () => {
  await started()
  tab.store.db.close()
  const wait = timers.next(WAITS[0])
  await engine.sync()
  await wait
  expect(status().error).toBe('storage')
})
