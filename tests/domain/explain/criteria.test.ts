import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { counted, inPercent } from '../../../worker/domain/explain/amounts.ts'
import { criterionText, type Names } from '../../../worker/domain/explain/criteria.ts'
import { type Criterion, criteriaOf, type Outside } from '../../../worker/domain/overview/criteria.ts'
import type { Separating, Trait } from '../../../worker/domain/overview/facts.ts'
import { NOW, ZONE } from '../../support/figures.ts'
import { anyCustomers } from '../overview/arbitrary.ts'

const NAMES: Names = { source: () => '淘宝', product: (id) => (id === 'cake' ? '茶饼' : id) }
const said = (criterion: Criterion, locale: 'zh-CN' | 'en' = 'zh-CN') => criterionText(criterion, locale, NAMES)

test.each([
  [0, '0%'],
  [0.004, '<1%'],
  [0.126, '13%'],
  [0.996, '>99%'],
  [1, '100%'],
])('%d reads %s', (fraction, text) => {
  expect(inPercent(fraction)).toBe(text)
})

test('counts are grouped', () => {
  expect(counted(12_345.4, 'en')).toBe('12,345')
})

describe('what tells A from the rest', () => {
  const trait = (
    fact: Trait['fact'],
    value: string,
    is: Trait['is'] = 'value',
    inside = 0.62,
    outside = 0.09,
  ): Separating => ({
    fact,
    is,
    value,
    inside,
    outside,
    bits: 0.2,
    share: 0.21,
  })
  const of = (...traits: Separating[]): Criterion => ({
    key: 'describable',
    verdict: 'good',
    inA: 80,
    rest: 300,
    traits,
  })

  test.each([
    [trait('product', 'cake'), '买过「茶饼」', 'bought “茶饼”'],
    [trait('source', 'taobao'), '来自淘宝', 'came by 淘宝'],
    [trait('region', '浙江'), '在浙江', 'live in 浙江'],
    [trait('discount', '1', 'under'), '按原价买', 'pay the full price'],
    [trait('discount', '20', 'under'), '平均优惠不到 20%', 'get less than 20% off'],
    [trait('discount', '1', 'from'), '拿过优惠', 'buy at a discount'],
    [trait('discount', '30', 'from'), '平均优惠 30% 以上', 'get 30% off or more'],
    [trait('orders', '3', 'from'), '至少下过 3 单', 'ordered 3 times or more'],
    [trait('orders', '2', 'under'), '只下过 1 单', 'ordered once'],
    [trait('orders', '6', 'under'), '下单不到 6 次', 'ordered less than 6 times'],
    [trait('rhythm', '31', 'under'), '一般 30 天内就会再来', 'come back within 30 days as a rule'],
    [trait('rhythm', '61', 'from'), '一般隔 60 天以上才来', 'stay away over 60 days as a rule'],
    [trait('since', '91', 'under'), '是近 90 天才来的', 'came in the last 90 days'],
    [trait('since', '366', 'from'), '365 天前就是客户了', 'have been customers for over 365 days'],
  ])('%o', (given, zh, en) => {
    expect(said(of(given)).sentence).toBe(`A 级里 62% ${zh}，其他客户只有 9%。`)
    expect(said(of(given), 'en').sentence).toBe(`62% of A ${en}, only 9% of the rest.`)
  })

  test('"only" is said of less than half', () => {
    expect(said(of(trait('source', 'taobao', 'value', 0.5, 0.4))).sentence).toBe(
      'A 级里 50% 来自淘宝，其他客户是 40%。',
    )
  })

  test('the strength of each is among the numbers', () => {
    expect(said(of({ ...trait('orders', '3', 'from'), share: 0.004 })).numbers[0]?.value).toBe('略高于碰巧')
    expect(said(of(trait('orders', '3', 'from'))).numbers).toEqual([{ label: '下单次数能说明', value: '至少 21%' }])
  })
})

describe('size', () => {
  const size = (...outside: Outside[]): Criterion => ({
    key: 'size',
    verdict: outside.some(({ way }) => way === 'tier') ? 'look' : 'good',
    buyers: 1000,
    tiers: { A: 100, B: 250, C: 650 },
    outside,
  })

  test('names what is outside the bounds, and what to do about it', () => {
    const { sentence, todo } = said(
      size(
        { way: 'tier', group: 'C', buyers: 650, share: 0.65 },
        { way: 'stage', group: 'lost', buyers: 700, share: 0.7 },
        { way: 'class', group: 'important-rescue', buyers: 3, share: 0.003 },
      ),
    )
    expect(sentence).toBe('C 级占 65%，太大就照顾不过来。另外，流失占 70%，重要挽留客户占 <1%。')
    expect(todo).toContain('长尾')
  })

  test('three tiers within bounds need nothing done', () => {
    expect(said(size())).toMatchObject({ sentence: '三个等级都在 2% 到 60% 之间。', todo: null })
  })
})

test('the goal in numbers', () => {
  const goal: Criterion = {
    key: 'goal',
    verdict: 'good',
    days: 90,
    before: { A: { buyers: 50, back: 32 }, B: { buyers: 100, back: 40 }, C: { buyers: 300, back: 32 } },
    stayedA: 40,
    ofBuyers: 0.12,
    ofValue: 0.8,
  }
  const { sentence, numbers, todo } = said(goal)
  expect(sentence).toBe('90 天前的 A 级，这段时间有 64% 又来买了，其他客户是 18%：照顾好 A 级是对的。')
  expect(numbers.map(({ value }) => value)).toEqual(['32/50', '40/100', '32/300', '80%', '12%', '80%'])
  expect(todo).toBeNull()
})

test('a difference that may be chance is told as one', () => {
  const goal: Criterion = {
    key: 'goal',
    verdict: 'not-yet',
    days: 90,
    before: { A: { buyers: 23, back: 7 }, B: { buyers: 13, back: 3 }, C: { buyers: 20, back: 1 } },
    stayedA: 16,
    ofBuyers: 0.35,
    ofValue: 0.81,
  }
  expect(said(goal).sentence).toBe('90 天前的 A 级，这段时间有 30% 又来买了，其他客户是 12%；人还不多，也可能是碰巧。')
})

test('every answer about any shop is whole in both languages, and says what to do where one should look', () => {
  fc.assert(
    fc.property(anyCustomers, fc.boolean(), fc.constantFrom('zh-CN', 'en'), (customers, ran, locale) => {
      const summary = ran ? { buyers: 40, changed: customers.length % 9, weekShift: 2, migrationDays: 90 } : null
      for (const criterion of criteriaOf({ customers, summary, asOf: ran ? NOW : null, timezone: ZONE })) {
        const { title, sentence, numbers, todo } = said(criterion, locale)
        for (const text of [title, sentence, ...numbers.flatMap(({ label, value }) => [label, value])]) {
          expect(text).not.toMatch(/NaN|Infinity|undefined|null|\[object/)
          expect(text).not.toBe('')
        }
        expect(sentence).toMatch(locale === 'zh-CN' ? /。$/ : /\.$/)
        expect(title).toMatch(locale === 'zh-CN' ? /吗$|稳不稳$/ : /\?$/)
        expect(todo !== null).toBe(criterion.verdict === 'look')
      }
    }),
  )
})
