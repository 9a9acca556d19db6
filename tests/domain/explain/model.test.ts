import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { Check } from '../../../worker/domain/expectation/holdout.ts'
import { type Fit, fitModel, NEEDS } from '../../../worker/domain/expectation/model.ts'
import { modelStatement } from '../../../worker/domain/explain/model.ts'
import { LIKE_CDNOW, simulate, TODAY } from '../expectation/simulate.ts'

const check = (more: Partial<Check> = {}): Check => ({
  days: 90,
  buyers: 1200,
  predicted: 512.4,
  actual: 498,
  deciles: [],
  ranking: 0.768,
  error: 20,
  ...more,
})
const holding = (more: Partial<Check> = {}): Fit => ({
  ok: true,
  bgnbd: { r: 0.24, alpha: 4.4, a: 0.8, b: 2.4, logLikelihood: -1, customers: 1200 },
  gammaGamma: null,
  spend: 5000,
  check: check(more),
  distinct: 300,
})
const REFUSALS: Fit[] = [
  { ok: false, reason: 'all-one-time', buyers: 3120 },
  { ok: false, reason: 'too-short', weeks: 6, needed: NEEDS.weeks },
  { ok: false, reason: 'too-few-repeat-buyers', repeatBuyers: 34, needed: NEEDS.repeatBuyers },
  { ok: false, reason: 'degenerate' },
  { ok: false, reason: 'fits-badly', check: check({ predicted: 1400 }) },
]

describe('a model that holds', () => {
  test('says what was foretold, what happened and how well it ranks', () => {
    expect(modelStatement(holding(), 'zh-CN')).toEqual({
      sentence: '用 90 天前的数据预测这 90 天：预计 512 次购买，实际 498 次；排序准确度 0.77。',
      meaning: [
        '总数只多估了 3%，可以放心用。同一天的几单算一次购买。',
        '随便挑一位后来又买的和一位没再买的客户，100 次里有 77 次能把又买的排在前面；瞎猜是 50 次。',
      ],
      instead: null,
      needed: null,
    })
    expect(modelStatement(holding(), 'en').sentence).toBe(
      'From what was known 90 days ago: 512 purchases foretold for these 90 days, 498 made; ranking 0.77.',
    )
  })

  test.each([
    [498, '总数几乎一样'],
    [460, '总数只少估了 8%，可以放心用'],
    [600, '总数多估了 20%，看个大概没问题'],
    [300, '总数少估了 40%，别太当真'],
  ])('%d against 498: %s', (predicted, said) => {
    expect(modelStatement(holding({ predicted }), 'zh-CN').meaning[0]).toContain(said)
  })

  test('says what the most promising tenth brought', () => {
    const deciles = [{ buyers: 120, predicted: 260, actual: 249 }]
    expect(modelStatement(holding({ deciles }), 'zh-CN').meaning[2]).toBe('最看好的那十分之一买家，买了其中的 50%。')
  })

  test('a ranking that cannot be had is said, not made up', () => {
    const { sentence, meaning } = modelStatement(holding({ ranking: null }), 'zh-CN')
    expect(sentence).not.toContain('排序')
    expect(meaning[1]).toContain('算不出来')
  })

  test('of a simulated shop', () => {
    const found = fitModel(simulate(3, LIKE_CDNOW, 2000, 500), TODAY)
    if (!found.ok) throw new Error(found.reason)
    expect(modelStatement(found, 'zh-CN').sentence).toContain(`实际 ${found.check.actual.toLocaleString('zh-CN')} 次`)
  })
})

describe('a refusal', () => {
  test.each([
    ['all-one-time', '3,120 位买家都只买过一次', '第二次来买'],
    ['too-short', '90 天前只有 42 天的订单', '至少要有 90 天的订单'],
    ['too-few-repeat-buyers', '90 天前只有 34 位回头客', '至少要有 100 位买过两次以上'],
    ['degenerate', '买法太像', '有快有慢、有人走'],
    ['fits-badly', '预计 1,400 次购买，实际 498 次；排序准确度 0.77，多估得太多', '大促'],
  ])('%s says what is wrong and what it would take', (reason, wrong, needed) => {
    const found = REFUSALS.find((refused) => !refused.ok && refused.reason === reason) as Fit
    const statement = modelStatement(found, 'zh-CN')
    expect(statement.sentence).toContain(wrong)
    expect(statement.needed).toContain(needed)
    expect(statement.instead).toContain('自己的购买节奏')
  })

  test('for a ranking no better than a coin names the ranking', () => {
    const refused: Fit = { ok: false, reason: 'fits-badly', check: check({ ranking: 0.51 }) }
    expect(modelStatement(refused, 'zh-CN').sentence).toContain('排序和瞎猜差不多')
    expect(modelStatement(refused, 'en').sentence).toContain('no better at ranking than a coin')
  })

  test('of a shop of one-time buyers', () => {
    const once = Array.from({ length: 40 }, (_, i) => ({ days: [TODAY - i], nets: [100] }))
    expect(modelStatement(fitModel(once, TODAY), 'zh-CN').sentence).toContain('40 位买家都只买过一次')
  })
})

test('every statement is whole in both languages, whatever the numbers', () => {
  const any = fc.oneof(
    fc.constantFrom(...REFUSALS),
    fc
      .record({
        predicted: fc.double({ min: 0, max: 1e7, noNaN: true }),
        actual: fc.nat({ max: 1e7 }),
        ranking: fc.option(fc.double({ min: 0, max: 1, noNaN: true })),
      })
      .map(holding),
  )
  fc.assert(
    fc.property(any, fc.constantFrom('zh-CN', 'en'), (found, locale) => {
      const { sentence, meaning, instead, needed } = modelStatement(found, locale)
      for (const text of [sentence, ...meaning, instead ?? sentence, needed ?? sentence]) {
        expect(text).not.toMatch(/NaN|Infinity|undefined|null|\[object/)
        expect(text).toMatch(locale === 'zh-CN' ? /。$/ : /\.$/)
      }
      expect(instead === null).toBe(found.ok)
    }),
  )
})
