import { describe, expect, test } from 'vitest'
import { casesOf } from '../../../worker/domain/learning/case.ts'
import { productNamer } from '../../../worker/domain/learning/product-name.ts'
import { defaultSettings } from '../../../worker/domain/settings.ts'
import { MAY, rowOf, ZONE } from './arbitrary.ts'

const HOUR = 3_600_000
const context = { hours: defaultSettings().businessHours, zone: ZONE, nameOf: productNamer(['明前龙井', '茶杯']) }
const [one] = [(over: Parameters<typeof rowOf>[1]) => casesOf([rowOf('d1', over)], context)[0]]

describe('a case to learn from', () => {
  test('the cause that was confirmed counts, else the one that was thought', () => {
    expect(one({ confirmedCause: 'lost' })?.cause).toBe('lost')
    expect(one({})?.cause).toBe('late')
    expect(one({ cause: null })?.cause).toBeNull()
  })

  test('what it cost counts, else what was to be paid; nothing while nothing is decided', () => {
    const remedies = [{ kind: 'refund', cost: 500, promisedAt: null, note: null } as const]
    expect(one({ remedies, actualCost: 0 })?.cost).toBe(0)
    expect(one({ remedies })?.cost).toBe(500)
    expect(one({})?.cost).toBeNull()
  })

  test('belongs to who has it, else to who opened it', () => {
    expect(one({ assignee: 'm2' })?.agent).toBe('m2')
    expect(one({})?.agent).toBe('m1')
  })

  test('times are opening hours: a complaint at 21:30 answered at 9:30 took an hour; waiting for the buyer is no time', () => {
    const openedAt = Date.parse('2026-05-04T21:30:00+08:00')
    const nextDay = Date.parse('2026-05-05T09:30:00+08:00')
    expect(one({ openedAt, firstReplyAt: nextDay, resolvedAt: nextDay + 4 * HOUR, waitedMs: 3 * HOUR })).toMatchObject({
      replyMs: HOUR,
      resolveMs: 2 * HOUR,
    })
    expect(one({ resolvedAt: MAY + HOUR, waitedMs: 5 * HOUR })?.resolveMs).toBe(0)
    expect(one({})).toMatchObject({ replyMs: null, resolveMs: null })
  })

  test('the month is that of the shop’s calendar', () => {
    expect(one({ openedAt: Date.parse('2026-05-31T23:30:00Z') })?.month).toBe('2026-06')
  })

  test('a merged case and one told twice count once', () => {
    const rows = [rowOf('a'), rowOf('b', { outcome: 'merged', closedAt: MAY }), rowOf('a', { cause: 'lost' })]
    expect(casesOf(rows, context).map(({ id, cause }) => [id, cause])).toEqual([['a', 'late']])
  })
})

describe('the name of a product', () => {
  const nameOf = productNamer(['龙井', '明前龙井', '手作茶杯', 'Gift Box'])
  test.each([
    ['明前龙井 ×2', '明前龙井'],
    [' 手作茶杯 x 10', '手作茶杯'],
    ['gift  box*1', 'Gift Box'],
    ['我买的手作茶杯（青色）', '手作茶杯'],
    ['龙井 ×1、手作茶杯 ×1', '龙井 ×1、手作茶杯'],
    ['没人卖的东西 ×3', '没人卖的东西'],
  ])('%s', (said, name) => {
    expect(nameOf(said)).toBe(name)
  })
})
