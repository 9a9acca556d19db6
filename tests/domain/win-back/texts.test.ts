import { describe, expect, test } from 'vitest'
import { winBackTexts } from '../../../worker/domain/explain/win-back.ts'
import { explain } from '../../../worker/domain/explain.ts'
import { validateOffer } from '../../../worker/domain/offer.ts'
import { defaultSettings } from '../../../worker/domain/settings.ts'
import { eligibility, slippingWhy } from '../../../worker/domain/win-back.ts'
import { daysAgo, figuresWith, NOW, ZONE } from '../../support/figures.ts'
import { offerRow, slippingCustomer } from './fixtures.ts'

const zh = (why: Parameters<typeof explain>[0]) => explain(why, 'zh-CN', { currency: 'CNY' }, ZONE)
const en = (why: Parameters<typeof explain>[0]) => explain(why, 'en', { currency: 'CNY' }, ZONE)

describe('reasons in words', () => {
  test('why someone seems to be leaving', () => {
    const [away, worth] = slippingWhy(slippingCustomer(), 'Asia/Shanghai', NOW)
    expect(away && [zh(away), en(away)]).toEqual([
      '平时约 30 天买一次，这次已经 90 天没来了',
      'Usually buys every 30 days; now 90 days without an order',
    ])
    expect(worth && zh(worth)).toBe('按平时的买法，一年约 ¥2,400')
  })

  test('why they may not be made an offer', () => {
    const customer = slippingCustomer({
      openDisputes: 2,
      unhappyAt: daysAgo(3),
      recentContacts: [daysAgo(1), daysAgo(2)],
    })
    const { reasons } = eligibility(customer, [offerRow()], defaultSettings(), 99_000, NOW, 3_000)
    expect(reasons.map(zh)).toEqual([
      '30 天内已经联系过 2 次，2026年7月28日之后再联系',
      '还有 2 个纠纷没处理完',
      '2026年6月27日的纠纷没让对方满意，先把事情解决好',
      '优惠 HTK-7KQ2-M9XD 还有效，到2026年7月14日',
      '这个优惠约 ¥30，这个月的挽回预算 ¥1,000 已用 ¥990，不够了',
    ])
    for (const text of reasons.map(en)) expect(text).not.toMatch(/undefined|NaN|[一-鿿]/)
  })

  test('that an offer costs more than its tier gets, or that the tier gets none', () => {
    const settings = defaultSettings()
    const say = (cost: number | null) => eligibility(slippingCustomer(), [], settings, 0, NOW, cost).reasons
    expect(say(30_000).map(zh)).toEqual(['这个优惠约 ¥300，A 级客户一个优惠最多花 ¥200'])
    expect(say(30_000).map(en)).toEqual(['The offer costs about ¥300; one offer to tier A may cost ¥200 at most'])
    settings.promises.offerBudget.A = 0
    expect(say(null).map(zh)).toEqual(['A 级客户不发要花钱的优惠'])
  })

  test('what is wrong with an offer', () => {
    const terms = { kind: 'amount', value: 5_000, gift: null, minimum: 4_000, validUntil: NOW } as const
    const problems = validateOffer(terms, { net: 0, ordersCount: 0 }, NOW)
    expect(problems.map(zh)).toEqual([
      '减免金额要大于 0，不超过使用门槛 ¥40',
      '有效期要在今天之后、365 天以内',
      '优惠成本 ¥50，比预计带来的订单 ¥40 还多',
    ])
  })

  test('who has no rhythm of their own is measured by the shop’s, and a lost one is called so', () => {
    const lost = slippingCustomer({ figures: figuresWith({ stage: 'lost', lastOrderAt: daysAgo(90), ownRhythm: 0 }) })
    const [away] = slippingWhy(lost, 'Asia/Shanghai', NOW)
    expect(away && zh(away)).toBe('本店客户一般每 30 天买一次，这位 90 天没来，多半是流失了')
  })

  test('every reason has both languages', () => {
    for (const [code, text] of Object.entries(winBackTexts)) expect(Object.keys(text), code).toEqual(['zh-CN', 'en'])
  })
})
