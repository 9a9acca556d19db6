import { gzipSync } from 'node:zlib'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { featuresOf } from '../../../worker/domain/cause-suggestion/features.ts'
import { fold } from '../../../worker/domain/cause-suggestion/fold.ts'
import { CLASSES, encode, NONE } from '../../../worker/domain/cause-suggestion/score.ts'
import { TABLE } from '../../../worker/domain/cause-suggestion/table.ts'
import {
  type LearntCase,
  LIKELY,
  learn,
  learnCase,
  nothingLearnt,
  suggestCause,
} from '../../../worker/domain/cause-suggestion.ts'
import { ALL_CAUSES, CAUSE_FAMILIES, familyOf } from '../../../worker/domain/causes.ts'
import type { Cause } from '../../../worker/domain/rows.ts'
import { byKeyword } from './complaints/keyword-baseline.ts'
import { HELD_BACK, LABELLED, type Labelled, TRAINING } from './complaints/labelled.ts'
import { train } from './complaints/train.ts'

type Label = Labelled['label']
const suggested = (words: string): Label => suggestCause(words)?.cause ?? 'none'
const keyword = (words: string): Label => byKeyword(words) ?? 'none'
/** Every cue of the lexicon as a plain keyword: the cause with most of them. */
function mostCues(words: string): Label {
  const found = featuresOf(words).map(({ key }) => (key.startsWith('=') ? '' : (/^(.+)\.\d+$/.exec(key)?.[1] ?? '')))
  const count = (cause: string) => found.filter((each) => each === cause).length
  const best = ALL_CAUSES.toSorted((a, b) => count(b) - count(a))[0]!
  return count(best) > 0 ? best : 'none'
}
const familyOrNone = (label: Label) => (label === 'none' ? label : familyOf(label))

const share = (of: readonly Labelled[], right: (each: Labelled) => boolean) => of.filter(right).length / of.length
const accuracy = (of: readonly Labelled[], guess: (words: string) => Label) =>
  share(of, ({ words, label }) => guess(words) === label)
const percent = (value: number) => `${(value * 100).toFixed(1)} %`

describe('the labelled set', () => {
  test('is large, balanced and written once', () => {
    expect(new Set(LABELLED.map(({ words }) => words)).size).toBe(LABELLED.length)
    expect(LABELLED.length).toBeGreaterThanOrEqual(330)
    for (const label of CLASSES) {
      const size = LABELLED.filter((each) => each.label === label).length
      expect(size, label).toBeGreaterThanOrEqual(20)
      expect(size, label).toBeLessThanOrEqual(60)
    }
  })
  test('keeps a third back, some of every cause', () => {
    expect(HELD_BACK.length / LABELLED.length).toBeCloseTo(1 / 3, 1)
    expect(new Set(HELD_BACK.map(({ label }) => label)).size).toBe(CLASSES.length)
  })
  test('the stored weights are those its training part gives', () => {
    expect(TABLE).toBe(encode(train(TRAINING)))
  })
  test('the weights are small enough for a phone', () => {
    expect(gzipSync(TABLE, { level: 9 }).length).toBeLessThan(12_000)
  })
})

describe('how often it is right, on sentences it was not made from', () => {
  test('beats plain keywords', () => {
    const rows = [
      ['suggestion', suggested],
      ['plain keywords', keyword],
      ['all its cues as plain keywords', mostCues],
    ] as const
    for (const [name, guess] of rows) {
      const families = CAUSE_FAMILIES.map((family) => {
        const own = HELD_BACK.filter(({ label }) => label !== 'none' && familyOf(label) === family)
        return `${family} ${percent(accuracy(own, guess))}`
      })
      console.info(
        `${name}: held back ${percent(accuracy(HELD_BACK, guess))} of ${HELD_BACK.length} (${families.join(', ')}), ` +
          `training ${percent(accuracy(TRAINING, guess))} of ${TRAINING.length}`,
      )
    }
    const own = accuracy(HELD_BACK, suggested)
    expect(own).toBeGreaterThanOrEqual(0.85)
    expect(own).toBeGreaterThanOrEqual(accuracy(HELD_BACK, keyword) + 0.5)
    expect(own).toBeGreaterThan(accuracy(HELD_BACK, mostCues) + 0.02)
  })
  test('names the right family still more often', () => {
    const right = share(HELD_BACK, ({ words, label }) => familyOrNone(suggested(words)) === familyOrNone(label))
    expect(right).toBeGreaterThanOrEqual(0.88)
  })
  test('when it says “looks like”, it is; when it says “may be”, it is more often than not', () => {
    const said = HELD_BACK.flatMap(({ words, label }) => {
      const suggestion = suggestCause(words)
      return suggestion ? [{ sure: suggestion.confidence >= LIKELY, right: suggestion.cause === label }] : []
    })
    const rightOf = (sure: boolean) => {
      const these = said.filter((each) => each.sure === sure)
      return these.filter(({ right }) => right).length / these.length
    }
    console.info(`looks like: right ${percent(rightOf(true))}, may be: right ${percent(rightOf(false))}`)
    expect(rightOf(true)).toBeGreaterThanOrEqual(0.95)
    expect(rightOf(false)).toBeGreaterThan(0.5)
    expect(said.filter(({ sure }) => sure).length / said.length).toBeGreaterThan(0.5)
  })
  test('takes praise and small talk for a complaint at most one time in ten', () => {
    const calm = HELD_BACK.filter(({ label }) => label === 'none')
    const wrong = share(calm, ({ words }) => suggestCause(words) !== null)
    console.info(
      `praise and small talk taken for a complaint: ${percent(wrong)}, by keywords ${percent(share(calm, ({ words }) => keyword(words) !== 'none'))}`,
    )
    expect(wrong).toBeLessThanOrEqual(0.1)
  })
})

describe('what it says', () => {
  test('names what else hurts: the wrong number, and nobody said so', () => {
    const words = '货和我要的数量不一样。我要3个医药盒三个，可只发给我了一个。也没提前通知我。'
    expect(suggestCause(words)).toMatchObject({
      family: 'fulfilment',
      cause: 'wrong-quantity',
      matched: expect.arrayContaining(['数量不一样']),
      learnt: 0,
      also: [{ family: 'service', cause: 'attitude', matched: ['没提前通知我'] }],
    })
  })
  test('a small flaw denied rudely is an attitude complaint first', () => {
    expect(suggestCause('杯口有点瑕疵，问一句客服就怼我')).toMatchObject({
      cause: 'attitude',
      matched: ['怼'],
      also: [{ cause: 'minor-flaw' }],
    })
  })
  test('three things at once are three causes', () => {
    const { cause, also } = suggestCause('快递慢，包装也破了，客服还不理人')!
    expect(new Set([cause, ...also.map((each) => each.cause)])).toEqual(new Set(['attitude', 'late', 'transit-damage']))
  })
  test.each<[string, Cause, string]>([
    ['客服态度很差', 'attitude', '态度'],
    ['客服态度很好，就是杯子有划痕', 'minor-flaw', '划痕'],
    ['发错颜色了', 'wrong-item', '发错'],
    ['买三个少发一个', 'wrong-quantity', '少发'],
    ['显示签收了我没收到', 'lost', '签收'],
    ['都一个星期了还没发货', 'late', '还没发'],
    ['打开箱子杯子碎了', 'transit-damage', '碎了'],
    ['穿两次就开线了', 'defect', '开线'],
    ['拍下才说没货', 'oversold', '没货'],
    ['页面说好送杯垫，结果没有', 'over-promise', '说好'],
    ['鞋子太小了', 'need-misread', '太小'],
    ['一直跟我推销别的', 'pushy-selling', '推'],
    ['客服一问三不知', 'product-ignorance', '一问三不知'],
    ['洗完就变形', 'misuse', '洗完'],
    ['是展示品，没告诉我', 'concealed-condition', '没告诉'],
    ['慢', 'late', '慢'],
    ['坏了', 'defect', '坏了'],
    ['少了', 'wrong-quantity', '少了'],
    ['Your agent was RUDE about a scratched mug', 'attitude', 'RUDE'],
    ['It never arrived', 'lost', 'never arrived'],
    ['You sent the wrong size', 'wrong-item', 'wrong size'],
    ['The cup does not work', 'defect', 'does not work'],
    ['This is not as described', 'over-promise', 'not as described'],
    ['They kept pushing me to buy more', 'pushy-selling', 'kept pushing'],
    ['The box was crushed', 'transit-damage', 'crushed'],
  ])('%s → %s', (words, cause, seen) => {
    const suggestion = suggestCause(words)
    expect(suggestion).toMatchObject({ cause, family: familyOf(cause) })
    expect(suggestion!.matched.join(' ')).toContain(seen)
  })
  test.each([
    '物流很快',
    '一点都不慢',
    '没有少发，也没发错',
    '没有破损',
    '一点瑕疵都没有',
    '会不会掉色？',
    '玻璃的，别压坏了',
    '担心路上会碎',
    '客服态度很好',
    '你好，在吗',
    'Thanks, great service',
    'Collateral question about my plate',
    '',
  ])('nothing to suggest: %s', (words) => {
    expect(suggestCause(words)).toBeNull()
  })
  test('a no that belongs to the complaint is not taken for praise', () => {
    expect(suggested('没用几天就坏了')).toBe('defect')
    expect(suggested('是不是别人退回来的二手货')).toBe('concealed-condition')
    expect(suggested('不小心掉水里了')).toBe('misuse')
  })
  test('reads traditional characters, slips and dialect, and shows them as they were written', () => {
    expect(suggestCause('客服態度很差')).toMatchObject({ cause: 'attitude', matched: ['態度'] })
    expect(suggestCause('颜色发措了')).toMatchObject({ cause: 'wrong-item', matched: ['发措'] })
    expect(suggestCause('買咗三個得返兩個，少發咗一個')).toMatchObject({ cause: 'wrong-quantity' })
  })
})

const recorded = (words: string, confirmedCause: Cause | null, step: LearntCase['step'] = 'closed'): LearntCase => ({
  words,
  confirmedCause,
  step,
})
const times = (n: number, each: LearntCase) => Array.from({ length: n }, () => each)

describe('learning from the shop’s own cases', () => {
  test('a few confirmations overturn the rule, one does not', () => {
    const words = '杯子坏了'
    const taughtBy = (n: number) => suggestCause(words, learn(times(n, recorded(words, 'transit-damage'))))
    expect(taughtBy(0)).toMatchObject({ cause: 'defect', learnt: 0 })
    expect(taughtBy(1)).toMatchObject({ cause: 'defect' })
    expect(taughtBy(3)).toMatchObject({ cause: 'transit-damage', learnt: 3, matched: [words] })
    expect(taughtBy(3)!.confidence).toBeLessThan(taughtBy(6)!.confidence)
  })
  test('even a sure suggestion gives way to three, not to one', () => {
    const words = '客服态度很差'
    const taughtBy = (n: number) => suggestCause(words, learn(times(n, recorded(words, 'late'))))?.cause
    expect([taughtBy(1), taughtBy(3)]).toEqual(['attitude', 'late'])
  })
  test('learns words the rule knows nothing of, within other sentences too', () => {
    const words = '泡出来是浑的'
    expect(suggestCause(words)).toBeNull()
    const learnt = learn(times(3, recorded(words, 'defect')))
    expect(suggestCause('你好，这茶泡出来是浑的', learnt)).toMatchObject({ cause: 'defect', learnt: 3 })
    expect(suggestCause('物流很快', learnt)).toBeNull()
  })
  test('what all cases share speaks for none', () => {
    const cases = Array.from({ length: 60 }, (_, i) =>
      recorded(`订单${i}，${i % 2 ? '杯子碎了' : '还没发货'}，麻烦处理一下`, i % 2 ? 'transit-damage' : 'late'),
    )
    expect(suggestCause('麻烦处理一下', learn(cases))).toBeNull()
    expect(suggestCause('订单7，麻烦处理一下', learn(cases))).toBeNull()
  })
  test('cases that disagree with each other decide nothing', () => {
    const words = '杯子坏了'
    const split = [...times(3, recorded(words, 'transit-damage')), ...times(3, recorded(words, 'misuse'))]
    expect(suggestCause(words, learn(split))).toMatchObject({ cause: 'defect' })
  })
  test('a case not yet recorded teaches nothing', () => {
    const open = times(5, recorded('杯子坏了', 'misuse', 'analyse'))
    expect(learn([...open, recorded('杯子坏了', null)])).toEqual(nothingLearnt())
  })
  test('counting in one by one, in any order, and out again, gives the same counts', () => {
    const aCase = fc.record({
      words: fc.constantFrom(...LABELLED.map(({ words }) => words)),
      confirmedCause: fc.option(fc.constantFrom(...ALL_CAUSES)),
      step: fc.constantFrom<LearntCase['step'][]>('record', 'follow-up', 'closed'),
    })
    fc.assert(
      fc.property(fc.array(aCase, { maxLength: 8 }), aCase, (cases, one) => {
        const learnt = learn(cases)
        expect(learn(cases.toReversed())).toEqual(learnt)
        const before = suggestCause(one.words, learnt)
        expect(suggestCause(one.words, learn(cases.toReversed()))).toEqual(before)
        learnCase(learnt, one)
        expect(learnt).toEqual(learn([one, ...cases]))
        learnCase(learnt, one, -1)
        expect(learnt).toEqual(learn(cases))
      }),
      { numRuns: 40 },
    )
  })
})

describe('whatever is written', () => {
  const learnt = learn(TRAINING.flatMap(({ words, label }) => (label === 'none' ? [] : [recorded(words, label)])))
  const pieces = fc.array(
    fc.oneof(
      fc.constantFrom(...LABELLED.map(({ words }) => words)),
      fc.constantFrom('但是', '没', '不', '？', '，', '😡', '𠮷', '\ud83d', '3', ' ', '\n', '很好', '会不会'),
      fc.string({ unit: 'binary', maxLength: 12 }),
    ),
    { maxLength: 6 },
  )
  const texts = pieces.map((each) => each.join(''))

  test('it answers, the same each time, in the buyer’s own words, with at most two more causes', () => {
    fc.assert(
      fc.property(texts, fc.boolean(), (words, taught) => {
        const known = taught ? learnt : nothingLearnt()
        const suggestion = suggestCause(words, known)
        expect(suggestCause(words, known)).toEqual(suggestion)
        if (!suggestion) return
        const { also, confidence } = suggestion
        expect(confidence).toBeGreaterThan(0)
        expect(confidence).toBeLessThanOrEqual(1 + 1e-12)
        expect(also.length).toBeLessThanOrEqual(2)
        const causes = [suggestion, ...also]
        expect(new Set(causes.map(({ cause }) => cause)).size).toBe(causes.length)
        for (const { matched, cause, family } of causes) {
          expect(family).toBe(familyOf(cause))
          expect(matched.length).toBeGreaterThan(0)
          for (const word of matched) {
            expect(word).not.toBe('')
            expect(words).toContain(word)
          }
        }
      }),
      { numRuns: 400 },
    )
  })
  test('folding keeps every place', () => {
    fc.assert(fc.property(texts, (words) => fold(words).length === words.length || words.length > 1_200))
  })
  test('a text of any length is answered', () => {
    for (const words of ['要'.repeat(50_000), '买1个来1个'.repeat(10_000), '我要3个，可是只发了1个'.repeat(5_000)])
      expect(() => suggestCause(words, learnt)).not.toThrow()
  })
  test('the classes are the causes and one for none', () => {
    expect(CLASSES[NONE]).toBe('none')
    expect(CLASSES.length).toBe(ALL_CAUSES.length + 1)
  })
})
