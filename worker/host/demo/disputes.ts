/** Forty disputes in all states, as the steps people took. */
import { familyOf } from '../../domain/causes.ts'
import { endOfDay } from '../../domain/local-day.ts'
import { DAY_MS } from '../../domain/time.ts'
import { uuidv7 } from '../../domain/uuid.ts'
import { COMPLAINTS, type Complaint } from './complaints.ts'
import type { DemoOrder } from './orders.ts'
import { carrierOf } from './parcels.ts'
import type { Random } from './prng.ts'
import { ZONE } from './seasons.ts'
import type { DemoCase, DemoIds, DemoStep } from './step.ts'
import * as texts from './texts.ts'

const HOUR_MS = 3_600_000
/** Above this, minor units, a remedy waits for the owner (the default of the settings). */
const APPROVAL_LIMIT = 20_000

type End = 'listen' | 'analyse' | 'resolve' | 'approval' | 'record' | 'follow-up' | 'satisfied' | 'unreachable'

/** How far a case got, when it came in (hours before now), whether it was opened again, failed attempts so far. */
interface Plan {
  end: End
  hoursAgo: number
  reopened?: boolean
  attempts?: number
}

const open = (end: End, hours: readonly number[]): Plan[] => hours.map((hoursAgo) => ({ end, hoursAgo }))
const closed = (days: readonly number[]): Plan[] => days.map((each) => ({ end: 'satisfied', hoursAgo: each * 24 }))

const PLANS: readonly Plan[] = [
  { end: 'approval', hoursAgo: 30 },
  ...open('listen', [0.4, 1.2, 2.6, 5, 11, 28]),
  ...open('analyse', [7, 15, 26, 40]),
  { end: 'analyse', hoursAgo: 9 * 24, reopened: true },
  { end: 'analyse', hoursAgo: 12 * 24, reopened: true },
  ...open('resolve', [22, 34, 47, 60]),
  ...open('record', [48, 54, 70, 92]),
  ...open('follow-up', [80, 100, 124, 150]),
  { end: 'follow-up', hoursAgo: 8 * 24, attempts: 1 },
  { end: 'follow-up', hoursAgo: 10 * 24, attempts: 2 },
  ...closed([19, 34, 58, 90, 133, 171, 240, 325, 460]),
  { end: 'satisfied', hoursAgo: 45 * 24, reopened: true },
  { end: 'satisfied', hoursAgo: 160 * 24, reopened: true },
  { end: 'unreachable', hoursAgo: 75 * 24 },
  { end: 'unreachable', hoursAgo: 210 * 24 },
]

const concerns = ({ about }: Complaint, order: DemoOrder): DemoOrder['lines'][number] | undefined =>
  order.lines.find(({ product }) =>
    about instanceof RegExp ? about.test(product.name) : about === 'any' || about === product.kind,
  )

interface Match {
  complaint: Complaint
  order: DemoOrder
  product: string
}

/** Placed in the weeks before the case came in, by a buyer who has none yet; dear where the remedy waits for the owner. */
function candidates(
  orders: readonly DemoOrder[],
  plan: Plan,
  weeks: number,
  now: number,
  busy: Set<string>,
): DemoOrder[] {
  const openedAt = now - plan.hoursAgo * HOUR_MS
  return orders.filter(
    ({ placedAt, status, refunded, buyer, total }) =>
      placedAt < openedAt - 2 * DAY_MS &&
      placedAt > openedAt - weeks * 7 * DAY_MS &&
      (status === 'completed' || status === 'shipped') &&
      refunded === 0 &&
      !busy.has(buyer.accountId) &&
      (plan.end !== 'approval' || total > 1.3 * APPROVAL_LIMIT),
  )
}

/**
 * Each plan with a complaint of its own and an order it can be about, the nearest weeks first. Complaints about what is
 * seldom bought choose first, those that fit any order take what is left.
 */
function matches(random: Random, orders: readonly DemoOrder[], now: number): Map<Plan, Match> {
  const rare = COMPLAINTS.map((complaint) => ({
    complaint,
    fitting: orders.filter((order) => concerns(complaint, order)),
    dear: complaint.share === 1,
    chance: random.next(),
  })).sort((a, b) => a.fitting.length - b.fitting.length || a.chance - b.chance)
  const found = new Map<Plan, Match>()
  const busy = new Set<string>()
  const waiting = PLANS.find(({ end }) => end === 'approval') as Plan
  const left = new Set(PLANS.filter((plan) => plan !== waiting))
  const take = ({ complaint, fitting }: (typeof rare)[number], plans: readonly Plan[]): boolean => {
    for (const weeks of [4, 16, 104]) {
      const possible = plans.flatMap((plan) => {
        const near = candidates(fitting, plan, weeks, now, busy)
        return near.length > 0 ? [{ plan, near }] : []
      })
      if (possible.length === 0) continue
      const { plan, near } = random.pick(possible)
      const order = random.pick(near)
      busy.add(order.buyer.accountId)
      left.delete(plan)
      found.set(plan, { complaint, order, product: concerns(complaint, order)?.product.name ?? '' })
      return true
    }
    return false
  }
  const first = rare.find((each) => each.dear && take(each, [waiting]))
  for (const each of rare) {
    if (each !== first && !take(each, [...left])) throw new Error(`demo: no order fits “${each.complaint.words}”`)
  }
  return found
}

/** Writes down the steps of one case; times advance from when it came in and never pass `now`. */
function build(
  random: Random,
  plan: Plan,
  { complaint, order, product }: Match,
  carrier: string | null,
  now: number,
): DemoCase {
  let at = Math.round(now - plan.hoursAgo * HOUR_MS)
  const id = uuidv7(at, random.bytes(10))
  const steps: { step: Omit<DemoStep, 'args'>; args: (ids: DemoIds) => Record<string, unknown> }[] = []
  const add = (
    name: string,
    args: (ids: DemoIds) => Record<string, unknown>,
    role: DemoStep['role'] = 'agent',
  ): string => {
    const stepId = uuidv7(at, random.bytes(10))
    steps.push({ step: { id: stepId, name: `dispute.${name}`, version: 1, at, role }, args })
    return stepId
  }
  const later = (low: number, high: number): void => {
    const wanted = at + Math.round((low + random.next() * (high - low)) * HOUR_MS)
    at = Math.min(wanted, at + Math.floor((now - at) / 2))
  }
  const finish = (): DemoCase => ({
    source: order.source,
    accountId: order.buyer.accountId,
    externalId: order.externalId,
    steps: (ids) => steps.map(({ step, args }) => ({ ...step, args: args(ids) })),
  })

  const channel = order.source
  const { words, wants } = complaint
  // Of what has just come in nobody has looked yet who carried it.
  const by = carrier !== null && plan.end !== 'listen' ? { carrier } : {}
  add('open', (ids) => ({
    ...{ id, ...ids, orderRef: order.externalId, product, ...by, channel, source: 'hand', words, wants },
  }))
  if (plan.end === 'listen') return finish()

  later(0.2, 1.6)
  const reply = texts.fill(random.pick(texts.REPLIES), { product, nickname: order.buyer.nickname })
  add('reply', () => ({ id, from: 'listen', loop: 0, text: reply }))

  const { surface, real, cause, responsibility, severity } = complaint
  const analysis = { surface, real, causeFamily: familyOf(cause), cause, responsibility, severity }
  const cost = Math.round((order.total * complaint.share) / 100) * 100
  const prompt = complaint.remedy === 'explanation' || complaint.remedy === 'apology'

  for (let loop = 0; ; loop++) {
    const again = plan.reopened === true && loop === 0
    if (plan.end === 'analyse' && !again) return finish()
    later(0.5, 3)
    add('analyse', () => ({ id, from: 'analyse', loop, ...analysis }))
    if (plan.end === 'resolve' && !again) return finish()

    later(1, 8)
    const waits = plan.end === 'approval'
    // A second try costs little: it is about how they were treated the first time.
    const price = loop > 0 ? 1000 : waits ? Math.max(cost, Math.round(APPROVAL_LIMIT * 1.2)) : cost
    const promisedAt = prompt
      ? null
      : endOfDay(plan.end === 'record' ? now : at, ZONE, plan.end === 'record' ? random.int(0, 1) : 2)
    const kind = loop > 0 ? 'coupon' : complaint.remedy
    const remedies = [{ kind, cost: price, promisedAt, note: null }]
    const told = texts.fill(texts.TOLD[kind], { product, nickname: order.buyer.nickname })
    const resolveId = add(
      'resolve',
      ({ customerId }) => ({ id, customerId, from: 'resolve', loop, remedies, told }),
      price > APPROVAL_LIMIT && !waits ? 'owner' : 'agent',
    )
    if (waits || (plan.end === 'record' && !again)) return finish()

    later(4, 30)
    const record = { confirmedCause: cause, done: texts.DONE[kind], actualCost: price, lesson: complaint.lesson }
    const taskId = promisedAt === null ? null : resolveId
    const recordId = add('record', ({ customerId }) => ({ id, customerId, from: 'record', loop, taskId, ...record }))
    if (loop === 0) refund(order, kind, price)

    const attempts = again ? 0 : plan.end === 'unreachable' ? 3 : (plan.attempts ?? 0)
    for (let n = 0; n < attempts; n++) {
      later(n === 0 ? 70 : 22, n === 0 ? 76 : 30)
      const note = random.pick(texts.ATTEMPTS)
      add('attempt', ({ customerId }) => ({ id, customerId, from: 'follow-up', loop, taskId: recordId, channel, note }))
    }
    if ((plan.end === 'follow-up' || plan.end === 'unreachable') && !again) return finish()

    later(70, 90)
    const marks = again
      ? [2, random.int(2, 3), random.int(1, 2)]
      : [random.int(3, 5), random.int(4, 5), random.int(4, 5)]
    const [expectation, quality, service] = marks
    const satisfaction = { expectation, quality, service }
    const comment = random.pick(again ? texts.UNHAPPY : texts.HAPPY)
    add('rate', ({ customerId }) => ({
      ...{ id, customerId, from: 'follow-up', loop, taskId: recordId, satisfaction, comment },
    }))
    if (!again) return finish()
  }
}

/** Money that went back shows on the order. */
function refund(order: DemoOrder, kind: Complaint['remedy'], cost: number): void {
  if (kind !== 'refund' && kind !== 'part-refund') return
  order.refunded = Math.min(order.total, cost)
  if (kind === 'refund') {
    order.refunded = order.total
    order.status = 'refunded'
  }
}

/**
 * The cases; orders they refunded are changed.
 * @param parcels chance of its own: who carried what changes nothing else
 */
export function demoDisputes(random: Random, parcels: Random, orders: readonly DemoOrder[], now: number): DemoCase[] {
  const found = matches(random, orders, now)
  return PLANS.map((plan) => {
    const carrier = carrierOf(parcels, now - plan.hoursAgo * HOUR_MS, now)
    return build(random, plan, found.get(plan) as Match, carrier, now)
  })
}
