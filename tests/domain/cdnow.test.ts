import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { computeFigures } from '../../worker/domain/figures.ts'
import { historiesOf } from '../../worker/domain/histories.ts'
import { defaultSettings } from '../../worker/domain/settings.ts'
import { aggregatesOf, type BuyersOrder } from '../support/figures.ts'

// Purchases of 2,357 buyers of a real shop, 1997-01-01 to 1998-06-30.
const file = new URL('../data/cdnow_sample.txt', import.meta.url)
const ZONE = 'America/New_York'
const END = Date.UTC(1998, 6, 1, 3, 59) // 23:59 on 30 June there

const readOrders = (): BuyersOrder[] =>
  readFileSync(file, 'utf8')
    .split('\n')
    .filter((line) => line.trim() !== '')
    .map((line) => {
      const [customerId, , day, , dollars] = line.trim().split(/\s+/) as [string, string, string, string, string]
      const at = Date.UTC(Number(day.slice(0, 4)), Number(day.slice(4, 6)) - 1, Number(day.slice(6)), 17)
      return { customerId, placedAt: at, status: 'completed', total: Math.round(Number(dollars) * 100), refunded: 0 }
    })

const count = <T>(values: Iterable<T>): Record<string, number> => {
  const counts: Record<string, number> = {}
  for (const value of values) counts[String(value)] = (counts[String(value)] ?? 0) + 1
  return counts
}

describe('a real shop', () => {
  const settings = defaultSettings()
  const orders = readOrders()
  const aggregates = aggregatesOf(orders, END, settings, ZONE)
  const figures = [...computeFigures(historiesOf(orders, END, ZONE), settings, END, ZONE).values()]

  test('every purchase is there, and customer-days are told apart from orders', () => {
    expect(orders).toHaveLength(6919)
    expect(aggregates).toHaveLength(2357)
    expect(aggregates.reduce((sum, one) => sum + one.net, 0)).toBe(24_409_194)
    expect(aggregates.reduce((sum, one) => sum + one.orders, 0)).toBe(6919)
    expect(aggregates.reduce((sum, one) => sum + one.days.length, 0)).toBe(6696)
  })

  test('the best fifth of buyers brings 67.4 % of revenue', () => {
    const nets = aggregates.map(({ net }) => net).sort((a, b) => b - a)
    const best = nets.slice(0, Math.round(nets.length / 5)).reduce((sum, net) => sum + net, 0)
    expect(((100 * best) / 24_409_194).toFixed(1)).toBe('67.4')
  })

  test('the tiers agree with a walk down the list', () => {
    const total = figures.reduce((sum, { windowNet }) => sum + windowNet, 0)
    const ordered = [...figures].sort((a, b) => b.windowNet - a.windowNet)
    let before = 0
    let group = 0
    for (const [i, { tier, windowNet }] of ordered.entries()) {
      if (ordered[i - 1]?.windowNet !== windowNet) group = before
      const share = group / total
      expect(tier).toBe(windowNet <= 0 ? 'C' : share < 0.8 ? 'A' : share < 0.95 ? 'B' : 'C')
      before += windowNet
    }
  })

  // Counted once by another program from the same file and the definitions alone.
  test('as many customers in each tier, class and stage as counted independently', () => {
    expect(count(figures.map(({ tier }) => tier))).toEqual({ A: 304, B: 256, C: 1797 })
    expect(count(figures.map((one) => one.class))).toEqual({
      'general-develop': 139,
      'general-keep': 13,
      'general-rescue': 1192,
      'general-value': 71,
      'important-develop': 107,
      'important-keep': 38,
      'important-rescue': 173,
      'important-value': 624,
    })
    expect(count(figures.map(({ stage }) => stage))).toEqual({ building: 17, declining: 156, lost: 1812, stable: 372 })
  })
})
