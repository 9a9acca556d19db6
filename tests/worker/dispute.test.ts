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
