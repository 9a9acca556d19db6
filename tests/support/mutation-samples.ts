import { catalogue } from '../../worker/domain/mutations.ts'
import { DAY_MS } from '../../worker/domain/time.ts'
import { newId } from '../../worker/ids.ts'
import { figuresWith } from './figures.ts'
import type { TestMember, TestShop } from './in-process.ts'

export const COMPLAIN_TOKEN = 'complaincomplaincompAA'
export const CASE_TOKEN = 'casecasecasecasecaseAA'

/** As a phone of today sends it. */
export const versionOf = (name: string): number => catalogue[name as keyof typeof catalogue].version

/** Good arguments for every mutation of the catalogue, on rows that exist. */
export async function makeSamples(shop: TestShop, owner: TestMember): Promise<[string, object][]> {
  const figures = figuresWith({ stage: 'declining', orders: 6, net: 120_000, valueAtRisk: 240_000, tier: 'A' })
  const customerId = await shop.customer({ ordersCount: 6, net: 120_000, tier: 'A', figures })
  const id = await shop.complaint({ customerId })
  const offerId = await shop.offer({ customerId, validUntil: shop.now + 9 * DAY_MS })
  const taskId = await shop.task({ kind: 'win-back', customerId, offerId })
  const promise = await shop.task({ kind: 'promise', customerId })
  const moveId = newId()
  await shop.put('moves', {
    ...{ id: moveId, customerId, runId: newId(), from: 'A', to: 'B', why: [], up: [], worth: 0 },
    ...{ status: 'proposed', at: shop.now, decidedAt: null, decidedBy: null },
  })
  const seen = { id, customerId, from: 'listen', loop: 0 }
  const until = shop.now + DAY_MS
  const remedies = [{ kind: 'resend', cost: 3000, promisedAt: until, note: 'x' }]
  const analysis = { causeFamily: 'service', cause: 'attitude', responsibility: 'shop', severity: 'medium' }
  const evidenceId = newId()
  await shop.put('evidence', {
    ...{ id: evidenceId, disputeId: id, name: 'y.jpg', type: 'image/jpeg', size: 9, hash: 'cd'.repeat(32) },
    ...{ at: shop.now, by: null, source: 'hand', storedAt: null, removedAt: null },
  })
  const segmentId = newId()
  const expression = {
    any: [
      {
        all: [
          { field: 'tier', is: 'oneOf', value: ['A'] },
          { not: { field: 'bought', is: 'then', value: ['p1', 'p2'] } },
        ],
      },
      { field: 'daysSinceLastOrder', is: 'between', value: [30, 60] },
      { field: 'region', is: 'unknown', value: null },
    ],
  }
  await shop.put('segments', {
    ...{ id: segmentId, name: 's', expression, createdAt: shop.now, createdBy: null, archivedAt: null },
  })
  const fixId = newId()
  await shop.put('fixes', {
    ...{ id: fixId, dimension: 'cause', value: 'late', note: 'n', at: shop.now, by: null, endedAt: null },
  })
  await shop.put('links', {
    ...{ id: newId(), kind: 'complain', disputeId: null, customerId: null, token: COMPLAIN_TOKEN },
    ...{ createdAt: shop.now, createdBy: null, expiresAt: shop.now + 9 * DAY_MS, revokedAt: null },
  })
  const linkId = newId()
  for (const [id, token] of [
    [newId(), CASE_TOKEN],
    [linkId, 'ccccccccccccccccccccAA'],
  ]) {
    await shop.put('links', {
      ...{ id, kind: 'case', disputeId: await shop.complaint(), customerId: null, token },
      ...{ createdAt: shop.now, createdBy: null, expiresAt: shop.now + 9 * DAY_MS, revokedAt: null },
    })
  }
  await shop.put('products', { id: 'p1', name: 'p', cost: null, costAt: null })
  const all: Record<keyof typeof catalogue, object> = {
    'customer.add': {
      id: newId(),
      nickname: 'a',
      name: 'b',
      phone: '1',
      email: 'e',
      address: 'x',
      note: 'n',
      source: 's',
    },
    'customer.edit': { id: customerId, set: { nickname: 'c', note: 'd', doNotContact: 1 }, was: { note: null } },
    'customer.reveal': { customerId, fields: ['phone'] },
    'customer.contacted': { customerId, channel: 'wechat', purpose: 'care' },
    'customer.consent': { id: customerId, channel: 'chat', answer: 'yes', how: 'chat', saidAt: null, was: null },
    'dispute.open': {
      ...{ id: newId(), customerId, orderId: null, orderRef: 'T1', product: 'p', channel: 'taobao' },
      ...{ source: 'hand', words: 'w', wants: 'x' },
    },
    'dispute.reply': { ...seen, text: 'hello', at: shop.now },
    'dispute.analyse': { ...seen, from: 'analyse', surface: 's', real: 'r', ...analysis },
    'dispute.resolve': { ...seen, from: 'resolve', remedies, told: 't', was: { remedies: [], told: null } },
    'dispute.approve': { ...seen, from: 'resolve', asked: { remedies, told: 't' } },
    'dispute.record': {
      ...{ ...seen, from: 'record', taskId: null, confirmedCause: 'attitude', done: 'd', actualCost: 1, lesson: 'l' },
      followUpAt: until,
    },
    'dispute.attempt': { ...seen, from: 'follow-up', taskId: null, channel: 'c', note: 'n', nextAt: until },
    'dispute.rate': {
      ...{ ...seen, from: 'follow-up', taskId: null, satisfaction: { expectation: 3, quality: 2, service: 3 } },
      comment: 'c',
    },
    'dispute.hear': { id, customerId, text: 'again', at: shop.now },
    'dispute.answer': { id, text: 'answer', waits: true },
    'dispute.wait': { id, heardAt: null },
    'dispute.resume': { id, was: shop.now },
    'dispute.snooze': { id, until, was: null },
    'dispute.deadlines': { id, set: { handleBy: until, proveBy: null }, was: { handleBy: null, proveBy: null } },
    'dispute.merge': { id, into: newId(), customerId, eventId: newId(), tasks: [newId()] },
    'dispute.unmerge': {
      ...{ id, into: newId(), customerId, eventId: newId(), tasks: [newId()] },
      events: { source: newId(), target: newId() },
    },
    'dispute.spam': { id, customerId, links: [linkId], tasks: [newId()] },
    'dispute.unspam': { id, customerId, event: newId(), links: [linkId], tasks: [newId()] },
    'dispute.note': { id, text: 'note' },
    'dispute.contact': { id, customerId, contact: '13800001111', own: true },
    'dispute.edit': { id, set: { words: 'w2', assignee: owner.id }, was: { words: '杯口裂了', assignee: null } },
    'fix.mark': { id: newId(), dimension: 'agent', value: owner.id, note: 'n', at: shop.now },
    'fix.end': { id: fixId },
    'fix.restore': { id: fixId },
    'link.create': {
      ...{ id: newId(), kind: 'case', disputeId: id, customerId, token: 'aaaaaaaaaaaaaaaaaaaaaA' },
      expiresAt: shop.now + 9 * DAY_MS,
    },
    'link.revoke': { id: linkId },
    'evidence.add': {
      ...{ id: newId(), disputeId: id, name: 'x.jpg', type: 'image/jpeg', size: 9, hash: 'ab'.repeat(32) },
      source: 'hand',
    },
    'evidence.remove': { id: evidenceId },
    'evidence.restore': { id: evidenceId },
    'notification.read': { ids: [newId()] },
    'product.costs': { items: [{ id: 'p1', cost: 100, was: null }] },
    'segment.save': { id: newId(), name: 's', expression },
    'segment.edit': { id: segmentId, set: { name: 's2', expression }, was: { name: 's' } },
    'segment.archive': { id: segmentId },
    'segment.restore': { id: segmentId },
    'shop.settings': {
      set: {
        tiers: { windowDays: 180 },
        rfm: { money: [1, 2, 3, 4] },
        businessHours: { days: [1, 2], open: 1, close: 9 },
      },
      was: { tiers: { windowDays: 365 } },
    },
    'shop.rename': { name: 'new', was: '山间茶铺' },
    'task.done': { taskId: promise },
    'task.reopen': { taskId: promise },
    'task.snooze': { taskId: promise, until, was: null },
    'task.assign': { taskId: promise, assignee: owner.id, was: null },
    'template.save': { key: 'late', locale: 'zh-CN', text: '{nickname}，抱歉', was: null },
    'template.reset': { key: 'late', locale: 'zh-CN', was: '{nickname}，抱歉' },
    'tier.accept': { moveId, customerId },
    'tier.dismiss': { moveId },
    'tier.pin': { customerId, tier: 'A', reason: 'r', until, was: { pinTier: null, tier: 'A' }, moveId: null },
    'tier.unpin': { customerId },
    'tier.undo': { moveId, customerId },
    'win-back.trigger': {
      ...{ offerId: newId(), customerId, kind: 'percent', value: 10, gift: null, code: 'HTK-7KQ2-M9XD', minimum: 100 },
      ...{ validUntil: until, message: 'm', lastOfferId: offerId, monthSpent: 0 },
    },
    'win-back.edit': { offerId, set: { message: 'm2', validUntil: until }, was: { message: '想你了' } },
    'win-back.sent': { offerId, customerId, taskId, channel: 'wechat' },
    'win-back.cancel': { offerId, taskId, reason: 'mistake' },
  }
  return Object.entries(all)
}
