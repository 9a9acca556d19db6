import fc from 'fast-check'
import { expect, test } from 'vitest'
import { careDrafts } from '../../worker/domain/care-messages.ts'
import { platformRisks } from '../../worker/domain/platform-safe.ts'

const drafts = (over: Partial<Parameters<typeof careDrafts>[0]> = {}) =>
  careDrafts({ customer: { name: null, nickname: '小满' }, shop: { name: '山间茶铺' }, locale: 'zh-CN', ...over })

test('a friendly word names the person and the shop, and the product where it is short', () => {
  for (const text of drafts()) expect(text).toMatch(/^小满，你好。.*(山间茶铺)/)
  for (const text of drafts({ locale: 'en' })) expect(text).toMatch(/^Hello 小满\. .*山间茶铺/)
  expect(drafts({ lastProduct: '青瓷盖碗' }).filter((text) => text.includes('青瓷盖碗'))).toHaveLength(2)
  expect(drafts({ lastProduct: '【官方正品】2026 新茶明前特级龙井茶叶礼盒装' }).join()).not.toContain('龙井')
})

test('nobody is called by an account number or a masked name', () => {
  for (const nickname of ['tb73370058', 'l***9', '138****0000']) {
    for (const text of drafts({ customer: { name: '张**', nickname } })) expect(text).toMatch(/^你好。/)
  }
})

test('never a link, a phone number or a WeChat id, whatever the names hold', () => {
  const risky = fc.constantFrom('www.a.com', '加V tea', '微 信 abc', '13812345678', 'vx123')
  const word = fc.oneof(risky, fc.string({ maxLength: 14 }))
  fc.assert(
    fc.property(word, word, word, word, fc.constantFrom('zh-CN' as const, 'en' as const), (...given) => {
      const [name, nickname, shop, lastProduct, locale] = given
      const texts = careDrafts({ customer: { name, nickname }, shop: { name: shop }, locale, lastProduct })
      expect(new Set(texts).size).toBe(3)
      for (const text of texts) expect(platformRisks(text)).toEqual([])
    }),
  )
})
