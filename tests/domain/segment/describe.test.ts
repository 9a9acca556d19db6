import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { describeSegment, type SegmentNames } from '../../../worker/domain/segment/describe.ts'
import type { SegmentExpression } from '../../../worker/domain/segment.ts'
import { ASKED, anyExpression, conditionOf } from '../../support/segments.ts'

const PRODUCTS: Record<string, string> = { p1: '手作茶杯', p2: '盖碗' }
const names = (locale: 'zh-CN' | 'en'): SegmentNames => ({
  locale,
  currency: 'CNY',
  windowDays: 365,
  productName: (id) => PRODUCTS[id],
  sourceName: (key) => (key !== 'taobao' ? key : locale === 'en' ? 'Taobao' : '淘宝'),
})
const zh = (expression: SegmentExpression) => describeSegment(expression, names('zh-CN'))
const en = (expression: SegmentExpression) => describeSegment(expression, names('en'))

test.each<[SegmentExpression, string, string]>([
  [
    {
      all: [
        { field: 'tier', is: 'oneOf', value: ['A', 'B'] },
        { field: 'daysSinceLastOrder', is: 'atLeast', value: 60 },
        { field: 'bought', is: 'anyOf', value: ['p1'] },
      ],
    },
    '是 A 级或 B 级客户，至少 60 天没下单，买过“手作茶杯”',
    'In tier A or B, last ordered at least 60 days ago, and bought “手作茶杯”',
  ],
  [
    {
      all: [
        {
          any: [
            { field: 'source', is: 'oneOf', value: ['taobao'] },
            { field: 'region', is: 'oneOf', value: ['广东', '浙江'] },
          ],
        },
        { not: { field: 'bought', is: 'then', value: ['p1', 'p2'] } },
      ],
    },
    '（从淘宝来的，或者在广东或浙江），不包括（先买“手作茶杯”，后来又买了“盖碗”）的',
    '(came through Taobao, or from 广东 or 浙江) and not (bought “手作茶杯” and later “盖碗”)',
  ],
  [
    { any: [{ all: [{ field: 'net', is: 'between', value: [10_000, 50_050] }] }] },
    '累计净消费在 ¥100 到 ¥500.50 之间',
    'Net value from ¥100 to ¥500.50',
  ],
  [{ field: 'ordersCount', is: 'atMost', value: 0 }, '还没下过单', 'Never ordered'],
  [{ field: 'ordersCount', is: 'atLeast', value: 3 }, '下过至少 3 单', 'At least 3 orders'],
  [{ field: 'ordersCount', is: 'between', value: [1, 1] }, '下过正好 1 单', 'Exactly 1 order'],
  [
    { field: 'windowNet', is: 'atMost', value: 0 },
    '近 365 天净消费不超过 ¥0',
    'Net value of the last 365 days at most ¥0',
  ],
  [
    { field: 'daysSinceFirstOrder', is: 'atMost', value: 30 },
    '最近 30 天内下的第一单',
    'First ordered within the last 30 days',
  ],
  [
    { field: 'daysSinceContact', is: 'between', value: [7, 7] },
    '上次联系是正好 7 天前',
    'Last contacted exactly 7 days ago',
  ],
  [{ field: 'discount', is: 'atLeast', value: 20 }, '买的时候平均优惠不少于 20%', 'Average discount at least 20%'],
  [{ field: 'r', is: 'atLeast', value: 4 }, 'R 分至少 4', 'R score at least 4'],
  [{ field: 'openDisputes', is: 'atLeast', value: 1 }, '有处理中的纠纷', 'Has an open dispute'],
  [
    { field: 'class', is: 'oneOf', value: ['important-value', 'important-keep'] },
    '是重要价值或重要保持客户',
    'In class “important, of value” or “important, to keep”',
  ],
  [{ field: 'stage', is: 'noneOf', value: ['lost'] }, '阶段不是流失', 'Not in stage “lost”'],
  [
    { field: 'bought', is: 'noneOf', value: ['p1', 'p2'] },
    '“手作茶杯”“盖碗”都没买过',
    'Never bought “手作茶杯” or “盖碗”',
  ],
  [
    { field: 'bought', is: 'first', value: ['p9'] },
    '第一次买的是“查不到的商品”',
    'First bought a product no longer known',
  ],
  [{ field: 'pinned', is: 'yes', value: null }, '分级是固定的', 'Tier is pinned'],
  [
    {
      any: [
        { field: 'source', is: 'oneOf', value: ['Shopify', 'taobao'] },
        { field: 'region', is: 'noneOf', value: ['NY'] },
      ],
    },
    '从 Shopify 或淘宝来的，或者不在 NY',
    'Came through Shopify or Taobao, or not from NY',
  ],
  [{ field: 'region', is: 'unknown', value: null }, '不知道在哪个地区', 'Region unknown'],
])('%o', (expression, chinese, english) => {
  expect([zh(expression), en(expression)]).toEqual([chinese, english])
})

describe('always a sentence', () => {
  test.each(ASKED)('%s %s', (field, is) => {
    fc.assert(
      fc.property(conditionOf(field, is), (condition) => {
        for (const text of [zh(condition), en(condition)]) expect(text).not.toMatch(/undefined|null|NaN|\[object|^$/)
      }),
      { numRuns: 30 },
    )
  })

  test('for any tree, in Chinese and in English', () => {
    fc.assert(
      fc.property(anyExpression(4), (expression) => {
        expect(zh(expression)).not.toMatch(/undefined|null|，，|（）| {2}|^$/)
        expect(en(expression)).not.toMatch(/undefined|null|[\u3000-\u303f\uff00-\uffef]|, ,|\(\)| {2}|^$/)
      }),
    )
  })

  test('for anything a newer version may have saved', () => {
    fc.assert(
      fc.property(fc.anything(), (input) => {
        expect(zh(input as SegmentExpression)).toBe('更新应用后可看到这个客群的条件')
        expect(en(input as SegmentExpression)).toBe('Update the app to see what this segment asks')
      }),
    )
  })
})

test('questions that differ read differently', () => {
  const texts = ASKED.map(([field, is]) => zh(fc.sample(conditionOf(field, is), { seed: 1, numRuns: 1 })[0] as never))
  // Who never ordered has neither a first nor a last order.
  expect(new Set(texts).size).toBe(texts.length - 1)
})
