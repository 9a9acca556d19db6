// @vitest-environment happy-dom
import { act, cleanup, render } from '@testing-library/preact'
import { h } from 'preact'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { setCurrentStore } from '../../../web/store/current.ts'
import { useDerived, useReady, useRow, useTable } from '../../../web/store/hooks.ts'
import { FakeServer } from './fake-server.ts'
import { Network, Phone, type Tab } from './phone.ts'
import { customer, shop } from './rules.ts'

let server: FakeServer
let tab: Tab
let drawn = 0

beforeEach(async () => {
  server = new FakeServer()
  server.put('shops', shop())
  server.put('customers', customer('c1', { note: '一' }), customer('c2', { note: '二' }))
  tab = await new Phone(new Network(server)).open()
  await tab.pull()
  setCurrentStore(tab.store)
  drawn = 0
})
afterEach(() => {
  cleanup()
  setCurrentStore(null)
})

function Note({ id }: { id: string | null }) {
  drawn++
  return h('p', null, useRow('customers', id)?.note ?? '没有')
}
function Count() {
  const notes = useDerived(() => tab.store.view.list('customers').value.filter((row) => row.note).length, [])
  return h('p', null, `${useTable('customers').length} ${notes} ${useReady('customers')}`)
}
const edit = (customerId: string, note: string, was: string) =>
  act(async () => {
    await tab.store.mutate('customer.edit', { customerId, set: { note }, was: { note: was } })
  })

test('a row is drawn again when it changes, and not when another does', async () => {
  const { container, rerender } = render(h(Note, { id: 'c1' }))
  expect(container.textContent).toBe('一')
  await edit('c1', '新', '一')
  expect(container.textContent).toBe('新')
  await tab.sync()
  const before = drawn
  server.put('customers', customer('c2', { note: '三' }))
  await act(() => tab.pull())
  expect(tab.store.view.get('customers', 'c2')?.note).toBe('三')
  expect(drawn).toBe(before)
  rerender(h(Note, { id: 'c2' }))
  expect(container.textContent).toBe('三')
  rerender(h(Note, { id: null }))
  expect(container.textContent).toBe('没有')
})

test('a table is drawn again when any of its rows comes or goes', async () => {
  const { container } = render(h(Count, {}))
  expect(container.textContent).toBe('2 2 true')
  server.put('customers', customer('c3'))
  server.remove('customers', 'c1')
  await act(() => tab.pull())
  expect(container.textContent).toBe('2 1 true')
})

test('without an open store there is an error, not an empty shop', () => {
  setCurrentStore(null)
  expect(() => render(h(Note, { id: 'c1' }))).toThrow('the store is not open')
})
