import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { forShop } from '../../../db/client.ts'
import { systemCtx } from '../../../worker/context.ts'
import type { OrderRow } from '../../../worker/domain/rows.ts'
import { DAY_MS } from '../../../worker/domain/time.ts'
import { newId } from '../../../worker/ids.ts'
import { runJob } from '../../../worker/jobs/index.ts'
import { isSweepTime } from '../../../worker/jobs/sweep.ts'
import { newShop } from '../../../worker/verbs/access.ts'
import { recompute } from '../../../worker/verbs/recompute.ts'
import { MINUTE, startTestDatabase, type TestDatabase, TestShop } from '../../support/in-process.ts'
import { FakePushService } from '../../support/push-service.ts'
import { vapidKeys } from '../../support/vapid.ts'

const HOUR = 60 * MINUTE
let store: TestDatabase
let shop: TestShop

beforeAll(async () => {
  store = await startTestDatabase()
})
afterAll(() => store.close())
beforeEach(async () => {
  shop = await TestShop.create(store.database)
})

const told = async () =>
  (await shop.rows('notifications', 'at, id')).map((row) => ({
    category: row.category,
    url: row.url,
    ...(JSON.parse(String(row.params)) as object),
  }))
const tell = async () => {
  await shop.job('due')
  return told()
}
const head = async () => {
  const [rows] = await store.database.read([{ sql: 'SELECT head FROM shops WHERE id = :id', args: { id: shop.id } }])
  return rows?.[0]?.head
}
const at = (time: string) => Date.parse(`2026-05-${time}+08:00`)

describe('deadlines', () => {
  test('are told of once when four fifths of the promise are used up', async () => {
    const dispute = await shop.complaint()
    // Four hours for the first reply to a buyer without a tier: near from 48 minutes before the end.
    shop.now += 4 * HOUR - 49 * MINUTE
    expect((await tell()).map((row) => row.category)).toEqual(['complaint'])
    shop.now += MINUTE
    expect((await tell()).at(-1)).toEqual({
      category: 'deadline',
      url: `/disputes/${dispute}`,
      name: '林间小鹿',
      product: '手作茶杯',
      kind: 'first-reply',
      dueAt: at('04T14:00:00'),
    })
    const before = await head()
    for (let i = 0; i < 3; i++) {
      shop.now += MINUTE
      await shop.job('due')
    }
    expect(await told()).toHaveLength(2)
    expect(await head()).toBe(before)
  })

  test('of a very short promise are told of half an hour before', async () => {
    const customerId = await shop.customer({ tier: 'A' })
    await shop.complaint({ customerId })
    shop.now += 29 * MINUTE
    expect(await tell()).toHaveLength(1)
    shop.now += MINUTE
    expect((await tell()).at(-1)).toMatchObject({ kind: 'first-reply' })
  })

  test('of a resolution are told of apart from the first reply', async () => {
    await shop.complaint()
    const due = at('09T17:00:00')
    await shop.change("UPDATE disputes SET step = 'analyse', resolveDueAt = :due WHERE shopId = :shop", { due })
    shop.now = due - 10 * MINUTE
    expect((await tell()).at(-1)).toMatchObject({ category: 'deadline', kind: 'resolve', dueAt: due })
  })

  test('of the next reply and of the platform are told of once each, at any step, and waiting stops only our own', async () => {
    await shop.complaint()
    const due = shop.now + 8 * HOUR
    await shop.change(
      `UPDATE disputes SET step = 'record', firstReplyDueAt = NULL, resolveDueAt = NULL, nextReplyDueAt = :due,
         proveBy = :due + 60000 WHERE shopId = :shop`,
      { due },
    )
    shop.now = due - 20 * MINUTE
    const kinds = async () => (await tell()).flatMap((row) => ('dueAt' in row ? [(row as { kind?: string }).kind] : []))
    await shop.change('UPDATE disputes SET waitingSince = :now WHERE shopId = :shop', { now: shop.now - HOUR })
    expect(await kinds()).toEqual(['prove-by'])
    await shop.change('UPDATE disputes SET waitingSince = NULL WHERE shopId = :shop', {})
    expect(await kinds()).toEqual(['prove-by', 'next-reply'])
    shop.now += MINUTE
    const before = await head()
    expect(await kinds()).toHaveLength(2)
    expect(await head()).toBe(before)
  })

  test('wait until the shop opens', async () => {
    shop.now = at('04T21:00:00')
    await shop.complaint()
    // Promised by noon of the next day; half past one at night nobody is woken.
    await shop.change('UPDATE disputes SET firstReplyDueAt = :due WHERE shopId = :shop', { due: at('05T09:10:00') })
    shop.now = at('05T01:30:00')
    expect(await tell()).toHaveLength(1)
    shop.now = at('05T09:00:00')
    expect(await tell()).toHaveLength(2)
  })

  test('that passed days ago disturb nobody', async () => {
    await shop.complaint()
    shop.now += 4 * DAY_MS
    await shop.change('UPDATE disputes SET resolveDueAt = firstReplyDueAt WHERE shopId = :shop', {})
    expect(await tell()).toHaveLength(1)
  })
})

describe('tasks', () => {
  test('are told of once when due, and again after a snooze', async () => {
    const task = await shop.task({ kind: 'win-back', dueAt: shop.now + MINUTE })
    expect(await tell()).toEqual([])
    shop.now += MINUTE
    expect(await tell()).toMatchObject([{ category: 'win-back', kind: 'win-back', name: '林间小鹿' }])
    expect(await tell()).toHaveLength(1)
    await shop.change('UPDATE tasks SET snoozedUntil = :until WHERE shopId = :shop AND id = :task', {
      until: shop.now + HOUR,
      task,
    })
    shop.now += HOUR - 1
    expect(await tell()).toHaveLength(1)
    shop.now += 1
    expect(await tell()).toHaveLength(2)
    expect(await tell()).toHaveLength(2)
  })

  test('promised or to be followed up on a day are told of in its morning', async () => {
    const disputeId = await shop.complaint()
    await shop.change("UPDATE disputes SET step = 'follow-up' WHERE shopId = :shop", {})
    await shop.task({ kind: 'follow-up', disputeId, dueAt: at('05T15:00:00') })
    await shop.task({ kind: 'promise', disputeId, dueAt: at('05T23:59:59') })
    expect(await tell()).toHaveLength(1)
    shop.now = at('05T08:59:00')
    expect(await tell()).toHaveLength(1)
    shop.now = at('05T09:00:00')
    const rows = await tell()
    expect(rows.map((row) => row.category).sort()).toEqual(['complaint', 'follow-up', 'promise'])
    expect(rows.find((row) => row.category === 'promise')?.url).toBe(`/disputes/${disputeId}`)
  })

  test('that no longer matter are not told of', async () => {
    const quiet = await shop.customer({ doNotContact: 1 })
    await shop.task({ kind: 'win-back', customerId: quiet })
    const offerId = await shop.offer({ status: 'sent', validUntil: shop.now + DAY_MS, sentAt: shop.now })
    await shop.task({ kind: 'win-back', offerId })
    await shop.task({ kind: 'win-back', status: 'done' })
    await shop.task({ kind: 'win-back', dueAt: shop.now - 4 * DAY_MS })
    expect(await tell()).toEqual([])
  })
})

describe('offers whose time is over', () => {
  const order = (customerId: string, placedAt: number): OrderRow => ({
    ...{ id: newId(), customerId, source: 'taobao', externalId: newId(), placedAt, status: 'completed' },
    ...{ total: 12_800, refunded: 800, summary: '手作茶杯' },
  })

  test('are cancelled with their task as drafts, and expire once sent', async () => {
    const past = { validUntil: shop.now - 1, createdAt: shop.now - 9 * DAY_MS }
    const draft = await shop.offer(past)
    await shop.task({ kind: 'win-back', offerId: draft })
    const sent = await shop.offer({ ...past, status: 'sent', sentAt: shop.now - 8 * DAY_MS })
    await shop.task({ kind: 'win-back-check', offerId: sent, dueAt: shop.now - 1 })
    const valid = await shop.offer({ validUntil: shop.now })
    await shop.job('due')
    const offers = new Map((await shop.rows('offers')).map((row) => [row.id, row]))
    expect(offers.get(draft)).toMatchObject({ status: 'cancelled', cancelReason: 'expired' })
    expect(offers.get(sent)).toMatchObject({ status: 'expired' })
    expect(offers.get(valid)).toMatchObject({ status: 'draft' })
    expect((await shop.rows('tasks')).map((row) => [row.kind, row.status])).toEqual([
      ['win-back', 'cancelled'],
      ['win-back-check', 'open'],
    ])
    const before = await head()
    await shop.job('due')
    expect(await head()).toBe(before)
  })

  test('have come back where an order was placed in time', async () => {
    const customerId = await shop.customer()
    const sentAt = shop.now - 8 * DAY_MS
    await shop.offer({ customerId, status: 'sent', sentAt, createdAt: sentAt, validUntil: shop.now - DAY_MS })
    await shop.put('orders', order(customerId, sentAt + DAY_MS), { hash: '' })
    await shop.put('orders', order(await shop.customer(), sentAt + HOUR), { hash: '' })
    await shop.job('due')
    expect(await shop.rows('offers')).toMatchObject([
      { status: 'returned', returnedAt: sentAt + DAY_MS, revenue: 12_000 },
    ])
  })
})

describe('the nightly figures', () => {
  const runs = async () => (await shop.rows('runs')).length

  test('are made once, after three in the shop’s time', async () => {
    await shop.customer()
    shop.now = at('05T02:59:00')
    await shop.job('due')
    expect(await runs()).toBe(0)
    shop.now = at('05T03:00:00')
    await shop.job('due')
    expect(await runs()).toBe(1)
    shop.now += MINUTE
    await shop.job('due')
    expect(await runs()).toBe(1)
    shop.now = at('06T03:00:00')
    await shop.job('due')
    expect(await runs()).toBe(2)
  })

  test('leave a look back alone for the rest of its day', async () => {
    await shop.customer()
    shop.now = at('05T12:00:00')
    await recompute(
      systemCtx(store.database, shop.id, shop.now, newId),
      { role: 'owner' },
      () => shop.now - 400 * DAY_MS,
      () => shop.now,
    )
    await shop.job('due')
    expect(await runs()).toBe(1)
    shop.now = at('06T04:00:00')
    await shop.job('due')
    expect(await runs()).toBe(2)
  })

  test('are not made for a shop opened today', async () => {
    await shop.customer()
    shop.now = at('04T23:00:00')
    await shop.job('due')
    expect(await runs()).toBe(0)
  })
})

describe('the job itself', () => {
  test('costs one read when there is nothing to do', async () => {
    await shop.complaint()
    await shop.task({ kind: 'win-back' })
    // The shop's own minute of housekeeping, four times a day, is not one of those.
    if (isSweepTime(shop.id, shop.now)) shop.now += MINUTE
    await shop.job('due')
    expect(await shop.trips(() => shop.job('due'))).toEqual({ reads: 1, writes: 0 })
  })

  test('pushes what it told at once', async () => {
    const vapid = vapidKeys()
    const service = new FakePushService(vapid.publicKey)
    shop = await TestShop.create(store.database, { vapid, fetch: service.fetch })
    const phone = service.phone()
    await (await shop.member()).subscribe(phone)
    await shop.task({ kind: 'win-back' })
    await shop.job('due')
    expect(phone.received.map((each) => each.json.notification.title)).toEqual(['该联系老顾客了'])
  })

  test('takes up what a nudge that was lost left undelivered', async () => {
    const vapid = vapidKeys()
    const service = new FakePushService(vapid.publicKey)
    shop = await TestShop.create(store.database, { vapid, fetch: service.fetch })
    const phone = service.phone()
    await (await shop.member()).subscribe(phone)
    await shop.complaint()
    shop.now = at('04T23:30:00')
    await shop.job('due')
    expect(phone.received).toHaveLength(1)
  })

  test('of a shop that is gone does nothing', async () => {
    await runJob(shop.deps, { kind: 'due', shopId: newId() })
    await runJob(shop.deps, { kind: 'deliver', shopId: newId() })
  })
})

describe('fan-out', () => {
  test('hands out a hundred shops and then itself, until every shop had its turn', async () => {
    for (let i = 0; i < 120; i++) {
      const id = newId()
      const row = { id, name: `店 ${i}`, currency: 'CNY', timezone: 'Asia/Shanghai', locale: 'zh-CN' as const }
      await forShop(store.database, id).write([newShop(row, newId(), 0)])
    }
    const all = (await store.database.read([{ sql: 'SELECT id FROM shops ORDER BY id', args: {} }]))[0] ?? []
    let next: { kind: 'fan-out' | 'due' | 'deliver'; shopId: string } | undefined = { kind: 'fan-out', shopId: '' }
    const shops: string[] = []
    while (next) {
      shop.nudges.length = 0
      await runJob(shop.deps, next)
      const due = shop.nudges.filter((job) => job.kind === 'due')
      expect(due.length).toBeLessThanOrEqual(100)
      shops.push(...due.map((job) => job.shopId))
      next = shop.nudges.find((job) => job.kind === 'fan-out')
    }
    expect(shops).toEqual(all.map((row) => row.id))
  })
})
