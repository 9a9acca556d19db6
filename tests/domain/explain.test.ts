import { describe, expect, test } from 'vitest'
import { explain, formatters } from '../../worker/domain/explain.ts'
import type { Why } from '../../worker/domain/why.ts'
import { ZONE } from '../support/figures.ts'

const CNY = { currency: 'CNY' }
const zh = (code: string, params: Why['params']) => explain({ code, params }, 'zh-CN', CNY, ZONE)
const en = (code: string, params: Why['params']) => explain({ code, params }, 'en', CNY, ZONE)

const last = Date.UTC(2026, 3, 15, 16) // 16 April 00:00 in Shanghai
const share = { tier: 'A', days: 365, net: 182_000, rank: 12, of: 100, before: 0.63, bound: 0.8 }
const away = { stage: 'declining', last, rhythm: 32, basis: 'own', factor: 2, limit: 64 }
const scored = { r: 2, f: 5, m: 4, class: 'important-keep', last, orders: 12, net: 482_000, buyers: 2357 }

describe('in Chinese', () => {
  test.each<[string, Why['params'], string]>([
    ['tier.share', share, '过去 365 天净消费 ¥1,820，排在前 12%，前面的客户占 63%，不到 80% → A'],
    [
      'tier.share',
      { ...share, tier: 'C', before: 0.961, bound: 0.95 },
      '过去 365 天净消费 ¥1,820，排在前 12%，前面的客户占 96.1%，到了 95% → C',
    ],
    ['tier.share', { ...share, rank: 1 }, '过去 365 天净消费 ¥1,820，全店第一 → A'],
    ['tier.nothing', { days: 365 }, '过去 365 天净消费为 0 → C'],
    ['tier.negative', { days: 365, net: -3_050 }, '过去 365 天退款比消费多，净消费 -¥30.50 → C'],
    [
      'tier.shop-negative',
      { days: 365, net: 100, total: -200 },
      '过去 365 天净消费 ¥1，但全店净消费合计 -¥2，分不出高低 → C',
    ],
    ['up.spend', { tier: 'B', money: 18_000, days: 365 }, '再消费 ¥180 就到 B'],
    ['up.leaves', { last, days: 365 }, '最近一单在 2026年4月16日，过了 365 天就不再计入'],
    ['stage.prospect', {}, '有效订单 0 笔 → 潜在客户'],
    [
      'stage.active',
      { stage: 'exploring', orders: 1, last, rhythm: 30, basis: 'default' },
      '买过 1 次，上次在 2026年4月16日；店里还没有回头客，先按每 30 天一次算 → 考察期',
    ],
    ['stage.away', away, '平均每 32 天买一次，2026年4月16日之后没再来，已超过 64 天（2 倍）→ 退化期'],
    [
      'stage.away',
      { ...away, stage: 'lost', basis: 'shop', rhythm: 15.5, factor: 4, limit: 62 },
      '本店客户一般每 15.5 天买一次，2026年4月16日之后没再来，已超过 62 天（4 倍）→ 流失',
    ],
    ['rfm.quintiles', scored, 'R2 F5 M4（和 2357 位买家比）：上次 2026年4月16日，共 12 单，净消费 ¥4,820 → 重要保持'],
    ['rfm.thresholds', scored, 'R2 F5 M4（按店里的标准）：上次 2026年4月16日，共 12 单，净消费 ¥4,820 → 重要保持'],
    ['risk.rhythm', { atRisk: 114_000, average: 10_000, rhythm: 32 }, '每次约 ¥100，每 32 天一次，不回来一年少 ¥1,140'],
    ['risk.best-year', { atRisk: 90_000 }, '买得最多的一年花了 ¥900，不回来一年最多少这么多'],
    ['risk.model', { atRisk: 28_000 }, '按全店客户的规律，沉默到今天，未来一年大约少了 ¥280'],
    [
      'tier.share',
      { ...share, measure: 'profit' },
      '过去 365 天净利润 ¥1,820，排在前 12%，前面的客户占 63%，不到 80% → A',
    ],
    ['tier.nothing', { days: 365, measure: 'profit' }, '过去 365 天净利润为 0 → C'],
    ['tier.negative', { days: 365, net: -3_050, measure: 'profit' }, '过去 365 天净利润 -¥30.50，是亏的 → C'],
    [
      'rfm.quintiles',
      { ...scored, measure: 'profit' },
      'R2 F5 M4（和 2357 位买家比）：上次 2026年4月16日，共 12 单，净利润 ¥4,820 → 重要保持',
    ],
    ['later.refunds', { amount: 5_000, orders: 2, net: 9_000 }, '之后又退了 ¥50（2 单），当时净消费是 ¥90'],
    ['later.refunds', { amount: -5_000, orders: 1, net: 9_000 }, '之后又补回 ¥50（1 单），当时净消费是 ¥90'],
  ])('%s', (code, params, text) => {
    expect(zh(code, params)).toBe(text)
  })
})

describe('in English', () => {
  test.each<[string, Why['params'], string]>([
    ['tier.share', share, 'Net ¥1,820 in the last 365 days, top 12%; those ahead hold 63%, under 80% → A'],
    [
      'tier.share',
      { ...share, tier: 'C', before: 0.95, bound: 0.95 },
      'Net ¥1,820 in the last 365 days, top 12%; those ahead hold 95%, at or over 95% → C',
    ],
    ['tier.share', { ...share, rank: 1 }, 'Net ¥1,820 in the last 365 days, the most in the shop → A'],
    ['tier.nothing', { days: 1 }, 'Nothing spent, net, in the last 1 day → C'],
    ['tier.negative', { days: 365, net: -100 }, 'More refunded than spent in the last 365 days, net -¥1 → C'],
    [
      'tier.shop-negative',
      { days: 365, net: 100, total: -200 },
      "Net ¥1 in the last 365 days, but the whole shop's is -¥2, so nobody ranks above C",
    ],
    ['up.spend', { tier: 'B', money: 18_000, days: 365 }, '¥180 more reaches B'],
    ['up.leaves', { last, days: 365 }, 'The last order, 16 Apr 2026, counts for 365 days'],
    ['stage.prospect', {}, '0 orders that count → prospect'],
    [
      'stage.active',
      { stage: 'stable', orders: 5, last, rhythm: 32, basis: 'own' },
      'Bought 5 times, last on 16 Apr 2026. Usually buys every 32 days → stable',
    ],
    ['stage.away', away, 'Usually buys every 32 days; not seen since 16 Apr 2026, over 64 days (2×) → slipping away'],
    [
      'rfm.quintiles',
      scored,
      'R2 F5 M4 among 2357 buyers: last 16 Apr 2026, orders 12, net ¥4,820 → important, to keep',
    ],
    [
      'rfm.thresholds',
      scored,
      "R2 F5 M4 by the shop's own bounds: last 16 Apr 2026, orders 12, net ¥4,820 → important, to keep",
    ],
    [
      'risk.rhythm',
      { atRisk: 114_000, average: 10_000, rhythm: 32 },
      'About ¥100 every 32 days: ¥1,140 a year if they do not come back',
    ],
    ['risk.best-year', { atRisk: 90_000 }, 'Spent ¥900 in their best year, the most a year without them can cost'],
    [
      'risk.model',
      { atRisk: 28_000 },
      'By how customers here behave, their silence has cost about ¥280 of the coming year',
    ],
    [
      'tier.share',
      { ...share, measure: 'profit' },
      'Profit ¥1,820 in the last 365 days, top 12%; those ahead hold 63%, under 80% → A',
    ],
    ['tier.nothing', { days: 365, measure: 'profit' }, 'No profit in the last 365 days → C'],
    ['tier.negative', { days: 365, net: -3_050, measure: 'profit' }, 'A loss in the last 365 days, profit -¥30.50 → C'],
    [
      'rfm.quintiles',
      { ...scored, measure: 'profit' },
      'R2 F5 M4 among 2357 buyers: last 16 Apr 2026, orders 12, profit ¥4,820 → important, to keep',
    ],
    [
      'later.refunds',
      { amount: 5_000, orders: 1, net: 9_000 },
      '¥50 was refunded later (1 order); at the time net was ¥90',
    ],
    [
      'later.refunds',
      { amount: -5_000, orders: 2, net: 9_000 },
      '¥50 was put back later (2 orders); at the time net was ¥90',
    ],
  ])('%s', (code, params, text) => {
    expect(en(code, params)).toBe(text)
  })
})

test('the shop’s currency and zone are used', () => {
  const text = explain(
    { code: 'up.spend', params: { tier: 'B', money: 500, days: 365 } },
    'en',
    { currency: 'JPY' },
    ZONE,
  )
  expect(text).toBe('¥500 more reaches B')
  expect(explain({ code: 'up.leaves', params: { last, days: 365 } }, 'en', CNY, 'America/New_York')).toContain(
    '15 Apr 2026',
  )
})

test('a percentage is cut, not rounded up to a bound it did not reach', () => {
  const { percent } = formatters('en', CNY, ZONE)
  expect([0.7999, 0.8, 0.57, 0.29, 1, 0.001].map(percent)).toEqual(['79.9%', '80%', '57%', '29%', '100%', '0.1%'])
})

test('a reason from a newer version says that the app is behind', () => {
  expect(zh('tier.unheard-of', {})).toBe('更新应用后可看到原因')
  expect(en('toString', {})).toBe('Update the app to see the reason')
})
