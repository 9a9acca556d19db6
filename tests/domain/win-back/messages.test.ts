import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { platformRisks } from '../../../worker/domain/platform-safe.ts'
import { draftMessages } from '../../../worker/domain/win-back-messages.ts'
import { figuresWith } from '../../support/figures.ts'
import { shopRow } from '../dispute/fixtures.ts'
import { offerRow } from './fixtures.ts'

const shop = shopRow()
const drafts = (over: Partial<Parameters<typeof draftMessages>[0]> = {}) =>
  draftMessages({
    customer: { name: null, nickname: '小满', tier: 'A', figures: figuresWith({ stage: 'declining' }) },
    shop,
    offer: offerRow(),
    locale: 'zh-CN',
    ...over,
  })

describe('win-back messages', () => {
  test('carry the name, the shop, the offer, its code, minimum and last day', () => {
    for (const text of drafts()) {
      for (const part of ['小满，你好', '小满杂货', '8.5 折', 'HTK-7KQ2-M9XD', '¥150', '7月14日'])
        expect(text).toContain(part)
    }
    for (const text of drafts({ locale: 'en' })) {
      for (const part of ['Hello 小满', '15% off', 'HTK-7KQ2-M9XD', '¥150', '14 July']) expect(text).toContain(part)
    }
  })

  test('say the amount or name the gift', () => {
    for (const text of drafts({ offer: offerRow({ kind: 'amount', value: 3_000 }) })) expect(text).toContain('¥30')
    for (const text of drafts({ offer: offerRow({ kind: 'gift', gift: '茶巾', value: 100 }) })) {
      expect(text).toContain('茶巾')
    }
  })

  test('differ by variant, by stage and by tier', () => {
    const customer = { name: null, nickname: '小满', tier: 'A' as const, figures: figuresWith({ stage: 'lost' }) }
    const all = [
      ...drafts(),
      ...drafts({ customer }),
      ...drafts({ customer: { ...customer, tier: 'B' } }),
      ...drafts({ customer: { ...customer, tier: 'B', figures: figuresWith({ stage: 'declining' }) } }),
    ]
    expect(all).toHaveLength(12)
    expect(new Set(all).size).toBe(12)
  })

  test.each(['tb73370058', 'l***9', '138****0000', '加微信 tea88', 'a_b'])(
    'a nickname like %s is not said',
    (nickname) => {
      const customer = { name: '张**', nickname, tier: 'A' as const, figures: null }
      for (const text of drafts({ customer })) expect(text).toMatch(/^你好。/)
    },
  )

  test('a long product title is left out, a short one is named', () => {
    const long = '【官方正品】2026 新茶明前特级龙井茶叶礼盒装 250g'
    expect(drafts({ lastProduct: '青瓷盖碗' }).join()).toContain('青瓷盖碗')
    expect(drafts({ lastProduct: long }).join()).not.toContain('龙井')
  })

  test('never carry a link, a phone number or a WeChat id, whatever the names hold', () => {
    const risky = fc.constantFrom('www.a.com', '加V tea', '微 信 abc', '13812345678', 'vx123', 'QQ 12345', 't.cn/x')
    const word = fc.oneof(risky, fc.string({ maxLength: 14 }), fc.constantFrom('小满', '山茶'))
    fc.assert(
      fc.property(
        ...([word, word, word, word, word] as const),
        fc.constantFrom('zh-CN' as const, 'en' as const),
        fc.constantFrom('percent' as const, 'amount' as const, 'gift' as const),
        (name, nickname, shopName, gift, lastProduct, locale, kind) => {
          const texts = drafts({
            customer: { name, nickname, tier: 'C', figures: figuresWith({ stage: 'lost' }) },
            shop: { ...shop, name: shopName },
            offer: offerRow({ kind, gift }),
            locale,
            lastProduct,
          })
          expect(texts).toHaveLength(3)
          for (const text of texts) {
            expect(platformRisks(text)).toEqual([])
            expect(text.length).toBeLessThanOrEqual(1000)
          }
        },
      ),
    )
  })
})

describe('what a platform punishes', () => {
  test.each([
    ['看这里 https://a.example', ['link']],
    ['店铺 teashop.com', ['link']],
    ['打 138 1234 5678', ['phone']],
    ['打 0571-88880000', ['phone']],
    ['加微信聊', ['wechat']],
    ['加V：tea88', ['wechat']],
    ['ＶＸ tea88', ['wechat']],
    ['优惠码 HTK-VX12-QQ34，满 ¥1,500 能用，7月14日前有效', []],
    ['订单 1732588800000010154 已发货', []],
    ['一套 5 件，共 1,299.00 元', []],
  ])('%s → %o', (text, risks) => {
    expect(platformRisks(text)).toEqual(risks)
  })
})
