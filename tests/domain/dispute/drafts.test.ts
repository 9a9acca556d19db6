import { describe, expect, test } from 'vitest'
import { ALL_CAUSES, CAUSE_FAMILIES, CAUSES, familyOf } from '../../../worker/domain/causes.ts'
import { STEPS } from '../../../worker/domain/dispute-terms.ts'
import { type DraftSet, draftsFor, draftValues, fillDraft, PLACEHOLDERS } from '../../../worker/domain/drafts/draft.ts'
import { draftsEn } from '../../../worker/domain/drafts/en.ts'
import { draftsZh } from '../../../worker/domain/drafts/zh-CN.ts'
import { MANNER } from '../../../worker/domain/manner.ts'
import type { Remedy } from '../../../worker/domain/rows.ts'
import { customerRow, disputeAt, openDispute, shopRow, T0 } from './fixtures.ts'

const causeTexts = (set: DraftSet) => CAUSE_FAMILIES.flatMap((family) => set.causes[family].map(({ text }) => text))
const allTexts = (set: DraftSet) => [...set.firstReply, ...causeTexts(set), ...set.buyerFault, ...set.followUp]
/** Everything a buyer may read: drafts, and what stands in for placeholders. */
const published = (set: DraftSet) => [
  ...allTexts(set),
  ...Object.values(set.unknown),
  ...Object.values(set.remedies),
  set.today,
]

/** What platforms punish: ways out of their chat, and anything about reviews. */
const FORBIDDEN = [
  /https?:|www\.|\.(?:com|cn|net|shop)\b|淘口令|链接|二维码|扫码|@/i,
  /[\d０-９]/,
  /微信|威信|薇信|企鹅|\bvx\b|\bv信|\bqq\b|wechat|whatsapp|telegram|instagram/i,
  /加我|加个|电话|手机|号码|私聊|邮箱|\bphone\b|\be-?mail\b|\bcall (?:me|us)\b|\btext me\b/i,
  /好评|差评|评价|晒单|追评|返现|红包|五星|\breviews?\b|\bfeedback\b|\bstars?\b|\brating\b|cash ?back/i,
]
/** Shopkeepers do not crawl. */
const GROVELLING = /万分|跪|求求|恳求|非常非常|对不起对不起|您|deepest|sincerest|a thousand apologies|beg you/i

describe.each([draftsZh, draftsEn])('drafts in $locale', (set) => {
  test('at least five for each family, the first reply, a buyer’s own fault and the follow-up', () => {
    for (const family of CAUSE_FAMILIES) expect(set.causes[family].length).toBeGreaterThanOrEqual(5)
    for (const list of [set.firstReply, set.buyerFault, set.followUp]) expect(list.length).toBeGreaterThanOrEqual(5)
    expect(new Set(allTexts(set)).size).toBe(allTexts(set).length)
  })
  test('each cause has its own, filed under its family', () => {
    for (const family of CAUSE_FAMILIES) {
      const own = set.causes[family].flatMap(({ cause }) => cause ?? [])
      expect(own.toSorted()).toEqual(CAUSES[family].toSorted())
    }
  })
  test.each(FORBIDDEN)('none carries %s', (pattern) => {
    expect(published(set).filter((text) => pattern.test(text))).toEqual([])
  })
  test('none grovels', () => {
    expect(published(set).filter((text) => GROVELLING.test(text))).toEqual([])
  })
  test('all placeholders are known, all braces are placeholders', () => {
    for (const text of allTexts(set)) {
      const names = Array.from(text.matchAll(/\{(\w+)\}/g), ([, name]) => name)
      expect(PLACEHOLDERS).toEqual(expect.arrayContaining(names))
      expect(text.match(/[{}]/g)).toHaveLength(names.length * 2)
      expect(names).toContain('nickname')
    }
  })
  test('what a resolution says names the remedy and the day', () => {
    for (const text of causeTexts(set)) expect(text).toMatch(/\{remedy\}.*\{date\}/)
  })
  test('before the cause is known nothing is promised', () => {
    for (const text of set.firstReply) expect(text).not.toMatch(/\{remedy\}|\{date\}/)
  })
  test('short enough for a chat', () => {
    for (const text of allTexts(set)) expect(text.length).toBeLessThanOrEqual(set.locale === 'en' ? 330 : 120)
  })
})

test('Chinese drafts are punctuated the Chinese way', () => {
  for (const text of allTexts(draftsZh)) {
    expect(text).not.toMatch(/[,.!?:;()]/)
    expect(text).toMatch(/[。？！]$/)
  }
})

describe('the drafts for a case', () => {
  const at = (over: object) => draftsFor(draftsZh, { ...disputeAt('resolve'), ...over })

  test('follow the step', () => {
    expect(at({ step: 'listen' })).toEqual(draftsZh.firstReply)
    expect(at({ step: 'follow-up' })).toEqual(draftsZh.followUp)
    for (const step of ['analyse', 'record', 'closed']) expect(at({ step })).toEqual([])
  })
  test.each(ALL_CAUSES)('%s: its own first, then its family’s general ones, no other cause’s', (cause) => {
    const causeFamily = familyOf(cause)
    const own = draftsZh.causes[causeFamily].find((draft) => draft.cause === cause)?.text
    const general = draftsZh.causes[causeFamily].filter((draft) => draft.cause === null).map(({ text }) => text)
    expect(at({ causeFamily, cause })).toEqual([own, ...general])
    expect(general.length).toBeGreaterThan(0)
  })
  test('a buyer’s own fault has its own', () => {
    expect(at({ responsibility: 'buyer' })).toEqual(draftsZh.buyerFault)
  })
  test('without a cause there are none', () => {
    expect(draftsFor(draftsZh, { ...openDispute(), step: 'resolve' })).toEqual([])
  })
})

describe('filling', () => {
  const remedy = (kind: Remedy['kind'], promisedAt: number | null): Remedy => ({
    kind,
    cost: 0,
    promisedAt,
    note: null,
  })
  const values = (set: DraftSet, remedies: Remedy[], product: string | null = '茶杯') =>
    draftValues(set, shopRow(), customerRow(), product, remedies)

  test('puts every value in its place, word for word', () => {
    const text = '{nickname} {product} {remedy} {date} {shop} {nickname}'
    const filled = fillDraft(text, { nickname: '$& {shop}', product: 'p', remedy: 'r', date: 'd', shop: 's' }, draftsZh)
    expect(filled).toBe('$& {shop} p r d s $& {shop}')
  })
  test('asks for what nobody knows, and leaves strange braces alone', () => {
    expect(fillDraft('{nickname}，{remedy}，{date}，{x}', { nickname: ' ', date: null }, draftsZh)).toBe(
      '亲，【怎么补救】，【哪一天】，{x}',
    )
    expect(fillDraft('Hi {nickname}, {product}', {}, draftsEn)).toBe('Hi there, your order')
  })
  test('takes remedies and the first promised day from the form, in the shop’s zone', () => {
    const lateEvening = Date.parse('2025-03-05T23:30:00+08:00')
    const remedies = [remedy('resend', lateEvening), remedy('coupon', lateEvening + 1e9), remedy('coupon', null)]
    expect(values(draftsZh, remedies)).toEqual({
      nickname: '阿宁',
      product: '茶杯',
      remedy: '补发和一张下次用的优惠券',
      date: '3月5日',
      shop: '小满杂货',
    })
    expect(values(draftsEn, remedies)).toMatchObject({
      remedy: 'a replacement and a voucher for your next order',
      date: '5 March',
    })
  })
  test('what is done at once is done today; nothing chosen yet is unknown', () => {
    expect(values(draftsZh, [remedy('refund', null)]).date).toBe('今天')
    expect(values(draftsZh, [])).toMatchObject({ remedy: null, date: null })
  })
  test('cuts a product title that is too long to say', () => {
    expect(values(draftsZh, [], '茶'.repeat(24)).product).toBe('茶'.repeat(24))
    expect(values(draftsZh, [], '茶'.repeat(60)).product).toBe(`${'茶'.repeat(23)}…`)
    expect(values(draftsZh, [], null).product).toBeNull()
  })
  test('falls back to the real name, then to nothing', () => {
    const name = (customer: Parameters<typeof draftValues>[2]) =>
      draftValues(draftsZh, shopRow(), customer, null, []).nickname
    expect(name(customerRow({ nickname: null, name: '李宁' }))).toBe('李宁')
    expect(name(null)).toBeNull()
  })
  test('a filled draft of a full case has no gap left', () => {
    for (const set of [draftsZh, draftsEn]) {
      for (const text of allTexts(set)) {
        expect(fillDraft(text, values(set, [remedy('refund', T0)]), set)).not.toMatch(/[{}[\]【】]|null|undefined/)
      }
    }
  })
})

test('manner: one quiet line for every step, in both languages', () => {
  for (const locale of ['zh-CN', 'en'] as const) {
    const lines = STEPS.map((step) => MANNER[locale][step])
    expect(new Set(lines).size).toBe(STEPS.length)
    for (const line of lines) {
      expect(line).not.toMatch(/\n|！|!|您/)
      expect(line.length).toBeGreaterThan(8)
    }
  }
})
