import { signal } from '@preact/signals'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { gate, openGate } from '../../../web/session.ts'
import { setCurrentStore } from '../../../web/store/current.ts'
import type { Engine, Session, Status } from '../../../web/sync/engine.ts'
import { FakeServer } from './fake-server.ts'
import { Network, Phone, type Tab, until } from './phone.ts'
import { customer, shop } from './rules.ts'

let phone: Phone
let tab: Tab
beforeEach(async () => {
  const server = new FakeServer()
  server.put('shops', shop())
  server.put('customers', customer('c1'))
  phone = new Phone(new Network(server))
  tab = await phone.open()
  await tab.pull()
})
afterEach(() => setCurrentStore(null))

function engine() {
  const session = signal<Session>('unknown')
  const start = vi.fn(() => {
    session.value = 'in'
  })
  const started: Engine = {
    session,
    start,
    stop() {},
    status: signal({} as Status),
    sync: async () => {},
    signedIn: async () => {},
  }
  return { started, start, session }
}

test.each(['signed-out', 'removed'] as const)(
  'a tab opened on a phone that is %s opens when somebody signs in in another',
  async (ended) => {
    await tab.store.end(ended)
    const other = await phone.open()
    setCurrentStore(other.store)
    const { started, start } = engine()
    await openGate(started)
    expect(gate.value).toBe(ended === 'removed' ? 'removed' : 'out')
    expect(start).not.toHaveBeenCalled()
    await tab.store.reopen()
    await until(() => gate.value === 'in')
    expect(start).toHaveBeenCalled()
  },
)

test('a removal closes the screen also where the disk does not take it', async () => {
  setCurrentStore(tab.store)
  const { started, session } = engine()
  await openGate(started)
  expect(gate.value).toBe('in')
  session.value = 'removed'
  expect(gate.value).toBe('removed')
})
