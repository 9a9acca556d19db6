/** A phone whose person may see nothing any more: told, closed, wiped — whatever happens in between. */
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { forgetShop, markEnded } from '../../../web/store/base.ts'
import { ALL_TABLES, baseStore, readState } from '../../../web/store/database.ts'
import { keepFile, keepUpload } from '../../../web/store/files.ts'
import { nextPush } from '../../../web/store/outbox.ts'
import { createEngine, type Engine, type Page } from '../../../web/sync/engine.ts'
import type { PullPage } from '../../../worker/domain/wire.ts'
import { ManualTimers } from '../../support/manual-timers.ts'
import { FakeServer } from './fake-server.ts'
import { Network, Phone, type Tab, until } from './phone.ts'
import { customer, order, shop, task } from './rules.ts'

let server: FakeServer
let network: Network
let phone: Phone
let tab: Tab
let engine: Engine

beforeEach(async () => {
  server = new FakeServer()
  server.put('shops', shop())
  server.put('customers', customer('c1'))
  server.put('orders', order('o1', 'c1', 1))
  server.put('tasks', task('t1'))
  network = new Network(server)
  phone = new Phone(network)
  tab = await phone.open()
  engine = engineOf(tab)
  engine.start()
  await until(() => tab.store.view.state.value.complete.orders === true && !engine.status.value.syncing)
})
afterEach(() => engine.stop())

const engineOf = ({ store, api, locks, channel }: Tab): Engine => {
  const page: Page = { online: () => true, visible: () => true, on: () => () => {}, requestBackgroundSync() {} }
  const schedule = new ManualTimers().schedule
  return createEngine({ store, api, locks, channel, page, schedule, now: () => phone.clock, random: () => 0 })
}
/** The app opened anew on the same phone, without a network. */
const restarted = async () => {
  network.online = false
  return phone.open()
}
const rowsLeft = async ({ store }: Tab) =>
  (await Promise.all(ALL_TABLES.map((table) => store.db.count(baseStore(table))))).reduce((sum, n) => sum + n)
const entryOf = async ({ store }: Tab) => (await readState(store.db)).entry
const file = (id: string) => ({ id, bytes: new Uint8Array(3), type: 'image/jpeg', at: 0 })
const work = () => tab.store.mutate('task.done', { taskId: 't1' })

describe('a session that is over', () => {
  test('stays closed at the next start without a network, with everything kept', async () => {
    server.refusal = 'unauthorized'
    await work()
    await until(() => engine.session.value === 'signed-out')
    const next = await restarted()
    expect(next.store.view.state.value.ended).toBe('signed-out')
    expect(next.store.view.outbox.value).toHaveLength(1)
    expect(await rowsLeft(next)).toBeGreaterThan(0)
    expect(await nextPush(next.store.db)).toBeNull()
  })

  test('is not told by a refusal of before somebody signed in', async () => {
    const { pull } = tab.api
    const held = Promise.withResolvers<void>()
    tab.api.pull = async (...args) => {
      tab.api.pull = pull
      const answer = pull(...args).catch((failure) => ({ failure }))
      await held.promise
      throw ((await answer) as { failure: unknown }).failure
    }
    server.refusal = 'unauthorized'
    const asked = network.next('GET /api/pull')
    void engine.sync()
    await asked
    server.refusal = null
    const back = engine.signedIn()
    await until(() => engine.session.value === 'unknown')
    held.resolve()
    await back
    expect(engine.session.value).toBe('in')
    expect((await readState(tab.store.db)).ended ?? null).toBeNull()
  })

  test('opens again for whoever signs in, in every tab', async () => {
    const other = await phone.open()
    server.refusal = 'unauthorized'
    await engine.sync()
    await until(() => other.store.view.state.value.ended === 'signed-out')
    server.refusal = null
    await engine.signedIn()
    await until(() => engine.session.value === 'in')
    await until(() => !other.store.view.state.value.ended)
    expect((await readState(tab.store.db)).ended).toBeNull()
  })
})

describe('a tab that asked before somebody signed in in another', () => {
  const deaf = { post() {}, listen: () => () => {}, close() {} }
  const ours = () => tab.store.view.state.value
  let late: Engine
  afterEach(() => late.stop())

  /** A tab that has not heard yet, whose next pull goes through `hold`. */
  async function slowTab(hold: (pull: () => Promise<PullPage>) => Promise<PullPage>): Promise<void> {
    const other = await phone.open()
    const { pull } = other.api
    other.api.pull = (query) => {
      other.api.pull = pull
      return hold(() => pull(query))
    }
    late = engineOf({ ...other, channel: deaf })
  }

  /** Somebody has signed in; their first pull comes after the one under way. */
  async function signsIn(): Promise<() => Promise<void>> {
    const before = ours().entry
    const back = engine.signedIn()
    await until(() => ours().entry !== before)
    return () => back
  }

  test.each(['unauthorized', 'member_removed'] as const)('ends nothing when it is told %s', async (refusal) => {
    const told = Promise.withResolvers<void>()
    await slowTab(async (pull) => {
      const failure = await pull().catch((error: unknown) => error)
      await told.promise
      throw failure
    })
    await keepFile(tab.store.db, file('looked-at'))
    server.refusal = refusal
    const asked = network.next('GET /api/pull')
    const done = late.sync()
    await asked
    server.refusal = null
    const back = await signsIn()
    told.resolve()
    await done
    await back()
    expect(late.session.value).not.toBe('signed-out')
    expect(late.session.value).not.toBe('removed')
    expect([ours().ended, (await readState(tab.store.db)).ended]).toEqual([null, null])
    expect(await rowsLeft(tab)).toBeGreaterThan(0)
    expect(await tab.store.db.getAllKeys('files')).toEqual(['looked-at'])
  })

  test('does not take them for a stranger', async () => {
    const go = Promise.withResolvers<void>()
    const asked = Promise.withResolvers<void>()
    await slowTab(async (pull) => {
      asked.resolve()
      await go.promise
      return pull()
    })
    const done = late.sync()
    await asked.promise
    server.userId = 'another'
    await tab.store.wipe()
    const back = await signsIn()
    go.resolve()
    await done
    await back()
    expect(late.session.value).not.toBe('other-user')
  })

  test('forgets and wipes nothing of theirs', async () => {
    const before = await entryOf(tab)
    await tab.store.end('removed')
    await engine.signedIn()
    await until(() => tab.store.view.state.value.complete.orders === true)
    const left = await rowsLeft(tab)
    expect(await forgetShop(tab.store.db, before)).toBe(false)
    expect(await tab.store.end('removed', before)).toBe(false)
    expect(await tab.store.wipe('signed-out', before)).toBe(false)
    expect([await rowsLeft(tab), ours().ended]).toEqual([left, null])
  })

  test('still hears that the session of now is over', async () => {
    await engine.signedIn()
    server.refusal = 'unauthorized'
    await slowTab((pull) => pull())
    await late.sync()
    expect([late.session.value, (await readState(tab.store.db)).ended]).toEqual(['signed-out', 'signed-out'])
  })
})

describe('a member removed', () => {
  test('what the shop told the phone goes at once, in every tab; what only the phone has stays', async () => {
    const other = await phone.open()
    await keepUpload(tab.store.db, file('unsent'))
    await keepFile(tab.store.db, file('looked-at'))
    server.refusal = 'member_removed'
    await work()
    await until(() => engine.session.value === 'removed')
    for (const one of [tab, other]) {
      await until(() => one.store.view.state.value.ended === 'removed')
      expect(one.store.view.get('customers', 'c1')).toBeUndefined()
      expect(one.store.view.outbox.value).toHaveLength(1)
    }
    expect(await rowsLeft(tab)).toBe(0)
    expect(await tab.store.db.getAllKeys('files')).toEqual(['unsent'])
  })

  test('stays closed at the next start without a network', async () => {
    server.refusal = 'member_removed'
    await engine.sync()
    const next = await restarted()
    expect([next.store.view.state.value.ended, await rowsLeft(next)]).toEqual(['removed', 0])
  })

  test('a phone killed between being told and forgetting knows it, and forgets what is left', async () => {
    await markEnded(tab.store.db, 'removed', await entryOf(tab))
    const next = await restarted()
    expect(next.store.view.state.value.ended).toBe('removed')
    expect(await rowsLeft(next)).toBeGreaterThan(0)
    await next.store.end('removed')
    expect(await rowsLeft(next)).toBe(0)
  })

  test('a page that was on its way is not written', async () => {
    server.put('customers', customer('c2'))
    const pull = tab.api.pull
    tab.api.pull = async (query) => {
      const page = await pull(query)
      await forgetShop(tab.store.db, await entryOf(tab))
      server.refusal = 'member_removed'
      return page
    }
    await expect(tab.pull()).rejects.toMatchObject({ code: 'member_removed' })
    expect(await rowsLeft(tab)).toBe(0)
  })

  test('asks for nothing any more', async () => {
    server.refusal = 'member_removed'
    await engine.sync()
    const before = network.seen.length
    await engine.sync()
    expect(network.seen).toHaveLength(before)
  })

  test('taken back, they sign in and what was kept goes in', async () => {
    server.refusal = 'member_removed'
    await work()
    await until(() => engine.session.value === 'removed')
    server.refusal = null
    await engine.signedIn()
    await until(() => tab.store.view.outbox.value.length === 0)
    expect(server.applied).toEqual(['task.done'])
    expect(tab.store.view.get('customers', 'c1')).toBeDefined()
  })
})

test('a phone that was emptied stays closed at the next start', async () => {
  await tab.store.wipe('signed-out')
  const { ended, userId } = (await restarted()).store.view.state.value
  expect([ended, userId]).toEqual(['signed-out', null])
})

test('a phone whose person became an agent again has everything, one who became a viewer nothing it may not have', async () => {
  server.put('customers', customer('c1', { phone: null }))
  server.role = 'viewer'
  await engine.sync()
  await until(() => tab.store.view.get('customers', 'c1')?.phone === null)
  server.quietly('customers', customer('c1', { phone: '13800001111' }))
  server.role = 'agent'
  await engine.sync()
  await until(() => tab.store.view.get('customers', 'c1')?.phone === '13800001111')
  expect((await tab.store.db.get('base.customers', 'c1'))?.phone).toBe('13800001111')
  server.quietly('customers', customer('c1', { phone: null }))
  server.role = 'viewer'
  await engine.sync()
  await until(() => tab.store.view.get('customers', 'c1')?.phone === null)
  expect((await tab.store.db.get('base.customers', 'c1'))?.phone).toBeNull()
})
