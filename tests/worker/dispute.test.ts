import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { DAY_MS } from '../../worker/domain/time.ts'
import { newId } from '../../worker/ids.ts'
import { type Phone, startTestWorker, type TestWorker } from '../support/worker.ts'

let worker: TestWorker
beforeAll(async () => {
  worker = await startTestWorker()
})
afterAll(() => worker.close())

async function opened(): Promise<{ phone: Phone; id: string; customerId: string }> {
  const phone = await worker.signUp()
  const [id, customerId] = [newId(), newId()]
  await phone.mutate('customer.add', { id: customerId, nickname: '阿林' })
  await phone.mutate('dispute.open', {
    ...{
      id,
      customerId,
      orderId: null,
      orderRef: null,
      product: '茶杯',
      channel: 'taobao',
      source: 'hand',
      words: '杯子碎了',
      wants: null,
    },
  })
  return { phone, id, customerId }
}

const reply = (id: string) => ({ id, from: 'listen', loop: 0, text: '很抱歉，我马上看' })
const analyse = (id: string, loop = 0) => ({
  ...{
    id,
    from: 'analyse',
    loop,
    surface: '杯子碎了',
    real: '没人理',
    causeFamily: 'quality',
    cause: 'transit-damage',
  },
  ...{ responsibility: 'carrier', severity: 'medium' },
})
const resolve = (id: string, customerId: string, loop = 0) => ({
  ...{ id, customerId, from: 'resolve', loop, told: '今天补发', was: { remedies: [], told: null } },
  remedies: [{ kind: 'resend', cost: 1200, promisedAt: null, note: null }],
})
const record = (id: string, customerId: string, loop = 0) => ({
  ...{
    id,
    customerId,
    from: 'record',
    loop,
    confirmedCause: 'transit-damage',
    done: '补发一只',
    actualCost: 1200,
    lesson: '加气泡膜',
  },
  ...{ followUpAt: Date.now() + 3 * DAY_MS, taskId: null },
})

const state = async (phone: Phone, id: string) => {
  const { rows } = await phone.pullAll()
  const events = [...(rows.disputeEvents?.values() ?? [])].filter((e) => e.disputeId === id).map((e) => e.kind)
  return {
    dispute: rows.disputes?.get(id),
    events,
    customers: rows.customers,
    tasks: [...(rows.tasks?.values() ?? [])],
  }
}

describe('two phones on one case', () => {
  test('both take the same step offline: it is taken once, the second hears why', async () => {
    const { phone, id } = await opened()
    const other = phone.another()
    const [mine, theirs] = [phone.mutation('dispute.reply', reply(id)), other.mutation('dispute.reply', reply(id))]
    const [a, b] = await Promise.all([phone.send(mine), other.send(theirs)])
    const results = [a.body.results[0], b.body.results[0]]
    expect(results.map((r) => r.status).sort()).toEqual(['applied', 'rejected'])
    expect(results.find((r) => r.status === 'rejected')).toMatchObject({
      code: 'wrong_step',
      details: { step: 'analyse' },
    })
    expect((await state(phone, id)).events.filter((kind) => kind === 'replied')).toHaveLength(1)
  })

  test('one is two steps ahead: the late phone’s stale step changes nothing', async () => {
    const { phone, id, customerId } = await opened()
    const late = phone.another()
    await phone.mutate('dispute.reply', reply(id))
    await phone.mutate('dispute.analyse', analyse(id))
    await phone.mutate('dispute.resolve', resolve(id, customerId))
    expect(await late.mutate('dispute.analyse', analyse(id))).toMatchObject({ status: 'rejected', code: 'wrong_step' })
    expect((await state(phone, id)).dispute).toMatchObject({ step: 'record' })
  })

  test('different fields merge, the same field is a conflict that names both sides', async () => {
    const { phone, id } = await opened()
    const other = phone.another()
    const edit = (set: object, was: object) => ({ id, set, was })
    expect(await phone.mutate('dispute.edit', edit({ wants: '换一只' }, { wants: null }))).toMatchObject({
      status: 'applied',
    })
    expect(await other.mutate('dispute.edit', edit({ product: '白瓷杯' }, { product: '茶杯' }))).toMatchObject({
      status: 'applied',
    })
    expect(await other.mutate('dispute.edit', edit({ wants: '退钱' }, { wants: null }))).toMatchObject({
      status: 'rejected',
      code: 'conflict',
      details: { fields: { wants: { yours: '退钱', theirs: '换一只' } } },
    })
    expect((await state(phone, id)).dispute).toMatchObject({ wants: '换一只', product: '白瓷杯' })
  })
})

describe('a case from first word to satisfied', () => {
  test('three queued steps arrive in one push and do not collide with themselves', async () => {
    const { phone, id, customerId } = await opened()
    const answer = await phone.send(
      phone.mutation('dispute.reply', reply(id)),
      phone.mutation('dispute.analyse', analyse(id)),
      phone.mutation('dispute.resolve', resolve(id, customerId)),
    )
    expect(answer.body.results.map((r: { status: string }) => r.status)).toEqual(['applied', 'applied', 'applied'])
    expect((await state(phone, id)).events.sort()).toEqual(['analysed', 'opened', 'replied', 'resolved'])
  })

  test('unhappy reopens it at analyse, counted; happy closes it and the customer is free again', async () => {
    const { phone, id, customerId } = await opened()
    await phone.mutate('dispute.reply', reply(id))
    const round = async (loop: number, marks: object) => {
      await phone.mutate('dispute.analyse', analyse(id, loop))
      await phone.mutate('dispute.resolve', resolve(id, customerId, loop))
      expect(await phone.mutate('dispute.record', record(id, customerId, loop))).toMatchObject({ status: 'applied' })
      const { tasks } = await state(phone, id)
      const task = tasks.find((t) => t.kind === 'follow-up' && t.status === 'open')
      return phone.mutate('dispute.rate', {
        id,
        customerId,
        from: 'follow-up',
        loop,
        satisfaction: marks,
        comment: null,
        taskId: task?.id ?? null,
      })
    }
    expect(await round(0, { expectation: 2, quality: 4, service: 4 })).toMatchObject({ status: 'applied' })
    const reopened = await state(phone, id)
    expect(reopened.dispute).toMatchObject({ step: 'analyse', loop: 1 })
    expect(reopened.customers?.get(customerId)).toMatchObject({ openDisputes: 1 })
    expect(reopened.customers?.get(customerId)?.unhappyAt).toBeGreaterThan(0)
    expect(await round(1, { expectation: 4, quality: 5, service: 5 })).toMatchObject({ status: 'applied' })
    const closed = await state(phone, id)
    expect(closed.dispute).toMatchObject({ step: 'closed', outcome: 'satisfied', loop: 1 })
    expect(closed.customers?.get(customerId)).toMatchObject({ openDisputes: 0, unhappyAt: null })
    expect(closed.tasks.filter((t) => t.status === 'open')).toEqual([])
  })

  test('no gate can be skipped by sending the step anyway', async () => {
    const { phone, id, customerId } = await opened()
    expect(await phone.mutate('dispute.analyse', { ...analyse(id), from: 'listen' })).toMatchObject({
      status: 'rejected',
    })
    expect(await phone.mutate('dispute.resolve', { ...resolve(id, customerId), from: 'listen' })).toMatchObject({
      status: 'rejected',
    })
    expect(await phone.mutate('dispute.record', { ...record(id, customerId), from: 'listen' })).toMatchObject({
      status: 'rejected',
    })
    expect((await state(phone, id)).dispute).toMatchObject({ step: 'listen' })
  })
})

describe('two phones on one talk', () => {
  /** A case whose first reply was sent, seen by two phones. */
  async function talking() {
    const { phone, id, customerId } = await opened()
    await phone.mutate('dispute.reply', reply(id))
    const other = phone.another()
    const hear = (text: string, at: number | null = null) => ({ id, customerId, text, at })
    return { phone, other, id, customerId, hear }
  }

  test('both note what the buyer said: both words are kept, one answer is owed', async () => {
    const { phone, other, id, hear } = await talking()
    const [a, b] = await Promise.all([
      phone.send(phone.mutation('dispute.hear', hear('还没收到'))),
      other.send(other.mutation('dispute.hear', hear('怎么还没到'))),
    ])
    expect([a.body.results[0].status, b.body.results[0].status]).toEqual(['applied', 'applied'])
    const { dispute, events } = await state(phone, id)
    expect(events.filter((kind) => kind === 'heard')).toHaveLength(2)
    expect(dispute?.nextReplyDueAt).toBeGreaterThan(Date.now())
    await other.mutate('dispute.answer', { id, text: '在查', waits: false })
    expect((await state(phone, id)).dispute).toMatchObject({ nextReplyDueAt: null })
  })

  test('a word noted offline before the answer was sent does not ask for another', async () => {
    const { phone, other, id, hear } = await talking()
    const spoken = Date.now()
    const late = phone.mutation('dispute.hear', hear('在吗', spoken))
    expect(await other.mutate('dispute.answer', { id, text: '在的', waits: true })).toMatchObject({ status: 'applied' })
    expect((await phone.send(late)).body.results[0]).toMatchObject({ status: 'applied' })
    const { dispute, events } = await state(phone, id)
    expect(events).toEqual(expect.arrayContaining(['heard', 'answered']))
    expect(dispute).toMatchObject({ nextReplyDueAt: null, heardAt: spoken })
    expect(dispute?.waitingSince).toBeGreaterThan(0)
  })

  test('who starts waiting without having seen the buyer’s word is told, with both sides', async () => {
    const { phone, other, id, hear } = await talking()
    const blind = other.mutation('dispute.wait', { id, heardAt: null })
    await phone.mutate('dispute.hear', hear('还没收到'))
    const heardAt = (await state(phone, id)).dispute?.heardAt
    expect((await other.send(blind)).body.results[0]).toMatchObject({
      status: 'rejected',
      code: 'conflict',
      details: { fields: { heardAt: { yours: null, theirs: heardAt } } },
    })
    expect((await state(phone, id)).dispute).toMatchObject({ waitingSince: null })
    expect(await other.mutate('dispute.wait', { id, heardAt })).toMatchObject({ status: 'applied' })
  })

  test('both wait: it begins once; the end of another waiting than was seen is refused', async () => {
    const { phone, other, id } = await talking()
    const sent = [phone.send(phone.mutation('dispute.wait', { id, heardAt: null }))]
    sent.push(other.send(other.mutation('dispute.wait', { id, heardAt: null })))
    expect((await Promise.all(sent)).map((one) => one.body.results[0].status)).toEqual(['applied', 'applied'])
    const first = await state(phone, id)
    expect(first.events.filter((kind) => kind === 'waiting')).toHaveLength(1)
    const since = first.dispute?.waitingSince as number
    expect(await other.mutate('dispute.resume', { id, was: since - 1 })).toMatchObject({
      ...{
        status: 'rejected',
        code: 'conflict',
        details: { fields: { waitingSince: { yours: null, theirs: since } } },
      },
    })
    expect(await other.mutate('dispute.resume', { id, was: since })).toMatchObject({ status: 'applied' })
    expect(await phone.mutate('dispute.resume', { id, was: since })).toMatchObject({ status: 'applied' })
    expect((await state(phone, id)).events.filter((kind) => kind === 'resumed')).toHaveLength(1)
  })

  test('the talk goes on while the other takes a step', async () => {
    const { phone, other, id, hear } = await talking()
    const [a, b] = await Promise.all([
      phone.send(phone.mutation('dispute.analyse', analyse(id))),
      other.send(
        other.mutation('dispute.hear', hear('还没收到')),
        other.mutation('dispute.wait', { id, heardAt: null }),
      ),
    ])
    expect(a.body.results[0]).toMatchObject({ status: 'applied' })
    expect(b.body.results.map((r: { status: string }) => r.status)).toEqual(['applied', 'rejected'])
    const { dispute, events } = await state(phone, id)
    expect(dispute).toMatchObject({ step: 'resolve', waitingSince: null })
    expect(events.filter((kind) => kind === 'analysed')).toHaveLength(1)
  })

  test('platform deadlines: different ones merge, the same is a conflict', async () => {
    const { phone, other, id } = await talking()
    const [soon, later] = [Date.now() + DAY_MS, Date.now() + 2 * DAY_MS]
    const set = (on: Phone, field: 'handleBy' | 'proveBy', at: number) =>
      on.mutate('dispute.deadlines', { id, set: { [field]: at }, was: { [field]: null } })
    expect(await set(phone, 'handleBy', soon)).toMatchObject({ status: 'applied' })
    expect(await set(other, 'proveBy', later)).toMatchObject({ status: 'applied' })
    expect(await set(other, 'handleBy', later)).toMatchObject({
      ...{ status: 'rejected', code: 'conflict', details: { fields: { handleBy: { yours: later, theirs: soon } } } },
    })
    expect((await state(phone, id)).dispute).toMatchObject({ handleBy: soon, proveBy: later })
  })
})

describe('two cases of one buyer', () => {
  test('merged from two phones in both directions: one stands, and it can be taken apart', async () => {
    const { phone, id, customerId } = await opened()
    const other = phone.another()
    const into = newId()
    const about = { orderId: null, orderRef: null, product: '茶壶', channel: 'taobao', source: 'hand', wants: null }
    await phone.mutate('dispute.open', { ...about, id: into, customerId, words: '壶盖也碎了' })
    expect((await state(phone, id)).customers?.get(customerId)).toMatchObject({ openDisputes: 2 })
    const eventId = newId()
    const there = phone.mutation('dispute.merge', { id, into, customerId, eventId, tasks: [] })
    const back = other.mutation('dispute.merge', { id: into, into: id, customerId, eventId: newId(), tasks: [] })
    expect((await phone.send(there)).body.results[0]).toMatchObject({ status: 'applied' })
    expect((await other.send(back)).body.results[0]).toMatchObject({ status: 'rejected', code: 'wrong_step' })
    const merged = await state(phone, id)
    expect(merged.dispute).toMatchObject({ step: 'closed', outcome: 'merged', mergedInto: into })
    expect(merged.customers?.get(customerId)).toMatchObject({ openDisputes: 1 })
    const apart = { id, into, customerId, eventId: newId(), tasks: [], events: { source: there.id, target: eventId } }
    expect(await other.mutate('dispute.unmerge', apart)).toMatchObject({ status: 'applied' })
    const parted = await state(phone, id)
    expect(parted.dispute).toMatchObject({ step: 'listen', outcome: null, mergedInto: null, closedAt: null })
    expect(parted.customers?.get(customerId)).toMatchObject({ openDisputes: 2 })
  })

  test('a case merged meanwhile takes no more steps, and says so', async () => {
    const { phone, id, customerId } = await opened()
    const late = phone.another().mutation('dispute.reply', reply(id))
    const into = newId()
    const about = { orderId: null, orderRef: null, product: null, channel: 'taobao', source: 'hand', wants: null }
    await phone.mutate('dispute.open', { ...about, id: into, customerId, words: '还少发一只' })
    await phone.mutate('dispute.merge', { id, into, customerId, eventId: newId(), tasks: [] })
    const other = phone.another()
    expect(await other.mutate('dispute.reply', late.args)).toMatchObject({ status: 'rejected', code: 'wrong_step' })
  })
})

test('an agent’s limit is for the whole case: what they push after it was opened again waits for the owner', async () => {
  const { phone: owner, id, customerId } = await opened()
  const agent = await owner.colleague('agent')
  const spend = (loop: number, cost: number) => ({
    ...resolve(id, customerId, loop),
    remedies: [{ kind: 'refund', cost, promisedAt: null, note: null }],
  })
  const satisfaction = { expectation: 2, quality: 4, service: 4 }
  const unhappy = { id, customerId, from: 'follow-up', loop: 0, satisfaction, comment: null, taskId: null }
  const queue = [
    agent.mutation('dispute.reply', reply(id)),
    agent.mutation('dispute.analyse', analyse(id)),
    agent.mutation('dispute.resolve', spend(0, 15_000)),
    agent.mutation('dispute.record', { ...record(id, customerId), actualCost: 20_000 }),
    agent.mutation('dispute.rate', unhappy),
    agent.mutation('dispute.analyse', { ...analyse(id, 1), spent: 0 }),
    // What a forged queue says of the sum is not asked.
    agent.mutation('dispute.resolve', { ...spend(1, 1), spent: 0, approval: 'approved' }),
  ]
  const { body } = await agent.send(...queue)
  expect(body.results.map((one: { status: string }) => one.status)).toEqual(queue.map(() => 'applied'))
  const stands = async () => (await state(owner, id)).dispute
  expect(await stands()).toMatchObject({
    step: 'resolve',
    loop: 1,
    spent: 20_000,
    approval: 'needed',
    resolvedAt: null,
  })
  const { remedies, told } = spend(1, 1)
  const word = { id, customerId, from: 'resolve', loop: 1, asked: { remedies, told } }
  expect(await agent.mutate('dispute.approve', word)).toMatchObject({ status: 'rejected', code: 'forbidden' })
  expect(await owner.mutate('dispute.approve', word)).toMatchObject({ status: 'applied' })
  expect(await stands()).toMatchObject({ step: 'record', approval: 'approved' })
  const over = { ...record(id, customerId, 1), actualCost: 2 }
  expect(await agent.mutate('dispute.record', over)).toMatchObject({ status: 'applied' })
  expect(await stands()).toMatchObject({ step: 'record', approval: 'needed', actualCost: 2, recordedAt: null })
})
