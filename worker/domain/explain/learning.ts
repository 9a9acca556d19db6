/** The weakest link in words, and what a fix brought. */
import type { Dimension } from '../learning/case.ts'
import type { Effect } from '../learning/effect.ts'
import type { Cause } from '../rows.ts'
import type { Why } from '../why.ts'
import { inPercent } from './amounts.ts'
import type { Formatters, Locale } from './shape.ts'

type Found = {
  dimension: Dimension
  value: string
  cause: Cause | null
  cases: number
  of: number
  /** `cases` of `of`. */
  share: number
  /** What chance would give it, cases. */
  expected: number
  /** Times as many, at the least. */
  times: number
  cost: number
  /** Length of the period. */
  days: number
  /** Id of the latest case. */
  example: string | null
}
type Nothing = { cases: number; days: number }
export type LearningWhys = {
  'learning.cause': Found
  'learning.product': Found
  'learning.within': Found
  'learning.agent': Found
  'learning.early': Nothing
  'learning.even': Nothing
}

/** What things are called in the reader's language. */
export interface LearningNames {
  cause(cause: Cause): string
  value(dimension: Dimension, value: string): string
}

export interface Said {
  headline: string
  /** With the numbers that decided. */
  evidence: string
}

type Texts = {
  [C in keyof LearningWhys]: (p: LearningWhys[C], f: Formatters, names: LearningNames) => Said
}

/** One decimal, none where it is a whole number. */
const decimal = (n: number): string => String(Math.round(n * 10) / 10)
/** Rounded down: "at least" stays true. */
const atLeast = (n: number): string => String(Math.floor(n * 10) / 10)

const title = (p: Found, names: LearningNames) => names.value(p.dimension, p.value)
const causeOf = ({ cause }: Found, names: LearningNames) => (cause === null ? '' : names.cause(cause))
const costZh = (p: Found, f: Formatters) => (p.cost > 0 ? `，花了 ${f.money(p.cost)}` : '')
const costEn = (p: Found, f: Formatters) => (p.cost > 0 ? `, ${f.money(p.cost)} spent` : '')
const casesEn = (n: number) => (n === 1 ? '1 case' : `${n} cases`)

const zh: Texts = {
  'learning.cause': (p, f, names) => ({
    headline: `最薄弱的一环：${title(p, names)}`,
    evidence: `近 ${f.days(p.days)}查明原因的 ${p.of} 件里有 ${p.cases} 件是它（${inPercent(p.share)}）${costZh(p, f)}。保守估计，也有平均一种原因的 ${atLeast(p.times)} 倍。`,
  }),
  'learning.product': (p, f, names) => ({
    headline: `最薄弱的一环：「${title(p, names)}」`,
    evidence: `近 ${f.days(p.days)}说得出商品的 ${p.of} 件里有 ${p.cases} 件是它（${inPercent(p.share)}）${costZh(p, f)}。按买过它的人数，该有 ${decimal(p.expected)} 件左右。`,
  }),
  'learning.within': (p, f, names) => ({
    headline: `最薄弱的一环：${p.dimension === 'product' ? `「${title(p, names)}」` : title(p, names)}的“${causeOf(p, names)}”`,
    evidence: `近 ${f.days(p.days)}它的 ${p.of} 件纠纷里有 ${p.cases} 件是这个原因（${inPercent(p.share)}）${costZh(p, f)}。照全店的比例，该有 ${decimal(p.expected)} 件左右。`,
  }),
  'learning.agent': (p, f, names) => ({
    headline: `最薄弱的一环：${title(p, names)}处理的纠纷`,
    evidence: `近 ${f.days(p.days)}的 ${p.of} 件里有 ${p.cases} 件买家不满意、又找了回来（${inPercent(p.share)}）${costZh(p, f)}。照全店的比例，该有 ${decimal(p.expected)} 件左右。`,
  }),
  'learning.early': (p, f) => ({
    headline: '还早，说不准',
    evidence: `近 ${f.days(p.days)}只有 ${p.cases} 件纠纷，看不出是碰巧还是真有问题。`,
  }),
  'learning.even': (p, f) => ({
    headline: '还说不准哪一环最薄弱',
    evidence: `近 ${f.days(p.days)}的 ${p.cases} 件纠纷比较分散，哪一处都没有多到不像碰巧。`,
  }),
}

const en: Texts = {
  'learning.cause': (p, f, names) => ({
    headline: `The weakest link: ${title(p, names).toLowerCase()}`,
    evidence: `${p.cases} of ${casesEn(p.of)} with a known cause in the last ${f.days(p.days)} (${inPercent(p.share)})${costEn(p, f)}. Cautiously judged, still ${atLeast(p.times)} times the average cause.`,
  }),
  'learning.product': (p, f, names) => ({
    headline: `The weakest link: “${title(p, names)}”`,
    evidence: `${p.cases} of ${casesEn(p.of)} that name a product in the last ${f.days(p.days)} (${inPercent(p.share)})${costEn(p, f)}. By how many bought it, about ${decimal(p.expected)} would be expected.`,
  }),
  'learning.within': (p, f, names) => ({
    headline: `The weakest link: ${causeOf(p, names).toLowerCase()} with ${p.dimension === 'product' ? `“${title(p, names)}”` : title(p, names)}`,
    evidence: `${p.cases} of its ${casesEn(p.of)} in the last ${f.days(p.days)} (${inPercent(p.share)})${costEn(p, f)}. By the shop as a whole, about ${decimal(p.expected)} would be expected.`,
  }),
  'learning.agent': (p, f, names) => ({
    headline: `The weakest link: cases handled by ${title(p, names)}`,
    evidence: `In ${p.cases} of ${casesEn(p.of)} in the last ${f.days(p.days)} the buyer was unhappy and came back (${inPercent(p.share)})${costEn(p, f)}. By the shop as a whole, about ${decimal(p.expected)} would be expected.`,
  }),
  'learning.early': (p, f) => ({
    headline: 'Too early to say',
    evidence: `Only ${casesEn(p.cases)} in the last ${f.days(p.days)}: nobody can tell chance from trouble yet.`,
  }),
  'learning.even': (p, f) => ({
    headline: 'Too early to name a weakest link',
    evidence: `The ${casesEn(p.cases)} of the last ${f.days(p.days)} are spread out; nothing is so common that chance could not have done it.`,
  }),
}

const TEXTS: Record<Locale, Texts> = { 'zh-CN': zh, en }

/** The weakest link, or why none is named, as `weakestLink` found it. */
export function weakestText({ code, params }: Why, locale: Locale, f: Formatters, names: LearningNames): Said {
  // The maker's params have the shape of their code.
  const text = TEXTS[locale][code as keyof LearningWhys] as (p: Why['params'], f: Formatters, n: LearningNames) => Said
  return text(params, f, names)
}

const changeZh = (low: string, high: string, word: string) =>
  low === high ? `${word} ${low}` : `${word} ${low}–${high}`

/** A fix: what the rates were and are, and what may be made of it. */
export function effectText({ before, after, ratio, verdict }: Effect, locale: Locale): Said {
  const chinese = locale === 'zh-CN'
  const per30 = chinese
    ? `每 30 天 ${decimal(before.per30)} 件 → ${decimal(after.per30)} 件`
    : `${decimal(before.per30)} → ${decimal(after.per30)} cases per 30 days`
  const per100 =
    before.per100 === null || after.per100 === null
      ? ''
      : chinese
        ? `；每 100 单 ${decimal(before.per100)} 件 → ${decimal(after.per100)} 件`
        : `; ${decimal(before.per100)} → ${decimal(after.per100)} per 100 orders`
  const rates = per30 + per100
  switch (verdict) {
    case 'unknown':
      return chinese
        ? { headline: '之前的纠纷不在手边，没法比', evidence: `改进后每 30 天 ${decimal(after.per30)} 件。` }
        : {
            headline: 'The cases before it are not at hand',
            evidence: `${decimal(after.per30)} cases per 30 days since.`,
          }
    case 'soon':
      return chinese
        ? { headline: '刚改不久，满一周再看', evidence: `改进前每 30 天 ${decimal(before.per30)} 件。` }
        : {
            headline: 'Too soon: look again after a week',
            evidence: `${decimal(before.per30)} cases per 30 days before.`,
          }
    case 'unclear':
      return chinese
        ? { headline: '还说不准有没有变化', evidence: `${rates}。件数还少，可能只是碰巧。` }
        : { headline: 'Too early to say whether it changed', evidence: `${rates}. So few may be chance.` }
    case 'better': {
      const least = inPercent(1 - (ratio?.high ?? 1))
      const most = inPercent(1 - (ratio?.low ?? 0))
      return chinese
        ? { headline: '有效：少了', evidence: `${rates}。${changeZh(least, most, '少了')}（95% 的把握）。` }
        : { headline: 'It helped: fewer cases', evidence: `${rates}. ${least} to ${most} fewer (95% sure).` }
    }
    case 'worse': {
      const least = decimal(Math.max(1, ratio?.low ?? 1))
      return chinese
        ? { headline: '没见好：反而多了', evidence: `${rates}。至少是原来的 ${least} 倍（95% 的把握）。` }
        : { headline: 'Not better: more cases', evidence: `${rates}. At least ${least} times as many (95% sure).` }
    }
  }
}
