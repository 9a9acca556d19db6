import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { DisputeRow, TaskRow } from '../../worker/domain/rows.ts'
import { DAY_MS } from '../../worker/domain/time.ts'
import { cardScore, pressure, type TodayInput, todaysTasks } from '../../worker/domain/today.ts'
import { daysAgo, figuresWith, NOW } from '../support/figures.ts'
import { customerRow, openDispute, shopRow } from './dispute/fixtures.ts'
import { anyCustomer, anyOffer, offerRow, slippingCustomer, taskRow, uuid } from './win-back/fixtures.ts'

const HOUR = 3_600_000
const shop = shopRow()
const today = (over: Partial<TodayInput> = {}) =>
  todaysTasks({ shop, tasks: [], disputes: [], customers: [], offers: [], now: NOW, ...over })
const shown = (over: Partial<TodayInput>) => today(over).cards.map(({ key }) => key)
const listening = (over: Partial<DisputeRow> = {}) =>
  openDispute({ firstReplyDueAt: NOW + HOUR, resolveDueAt: NOW + 2 * DAY_MS, ...over })

describe('what is due today', () => {
  test('open tasks up to the end of the shop’s day, overdue ones included', () => {
    // Noon in Shanghai: the day ends twelve hours on.
    const tasks = [
      taskRow({ id: '1', customerId: 'late', dueAt: daysAgo(9) }),
      taskRow({ id: '2', customerId: 'tonight', dueAt: NOW + 12 * HOUR - 1 }),
      taskRow({ id: '3', customerId: 'tomorrow', dueAt: NOW + 12 * HOUR }),
      taskRow({ id: '4', customerId: 'done', status: 'done' }),
      taskRow({ id: '5', customerId: 'cancelled', status: 'cancelled' }),
    ]
    const { cards } = today({ tasks })
    expect(cards.map(({ key, overdue }) => [key, overdue])).toEqual([
      ['promise:late', true],
      ['promise:tonight', false],
    ])
  })

  test('a snoozed task is hidden until its time has come', () => {
    const tasks = [taskRow({ snoozedUntil: NOW + HOUR })]
    expect(shown({ tasks })).toEqual([])
    expect(shown({ tasks, now: NOW + HOUR })).toEqual(['promise:c1'])
  })

  test('a first reply is owed as long as it was not sent; a resolution from the day it falls due', () => {
    expect(shown({ disputes: [listening({ firstReplyDueAt: NOW + 20 * HOUR })] })).toEqual(['first-reply:c1'])
    const replied = listening({ step: 'analyse', firstReplyAt: NOW })
    expect(shown({ disputes: [replied] })).toEqual([])
    expect(shown({ disputes: [{ ...replied, resolveDueAt: NOW + HOUR }] })).toEqual(['resolve:c1'])
    expect(shown({ disputes: [listening({ step: 'closed' })] })).toEqual([])
  })

  test('what is over is not asked for again', () => {
    const followUp = taskRow({ kind: 'follow-up', disputeId: 'd1' })
    expect(shown({ tasks: [followUp], disputes: [openDispute({ step: 'follow-up' })] })).toEqual(['follow-up:c1'])
    expect(shown({ tasks: [followUp], disputes: [openDispute({ step: 'closed' })] })).toEqual([])
    const toSend = taskRow({ kind: 'win-back', offerId: uuid(1) })
    expect(shown({ tasks: [toSend], offers: [offerRow()] })).toEqual(['win-back:c1'])
    expect(shown({ tasks: [toSend], offers: [offerRow({ status: 'cancelled' })] })).toEqual([])
    const check = taskRow({ kind: 'win-back-check', offerId: uuid(1) })
    expect(shown({ tasks: [check], offers: [offerRow({ status: 'expired' })] })).toEqual(['win-back-check:c1'])
    expect(shown({ tasks: [check], offers: [offerRow({ status: 'returned' })] })).toEqual([])
  })

  test('nobody is written to who asked not to be', () => {
    const input = { tasks: [taskRow({ kind: 'win-back', offerId: uuid(1) })], offers: [offerRow()] }
    expect(shown({ ...input, customers: [customerRow({ doNotContact: 1 })] })).toEqual([])
    expect(shown({ customers: [slippingCustomer({ doNotContact: 1 })] })).toEqual([])
  })

  test('what is given to another member is left out of mine', () => {
    const tasks = [taskRow({ assignee: 'mei' })]
    const disputes = [listening({ assignee: null })]
    expect(shown({ tasks, disputes, memberId: 'me' })).toEqual(['first-reply:c1'])
    expect(shown({ tasks, disputes })).toHaveLength(2)
  })

  test('one card per customer and kind: the most pressing stands for the rest', () => {
    const tasks = [taskRow({ id: 'a', dueAt: NOW }), taskRow({ id: 'b', dueAt: daysAgo(2) })]
    expect(today({ tasks }).cards).toMatchObject([{ key: 'promise:c1', taskId: 'b', more: 1 }])
  })
})

describe('who is slipping away', () => {
  const slippers = [1, 2, 3].map((n) =>
    slippingCustomer({ id: `s${n}`, figures: figuresWith({ ...slippingCustomer().figures, valueAtRisk: n * 1000 }) }),
  )

  test('at most two are suggested, the most at risk, with their reasons', () => {
    const { cards } = today({ customers: slippers })
    expect(cards.map(({ key }) => key)).toEqual(['slipping:s3', 'slipping:s2'])
    expect(cards[0]?.why[0]?.code).toBe('win-back.declining')
  })

  test('only where there is room', () => {
    const tasks = Array.from({ length: 6 }, (_, n) => taskRow({ id: `t${n}`, customerId: `b${n}` }))
    expect(shown({ customers: slippers, tasks })).toContain('slipping:s3')
    expect(shown({ customers: slippers, tasks })).not.toContain('slipping:s2')
    const full = [...tasks, taskRow({ id: 't6', customerId: 'b6' })]
    expect(shown({ customers: slippers, tasks: full }).join()).not.toContain('slipping')
  })

  test('not who may not be made an offer, nor who is on a card already', () => {
    const [one, two, three] = slippers as [(typeof slippers)[0], (typeof slippers)[0], (typeof slippers)[0]]
    const customers = [one, { ...two, openDisputes: 1 }, three]
    expect(shown({ customers, tasks: [taskRow({ customerId: 's3' })] })).toEqual(['promise:s3', 'slipping:s1'])
    expect(shown({ customers: [one], offers: [offerRow({ customerId: 's1' })] })).toEqual([])
  })
})

describe('who is due a friendly word', () => {
  const quiet = (id: string, over = {}) =>
    customerRow({
      id,
      tier: 'A',
      ordersCount: 4,
      lastOrderAt: daysAgo(45),
      figures: figuresWith({ stage: 'stable' }),
      ...over,
    })
  const quiets = ['q1', 'q2', 'q3'].map((id) => quiet(id))

  test('at most two, after everything else, without money at risk, with the reason', () => {
    const customers = [...quiets, slippingCustomer({ id: 's1' })]
    const { cards, summary } = today({ customers, tasks: [taskRow({ customerId: 'b1' })] })
    expect(cards.map(({ key }) => key)).toEqual(['slipping:s1', 'promise:b1', 'care:q1', 'care:q2'])
    expect(cards[2]).toMatchObject({ worth: 0, dueAt: null, taskId: null, why: [{ code: 'care.due' }] })
    expect(summary).toMatchObject({ atRisk: 240_000, hidden: 0 })
  })

  test('only where there is room, and not who is on a card already', () => {
    const tasks = Array.from({ length: 6 }, (_, n) => taskRow({ id: `t${n}`, customerId: `b${n}` }))
    expect(shown({ customers: quiets, tasks }).filter((key) => key.startsWith('care'))).toEqual(['care:q1'])
    const full = [...tasks, taskRow({ id: 't6', customerId: 'b6' })]
    expect(shown({ customers: quiets, tasks: full }).join()).not.toContain('care')
    expect(shown({ customers: quiets, tasks: [taskRow({ customerId: 'q1' })] })).toEqual([
      'promise:q1',
      'care:q2',
      'care:q3',
    ])
  })

  test('is suggested to who handles their tier, and to the owner; so is who slips away', () => {
    const own = shopRow({ promises: { ...shop.settings.promises, handler: { A: 'mei', B: null, C: null } } })
    const customers = [
      quiet('q1'),
      slippingCustomer({ id: 's1' }),
      quiet('q2', { tier: 'B', lastOrderAt: daysAgo(80) }),
    ]
    const keys = (memberId: string | null) => shown({ shop: own, customers, memberId })
    expect(keys('mei')).toEqual(['slipping:s1', 'care:q1', 'care:q2'])
    expect(keys('lin')).toEqual(['care:q2'])
    expect(keys(null)).toEqual(keys('mei'))
  })
})

describe('the ranking', () => {
  test('a promise outranks an idea of our own with the same money behind it', () => {
    const tasks = [taskRow({ id: 'w', customerId: 'w', kind: 'win-back', worth: 5_000 }), taskRow({ worth: 5_000 })]
    expect(shown({ tasks })).toEqual(['promise:c1', 'win-back:w'])
  })

  test('many times the money outranks a promise', () => {
    const tasks = [taskRow({ id: 'w', customerId: 'w', kind: 'win-back', worth: 900_000 }), taskRow({ worth: 5_000 })]
    expect(shown({ tasks })[0]).toBe('win-back:w')
  })

  test('rises with the money and with every hour it is late', () => {
    const amount = fc.integer({ min: 0, max: 1e9 })
    fc.assert(
      fc.property(amount, amount, fc.integer({ min: 1, max: 1e9 }), (a, b, base) => {
        fc.pre(a < b)
        expect(cardScore('promise', NOW, a, base, NOW)).toBeLessThan(cardScore('promise', NOW, b, base, NOW))
      }),
    )
    expect(
      [NOW + 5 * DAY_MS, NOW + DAY_MS, NOW + DAY_MS / 2, NOW, daysAgo(1), daysAgo(2), daysAgo(9)].map((at) =>
        pressure(at, NOW),
      ),
    ).toEqual([1, 1, 1.5, 2, 3, 4, 4])
  })

  const anyTask: fc.Arbitrary<TaskRow> = fc
    .record({
      id: fc.uuid(),
      kind: fc.constantFrom<TaskRow['kind'][]>('promise', 'follow-up', 'win-back', 'win-back-check'),
      customerId: fc.integer({ min: 0, max: 6 }).map((n) => `c${n}`),
      dueAt: fc.integer({ min: daysAgo(5), max: NOW + 3 * DAY_MS }),
      status: fc.constantFrom<TaskRow['status'][]>('open', 'open', 'open', 'done', 'cancelled'),
      snoozedUntil: fc.option(fc.integer({ min: daysAgo(1), max: NOW + DAY_MS })),
      worth: fc.integer({ min: 0, max: 100_000 }),
    })
    .map((row) => taskRow(row))
  const unique = { selector: ({ id }: { id: string }) => id, maxLength: 20 }

  test('is sorted, at most seven, one card per customer and kind, and the same whatever the order of the rows', () => {
    fc.assert(
      fc.property(
        fc.uniqueArray(anyTask, unique),
        fc.uniqueArray(anyCustomer, unique),
        fc.array(anyOffer, { maxLength: 4 }),
        (tasks, customers, some) => {
          const offers = some.map((offer, n) => ({ ...offer, id: uuid(n) }))
          const { cards, summary } = today({ tasks, customers, offers })
          expect(cards.length).toBeLessThanOrEqual(7)
          expect(summary.hidden === 0 || cards.length === 7).toBe(true)
          expect(new Set(cards.map(({ key }) => key)).size).toBe(cards.length)
          const scores = cards.map(({ score }) => score)
          expect(scores).toEqual(scores.toSorted((a, b) => b - a))
          for (const { taskId } of cards) {
            if (taskId === null) continue
            const task = tasks.find(({ id }) => id === taskId)
            expect(task?.status).toBe('open')
            expect(task?.snoozedUntil ?? 0).toBeLessThanOrEqual(NOW)
          }
          const other = today({
            tasks: tasks.toReversed(),
            customers: customers.toReversed(),
            offers: offers.toReversed(),
          })
          expect(other.cards.map(({ key }) => key)).toEqual(cards.map(({ key }) => key))
          expect(other.summary).toEqual(summary)
        },
      ),
    )
  })
})

describe('the sentence of state', () => {
  test('counts promises due and adds up the money at risk, each customer once', () => {
    const customers = [customerRow({ figures: figuresWith({ valueAtRisk: 30_000 }) })]
    const tasks = [
      taskRow({ id: 'a' }),
      taskRow({ id: 'b', kind: 'follow-up' }),
      taskRow({ id: 'c', customerId: 'other', worth: 4_000, kind: 'win-back' }),
    ]
    const { summary } = today({ tasks, customers, disputes: [listening()] })
    expect(summary).toEqual({ promisesDue: 2, atRisk: 34_000, hidden: 0 })
  })

  test('says how many found no room', () => {
    const tasks = Array.from({ length: 9 }, (_, n) => taskRow({ id: `t${n}`, customerId: `b${n}` }))
    expect(today({ tasks }).summary).toMatchObject({ promisesDue: 9, hidden: 2 })
    expect(today({ tasks, limit: 3 }).cards).toHaveLength(3)
  })
})
