import { beforeEach, describe, expect, test } from 'vitest'
import { Refusal } from '../../../worker/domain/refusal.ts'
import type { Tables } from '../../../worker/domain/rows.ts'
import { PUSH_LIMIT } from '../../../worker/domain/wire.ts'
import { FakeServer } from './fake-server.ts'
import { Network, Phone, type Tab } from './phone.ts'
import { customer, shop, task } from './rules.ts'

let server: FakeServer
let network: Network
let phone: Phone
let tab: Tab

beforeEach(async () => {
  server = new FakeServer()
  server.put('shops', shop())
  server.put('customers', customer('c1'), customer('c2'))
  server.put('tasks', task('t1'), task('t2'))
  network = new Network(server)
  phone = new Phone(network)
  tab = await phone.open()
  await tab.pull()
})

const outbox = ({ store }: Tab) => store.view.outbox.value
const statusOf = (id = 't1', { store }: Tab = tab) => store.view.get('tasks', id)?.status
const contactsOf = (id = 'c1') => tab.store.view.get('customers', id)?.recentContacts.length

describe('sending', () => {
  test('made offline, changes are kept and sent once, in order', async () => {
    network.online = false
    await tab.store.mutate('task.done', { taskId: 't1' })
    await tab.store.mutate('task.reopen', { taskId: 't1' })
    await tab.store.mutate('customer.contacted', { customerId: 'c1' })
    await expect(tab.flush()).rejects.toMatchObject({ status: 0, code: 'network' })
    expect(outbox(tab)).toHaveLength(3)
    network.online = true
    expect(await tab.flush()).toBe(3)
    expect(await tab.flush()).toBe(0)
    expect(server.applied).toEqual(['task.done', 'task.reopen', 'customer.contacted'])
    expect(network.count('POST /api/push')).toBe(1)
  })

  test('two queued steps on one row do not collide with themselves', async () => {
    await tab.store.mutate('customer.edit', { customerId: 'c1', set: { note: '一' }, was: { note: null } })
    await tab.store.mutate('customer.edit', { customerId: 'c1', set: { note: '二' }, was: { note: '一' } })
    await tab.sync()
    expect(server.get('customers', 'c1')?.note).toBe('二')
    expect(tab.store.view.rejections.value).toEqual([])
  })

  test('no push carries more than the limit', async () => {
    for (let i = 0; i < PUSH_LIMIT + 3; i++) await tab.store.mutate('customer.contacted', { customerId: 'c1' })
    expect(await tab.flush()).toBe(PUSH_LIMIT + 3)
    expect(network.count('POST /api/push')).toBe(2)
    expect(server.get('customers', 'c1')?.recentContacts).toHaveLength(PUSH_LIMIT + 3)
  })

  test('two tabs at once send a change once', async () => {
    const other = await phone.open()
    await tab.store.mutate('customer.contacted', { customerId: 'c1' })
    await Promise.all([tab.flush(), other.flush()])
    expect(network.count('POST /api/push')).toBe(1)
    expect(server.applied).toEqual(['customer.contacted'])
  })

  test('where tabs cannot lock each other out, a change sent twice is applied once', async () => {
    const unlocked = await phone.open({ locks: (_name, work) => work() })
    await tab.store.mutate('customer.contacted', { customerId: 'c1' })
    await Promise.allSettled([tab.flush(), unlocked.flush()])
    expect(network.count('POST /api/push')).toBe(2)
    expect(server.applied).toEqual(['customer.contacted'])
    await tab.sync()
    expect(outbox(tab)).toEqual([])
  })

  test('an answer lost after the server applied it: sent again, applied once', async () => {
    network.loseAnswers = 1
    await tab.store.mutate('customer.contacted', { customerId: 'c1' })
    await expect(tab.flush()).rejects.toMatchObject({ code: 'network' })
    await tab.sync()
    expect(server.applied).toEqual(['customer.contacted'])
    expect(contactsOf()).toBe(1)
    expect(outbox(tab)).toEqual([])
  })

  test('an answer lost, then pulled: shown once, and a refusal among it is still heard of', async () => {
    await tab.store.mutate('customer.contacted', { customerId: 'c1' })
    await tab.store.mutate('task.done', { taskId: 't1' })
    server.put('tasks', task('t1', { status: 'done' }))
    network.loseAnswers = 1
    await expect(tab.flush()).rejects.toMatchObject({ code: 'network' })
    await tab.pull()
    expect(contactsOf()).toBe(1)
    expect(outbox(tab)).toHaveLength(2)
    await tab.flush()
    expect(outbox(tab)).toEqual([])
    expect(tab.store.view.rejections.value).toMatchObject([{ name: 'task.done', code: 'wrong_step' }])
  })

  test.each([
    ['a gateway’s error', () => new Response('Bad Gateway', { status: 502 }), { status: 502, code: 'http' }],
    ['a gateway’s 400', () => new Response('<html>', { status: 400 }), { status: 400, code: 'http' }],
    [
      'a hotel’s sign-in page',
      () => new Response('<html>', { headers: { 'content-type': 'text/html' } }),
      { status: 0, code: 'not_ours' },
    ],
  ])('%s keeps everything', async (_what, between, error) => {
    await tab.store.mutate('task.done', { taskId: 't1' })
    network.between = between
    await expect(tab.flush()).rejects.toMatchObject(error)
    network.between = null
    expect(outbox(tab)).toMatchObject([{ name: 'task.done', acked: 0 }])
    expect(tab.store.view.rejections.value).toEqual([])
    await tab.sync()
    expect(server.applied).toEqual(['task.done'])
  })

  test.each([
    ['never agrees about numbers', 409, { code: 'sequence_gap', expected: 9 }, 'sequence_gap'],
    ['answers nothing', 200, { results: [], lastSeq: 0, now: 0 }, 'no_results'],
  ])('a server that %s is asked again later, not for ever', async (_what, status, body, code) => {
    await tab.store.mutate('task.done', { taskId: 't1' })
    const type = status === 200 ? 'application/json' : 'application/problem+json'
    network.between = () => Response.json(body, { status, headers: { 'content-type': type } })
    await expect(tab.flush()).rejects.toMatchObject({ code })
    network.between = null
    await tab.sync()
    expect(server.applied).toEqual(['task.done'])
  })

  test('signed out keeps the queue until signed in again', async () => {
    await tab.store.mutate('task.done', { taskId: 't1' })
    server.refusal = 'unauthorized'
    await expect(tab.flush()).rejects.toMatchObject({ status: 401 })
    expect(outbox(tab)).toHaveLength(1)
    expect(statusOf()).toBe('done')
    server.refusal = null
    await tab.sync()
    expect(server.get('tasks', 't1')?.status).toBe('done')
  })

  test('every write carries the header no other site can send', async () => {
    await tab.store.mutate('task.done', { taskId: 't1' })
    await tab.flush()
    expect(network.seen.map((kind, i) => [kind, network.headers[i]?.get('x-regulars')])).toEqual([
      ['GET /api/pull', null],
      ['POST /api/push', '1'],
    ])
  })
})

describe('answered', () => {
  test('a change stays on screen until the pull contains it', async () => {
    await tab.store.mutate('task.done', { taskId: 't1' })
    await tab.flush()
    expect(outbox(tab)).toMatchObject([{ acked: 1 }])
    expect(statusOf()).toBe('done')
    expect(await tab.store.db.get('base.tasks', 't1')).toMatchObject({ status: 'open' })
    await tab.pull()
    expect(outbox(tab)).toEqual([])
    expect(statusOf()).toBe('done')
    expect(await tab.store.db.get('base.tasks', 't1')).toMatchObject({ status: 'done' })
  })

  test('also when the app is killed between answer and pull, offline', async () => {
    await tab.store.mutate('task.done', { taskId: 't1' })
    await tab.flush()
    tab.store.close()
    network.online = false
    expect(statusOf('t1', await phone.open())).toBe('done')
  })

  test('refused, its effect goes, its reason stays until dismissed, the next go on', async () => {
    server.put('tasks', task('t1', { status: 'done' }))
    await tab.store.mutate('task.done', { taskId: 't1' })
    await tab.store.mutate('task.done', { taskId: 't2' })
    await tab.flush()
    expect(server.get('tasks', 't2')?.status).toBe('done')
    expect(statusOf('t1')).toBe('open')
    expect(statusOf('t2')).toBe('done')
    const [rejection] = tab.store.view.rejections.value
    expect(rejection).toMatchObject({ name: 'task.done', args: { taskId: 't1' }, code: 'wrong_step' })
    tab.store.close()
    const again = await phone.open()
    expect(again.store.view.rejections.value).toEqual([rejection])
    await again.store.dismissRejection(rejection?.id ?? '')
    expect(again.store.view.rejections.value).toEqual([])
    expect(await again.store.db.count('rejections')).toBe(0)
  })

  test('refused since its person was erased, what it says of them does not stay', async () => {
    await tab.store.mutate('customer.edit', { customerId: 'c1', set: { note: '爱喝浓茶' }, was: { note: null } })
    const edit = server.catalogue['customer.edit'] as (typeof server.catalogue)[string]
    const refused = () => {
      throw new Refusal('erased')
    }
    server.catalogue = { ...server.catalogue, 'customer.edit': { ...edit, apply: refused } }
    await tab.sync()
    expect(tab.store.view.rejections.value).toMatchObject([{ name: 'customer.edit', code: 'erased' }])
    expect(JSON.stringify(await tab.store.db.getAll('rejections'))).not.toContain('爱喝浓茶')
  })

  test('a conflict names both sides', async () => {
    await tab.store.mutate('customer.edit', { customerId: 'c1', set: { note: '我的' }, was: { note: null } })
    server.put('customers', customer('c1', { note: '别人的' }))
    await tab.sync()
    expect(tab.store.view.rejections.value).toMatchObject([
      { code: 'conflict', details: { fields: { note: { yours: '我的', theirs: '别人的' } } } },
    ])
    expect(tab.store.view.get('customers', 'c1')?.note).toBe('别人的')
  })
})

describe('a change the server cannot read', () => {
  test('becomes a rejection; those before and after it are applied', async () => {
    server.unreadable = 'task.done'
    await tab.store.mutate('customer.contacted', { customerId: 'c1' })
    await tab.store.mutate('customer.contacted', { customerId: 'c1' })
    await tab.store.mutate('task.done', { taskId: 't1' })
    await tab.store.mutate('customer.contacted', { customerId: 'c2' })
    await tab.store.mutate('customer.contacted', { customerId: 'c2' })
    await tab.sync()
    expect(server.applied).toEqual(Array(4).fill('customer.contacted'))
    expect(server.get('customers', 'c1')?.recentContacts).toHaveLength(2)
    expect(server.get('customers', 'c2')?.recentContacts).toHaveLength(2)
    expect(tab.store.view.rejections.value).toMatchObject([
      { name: 'task.done', args: { taskId: 't1' }, code: 'bad_args' },
    ])
    expect(outbox(tab)).toEqual([])
    expect(contactsOf('c1')).toBe(2)
    expect(statusOf()).toBe('open')
  })

  test('is found in few pushes, wherever it stands', async () => {
    server.unreadable = 'task.done'
    for (let i = 0; i < 32; i++) await tab.store.mutate('customer.contacted', { customerId: 'c1' })
    await tab.store.mutate('task.done', { taskId: 't1' })
    await tab.flush()
    expect(server.applied).toHaveLength(32)
    expect(network.count('POST /api/push')).toBeLessThan(15)
  })

  test('is no hindrance, however many there are', async () => {
    server.unreadable = 'task.done'
    for (let i = 0; i < 6; i++) {
      const taskId = await tab.store.mutate('task.create', { customerId: 'c1' })
      await tab.store.mutate('task.done', { taskId })
    }
    await tab.flush()
    expect(server.applied).toEqual(Array(6).fill('task.create'))
    expect(tab.store.view.rejections.value).toHaveLength(6)
  })
})

describe('a server restored from a backup', () => {
  test('taken before changes it had answered gets them again, once each', async () => {
    await tab.store.mutate('customer.contacted', { customerId: 'c1' })
    await tab.flush()
    const backup = server.backUp()
    await tab.store.mutate('customer.contacted', { customerId: 'c1' })
    await tab.flush()
    server.restore(backup, 'epoch-2')
    await tab.store.mutate('customer.contacted', { customerId: 'c1' })
    await tab.sync()
    expect(server.get('customers', 'c1')?.recentContacts).toHaveLength(3)
    expect(contactsOf()).toBe(3)
    await tab.sync()
    expect(outbox(tab)).toEqual([])
    expect(contactsOf()).toBe(3)
  })

  test('is noticed by a pull as well: what it had answered and lost is sent again', async () => {
    await tab.store.mutate('customer.contacted', { customerId: 'c1' })
    await tab.flush()
    const backup = server.backUp()
    await tab.store.mutate('customer.contacted', { customerId: 'c1' })
    await tab.flush()
    server.restore(backup, 'epoch-2')
    await tab.pull()
    expect(outbox(tab)).toMatchObject([{ seq: 1, acked: 0 }])
    expect(contactsOf()).toBe(2)
    await tab.sync()
    expect(server.get('customers', 'c1')?.recentContacts).toHaveLength(2)
    expect(contactsOf()).toBe(2)
    expect(outbox(tab)).toEqual([])
  })

  test('that misses changes long pulled gets them again, before the next ones', async () => {
    server.now = phone.clock = 1_700_000_100_000
    const backup = server.backUp()
    const made = await tab.store.mutate('task.create', { customerId: 'c1' })
    await tab.sync()
    expect(outbox(tab)).toEqual([])
    server.restore(backup, 'epoch-2', 1_700_000_050_000)
    // Leans on what the server has lost.
    await tab.store.mutate('task.done', { taskId: made })
    await tab.sync()
    expect(server.applied).toEqual(['task.create', 'task.done'])
    expect(statusOf(made)).toBe('done')
    expect(tab.store.view.rejections.value).toEqual([])
    expect(tab.store.view.state.value.restored).toEqual({ to: 1_700_000_050_000, at: phone.clock, kept: 2 })
    await tab.sync()
    expect(outbox(tab)).toEqual([])
    expect(server.applied).toEqual(['task.create', 'task.done'])
  })

  test('and noticed by a pull: what was long pulled is sent again, what was refused then is not', async () => {
    await tab.store.mutate('task.done', { taskId: 't1' })
    await tab.sync()
    const backup = server.backUp()
    await tab.store.mutate('task.done', { taskId: 't2' })
    await tab.store.mutate('customer.contacted', { customerId: 'c1' })
    await tab.sync()
    server.restore(backup, 'epoch-2', server.now)
    await tab.pull()
    // On screen at once, and still so when the server has it again.
    expect(statusOf('t2')).toBe('done')
    await tab.sync()
    expect(server.applied).toEqual(['task.done', 'task.done', 'customer.contacted'])
    expect(server.get('customers', 'c1')?.recentContacts).toHaveLength(1)
    await tab.sync()
    expect(outbox(tab)).toEqual([])
    // A second restore finds what was sent again to send.
    server.restore(backup, 'epoch-3', server.now)
    await tab.sync()
    await tab.sync()
    expect(server.get('tasks', 't2')?.status).toBe('done')
    expect(server.get('customers', 'c1')?.recentContacts).toHaveLength(1)
  })

  test('is told of once, until the person has read it; a phone that kept up has nothing to send', async () => {
    await tab.store.mutate('task.done', { taskId: 't1' })
    await tab.sync()
    server.restore(server.backUp(), 'epoch-2', server.now + 1)
    await tab.sync()
    expect(server.applied).toEqual(['task.done'])
    expect(outbox(tab)).toEqual([])
    expect(tab.store.view.state.value.restored).toEqual({ to: server.now + 1, at: phone.clock, kept: 0 })
    await tab.store.restoreRead()
    expect(tab.store.view.state.value.restored).toBeNull()
    expect((await phone.open()).store.view.state.value.restored).toBeNull()
  })

  test('what is kept to be sent again has an end, and goes with the person it is about', async () => {
    for (let i = 0; i < 40; i++) await tab.store.mutate('customer.contacted', { customerId: 'c1' })
    await tab.sync()
    expect(await tab.store.db.count('sent')).toBe(40)
    phone.clock += 40 * 86_400_000
    server.now = phone.clock
    await tab.pull()
    await tab.store.mutate('task.done', { taskId: 't1' })
    await tab.sync()
    expect(await tab.store.db.count('sent')).toBe(1)
    server.put('customers', { ...(server.get('customers', 'c1') as Tables['customers']), erasedAt: server.now })
    await tab.pull()
    expect(await tab.store.db.count('sent')).toBe(0)
  })

  test('refused changes to offers and tasks of somebody erased go too, those of others stay', async () => {
    await tab.pull()
    await tab.store.db.put('base.offers', { id: 'o1', customerId: 'c1' } as Tables['offers'])
    await tab.store.db.put('base.tasks', { id: 'k1', customerId: 'c1' } as Tables['tasks'])
    const refused = { code: 'conflict' as const, details: {}, at: server.now }
    await tab.store.db.put('rejections', { ...refused, id: '1', name: 'win-back.edit', args: { offerId: 'o1' } })
    await tab.store.db.put('rejections', { ...refused, id: '2', name: 'task.snooze', args: { taskId: 'k1' } })
    await tab.store.db.put('rejections', { ...refused, id: '3', name: 'win-back.edit', args: { offerId: 'o2' } })
    server.put('customers', { ...(server.get('customers', 'c1') as Tables['customers']), erasedAt: server.now })
    await tab.pull()
    expect(await tab.store.db.getAllKeys('rejections')).toEqual(['3'])
  })

  test('somebody erased before takes along nothing that was kept since', async () => {
    const erased = { ...(server.get('customers', 'c1') as Tables['customers']), id: 'gone', erasedAt: server.now }
    server.put('customers', erased)
    await tab.pull()
    await tab.store.mutate('task.done', { taskId: 't2' })
    await tab.sync()
    expect(await tab.store.db.count('sent')).toBe(1)
    // A recompute tells of everybody anew.
    server.put('customers', { ...erased, figures: null })
    await tab.pull()
    expect(await tab.store.db.count('sent')).toBe(1)
  })

  test('what is kept to be sent again goes with all else that is wiped', async () => {
    await tab.store.mutate('task.done', { taskId: 't2' })
    await tab.sync()
    expect(await tab.store.db.count('sent')).toBe(1)
    await tab.store.wipe()
    expect(await tab.store.db.count('sent')).toBe(0)
  })
})

describe('a phone restored from an old copy of itself', () => {
  test('does not take the answer to a forgotten change for the answer to a new one', async () => {
    const forgotten = tab.store.view.state.value
    await tab.store.mutate('task.done', { taskId: 't1' })
    await tab.flush()
    await tab.store.db.clear('outbox')
    await tab.store.db.put('state', forgotten, 'state')
    await tab.store.outboxChanged()
    await tab.store.mutate('task.done', { taskId: 't2' })
    await tab.sync()
    expect(server.get('tasks', 't2')?.status).toBe('done')
    expect(statusOf('t1')).toBe('done')
    expect(outbox(tab)).toEqual([])
  })

  test('takes a new name when a pull shows more of its changes than it knows', async () => {
    const forgotten = tab.store.view.state.value
    await tab.store.mutate('task.done', { taskId: 't1' })
    await tab.flush()
    await tab.store.db.clear('outbox')
    await tab.store.db.put('state', forgotten, 'state')
    await tab.pull()
    expect(tab.store.view.state.value.clientId).not.toBe(forgotten.clientId)
    expect(tab.store.view.state.value.nextSeq).toBe(1)
  })
})
