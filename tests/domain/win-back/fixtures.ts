import fc from 'fast-check'
import type { Meta } from '../../../worker/domain/mutation.ts'
import type { CustomerRow, OfferRow, Role, TaskRow } from '../../../worker/domain/rows.ts'
import { DAY_MS } from '../../../worker/domain/time.ts'
import { daysAgo, figuresWith, NOW } from '../../support/figures.ts'
import { customerRow, shopRow } from '../dispute/fixtures.ts'

export const uuid = (n: number): string => `01900000-0000-7000-8000-${String(n).padStart(12, '0')}`

/** Someone who used to come every 30 days and has been away for 90: eligible. */
export const slippingCustomer = (over: Partial<CustomerRow> = {}): CustomerRow =>
  customerRow({
    ordersCount: 6,
    net: 120_000,
    tier: 'A',
    lastOrderAt: daysAgo(90),
    figures: figuresWith({
      stage: 'declining',
      orders: 6,
      net: 120_000,
      lastOrderAt: daysAgo(90),
      rhythmDays: 30,
      ownRhythm: 1,
      valueAtRisk: 240_000,
    }),
    ...over,
  })

export const offerRow = (over: Partial<OfferRow> = {}): OfferRow => ({
  id: uuid(1),
  customerId: 'c1',
  kind: 'percent',
  value: 15,
  gift: null,
  code: 'HTK-7KQ2-M9XD',
  minimum: 15_000,
  validUntil: NOW + 14 * DAY_MS,
  message: '你好。',
  status: 'draft',
  cancelReason: null,
  channel: null,
  cost: 3_000,
  why: [],
  createdAt: NOW,
  createdBy: null,
  sentAt: null,
  returnedAt: null,
  revenue: null,
  ...over,
})

export const taskRow = (over: Partial<TaskRow> = {}): TaskRow => ({
  id: uuid(50),
  kind: 'promise',
  customerId: 'c1',
  disputeId: null,
  offerId: null,
  dueAt: NOW,
  status: 'open',
  snoozedUntil: null,
  doneAt: null,
  worth: 0,
  assignee: null,
  createdAt: NOW - DAY_MS,
  ...over,
})

export const by = (at = NOW, role: Role = 'agent', id = uuid(900)): Meta => ({
  id,
  at,
  actor: { kind: 'member', memberId: 'me', role },
  shop: shopRow(),
})

const around = fc.integer({ min: daysAgo(120), max: NOW + 5 * DAY_MS })

/** Anyone: any stage, with or without disputes, contacts and later orders. */
export const anyCustomer: fc.Arbitrary<CustomerRow> = fc
  .record({
    id: fc.integer({ min: 0, max: 30 }).map((n) => `c${n}`),
    stage: fc.constantFrom('prospect', 'exploring', 'stable', 'declining', 'lost', 'declining', 'lost'),
    valueAtRisk: fc.integer({ min: 0, max: 500_000 }),
    lastOrderAt: fc.option(around),
    knownOrderAt: fc.option(around),
    openDisputes: fc.constantFrom(0, 0, 0, 1, 2),
    unhappyAt: fc.option(around, { freq: 2 }),
    recentContacts: fc.array(around, { maxLength: 4 }),
    doNotContact: fc.constantFrom(0, 0, 0, 1),
    known: fc.boolean(),
  })
  .map(({ stage, valueAtRisk, knownOrderAt, known, ...row }) =>
    slippingCustomer({
      ...row,
      doNotContact: row.doNotContact === 1 ? 1 : 0,
      figures: known
        ? figuresWith({ stage: stage as 'lost', valueAtRisk, lastOrderAt: knownOrderAt, rhythmDays: 30 })
        : null,
    }),
  )

export const anyOffer: fc.Arbitrary<OfferRow> = fc
  .record({
    customerId: fc.integer({ min: 0, max: 3 }).map((n) => `c${n}`),
    status: fc.constantFrom('draft', 'sent', 'cancelled', 'returned', 'expired'),
    createdAt: around,
    validUntil: fc.integer({ min: daysAgo(100), max: NOW + 30 * DAY_MS }),
    cost: fc.integer({ min: 0, max: 50_000 }),
    sentAt: fc.option(around),
  })
  .map((row) => offerRow({ ...row, status: row.status as OfferRow['status'] }))
