/** What the shop's expectation model is worth, or why there is none, in words a shopkeeper uses. */
import type { Check } from '../expectation/holdout.ts'
import { type Fit, HOLDOUT_DAYS, RANKING, type Refusal } from '../expectation/model.ts'
import { WEEK_DAYS } from '../expectation/summary.ts'
import { counted, inPercent } from './amounts.ts'
import type { Locale } from './shape.ts'

export interface ModelStatement {
  /** What was found, in one sentence with its numbers. */
  sentence: string
  /** What that means, a sentence each. */
  meaning: string[]
  /** Without a model: what is used instead, and what it would take to have one. */
  instead: string | null
  needed: string | null
}

/** Closer than this is called close; further off than that is still in use, with a word of care. */
const CLOSE = 0.1
const FAR = 0.25

const ranked = (ranking: number | null): string | null => (ranking === null ? null : ranking.toFixed(2))

/** How far the total was off, as a fraction of what happened; null when nothing happened. */
export const offBy = ({ predicted, actual }: Pick<Check, 'predicted' | 'actual'>): number | null =>
  actual > 0 ? (predicted - actual) / actual : null

const zh = {
  checked: (check: Check): string => {
    const rank = ranked(check.ranking)
    return `用 ${check.days} 天前的数据预测这 ${check.days} 天：预计 ${counted(check.predicted, 'zh-CN')} 次购买，实际 ${counted(check.actual, 'zh-CN')} 次${rank === null ? '' : `；排序准确度 ${rank}`}`
  },
  close: (check: Check): string => {
    const off = offBy(check)
    if (off === null) return '这段时间没有人来买，预测多少都对不上。'
    const percent = `${Math.round(Math.abs(off) * 100)}%`
    const way = off > 0 ? '多估' : '少估'
    if (Math.abs(off) < 0.005) return '总数几乎一样。同一天的几单算一次购买。'
    if (Math.abs(off) < CLOSE) return `总数只${way}了 ${percent}，可以放心用。同一天的几单算一次购买。`
    if (Math.abs(off) < FAR) return `总数${way}了 ${percent}，看个大概没问题。同一天的几单算一次购买。`
    return `总数${way}了 ${percent}，别太当真，主要看谁在前、谁在后。同一天的几单算一次购买。`
  },
  ranking: (ranking: number | null): string =>
    ranking === null
      ? '这段时间来过的和没来过的没法比较，排序准确度算不出来。'
      : `随便挑一位后来又买的和一位没再买的客户，100 次里有 ${Math.round(ranking * 100)} 次能把又买的排在前面；瞎猜是 50 次。`,
  best: (share: number): string => `最看好的那十分之一买家，买了其中的 ${inPercent(share)}。`,
  instead: '先按每位客户自己的购买节奏判断该不该来了、是不是快走了；次数太少的，用店里一般的节奏。',
}

const en = {
  checked: (check: Check): string => {
    const rank = ranked(check.ranking)
    return `From what was known ${check.days} days ago: ${counted(check.predicted, 'en')} purchases foretold for these ${check.days} days, ${counted(check.actual, 'en')} made${rank === null ? '' : `; ranking ${rank}`}`
  },
  close: (check: Check): string => {
    const off = offBy(check)
    if (off === null) return 'Nobody bought in that time, so no forecast could have been near.'
    const percent = `${Math.round(Math.abs(off) * 100)}%`
    const way = off > 0 ? 'over' : 'under'
    const day = 'Orders of one day count as one purchase.'
    if (Math.abs(off) < 0.005) return `The total was all but the same. ${day}`
    if (Math.abs(off) < CLOSE) return `The total was only ${percent} ${way}: good to rely on. ${day}`
    if (Math.abs(off) < FAR) return `The total was ${percent} ${way}: good for a rough idea. ${day}`
    return `The total was ${percent} ${way}: go by who comes before whom rather than by the numbers. ${day}`
  },
  ranking: (ranking: number | null): string =>
    ranking === null
      ? 'There is nobody to compare: everyone came back, or nobody did.'
      : `Of one customer who bought again and one who did not, it put the right one first ${Math.round(ranking * 100)} times in 100; guessing would be 50.`,
  best: (share: number): string =>
    `The most promising tenth of the buyers made ${inPercent(share)} of those purchases.`,
  instead:
    'Until then each customer’s own rhythm says when they are due and when they slip away; the shop’s usual rhythm where they have too few orders.',
}

const TEXTS = { 'zh-CN': zh, en }

type Refused = Record<Locale, (refusal: Refusal) => { sentence: string; needed: string }>

const days = (weeks: number): number => Math.max(0, Math.round(weeks * WEEK_DAYS))

const REFUSED: Refused = {
  'zh-CN': (refusal) => {
    switch (refusal.reason) {
      case 'all-one-time':
        return {
          sentence: `还不能预测：${counted(refusal.buyers, 'zh-CN')} 位买家都只买过一次，分不出谁走了、谁只是买得慢。`,
          needed: '有客户第二次来买，就能开始算；回头客越多越准。',
        }
      case 'too-short':
        return {
          sentence: `还不能预测：要拿最近 ${HOLDOUT_DAYS} 天来核对，而 ${HOLDOUT_DAYS} 天前只有 ${days(refusal.weeks)} 天的订单。`,
          needed: `${HOLDOUT_DAYS} 天前至少要有 ${days(refusal.needed)} 天的订单，合起来大约半年。把更早的订单导进来，马上就够。`,
        }
      case 'too-few-repeat-buyers':
        return {
          sentence: `还不能预测：${HOLDOUT_DAYS} 天前只有 ${counted(refusal.repeatBuyers, 'zh-CN')} 位回头客，太少了，算出来也是碰运气。`,
          needed: `${HOLDOUT_DAYS} 天前至少要有 ${counted(refusal.needed, 'zh-CN')} 位买过两次以上的客户。店里会慢慢攒够，导入更早的订单更快。`,
        }
      case 'degenerate':
        return {
          sentence: '还不能预测：店里客户的买法太像，或者还看不出有人离开，算不出每个人的区别。',
          needed: '订单的时间跨度再长一些，有快有慢、有人走，就能算了。每次计算都会再试。',
        }
      case 'fits-badly':
        return {
          sentence: `这次的预测不能用：${zh.checked(refusal.check)}，${whatFailed(refusal.check, 'zh-CN')}。`,
          needed: '如果这段时间有大促、断货或停业，过去之后会好起来。每次计算都会再试、再核对。',
        }
    }
  },
  en: (refusal) => {
    switch (refusal.reason) {
      case 'all-one-time':
        return {
          sentence: `No forecast yet: all ${counted(refusal.buyers, 'en')} buyers bought once, so nothing tells who has left from who is slow.`,
          needed: 'It starts once customers come back a second time, and gets better with every one who does.',
        }
      case 'too-short':
        return {
          sentence: `No forecast yet: the last ${HOLDOUT_DAYS} days are kept to check it, and before them there are only ${days(refusal.weeks)} days of orders.`,
          needed: `It takes ${days(refusal.needed)} days of orders before the last ${HOLDOUT_DAYS}, about half a year in all. Importing older orders is enough.`,
        }
      case 'too-few-repeat-buyers':
        return {
          sentence: `No forecast yet: ${HOLDOUT_DAYS} days ago ${counted(refusal.repeatBuyers, 'en')} customers had come back, too few to be more than luck.`,
          needed: `It takes ${counted(refusal.needed, 'en')} customers who had bought twice by ${HOLDOUT_DAYS} days ago. Time brings them; importing older orders brings them sooner.`,
        }
      case 'degenerate':
        return {
          sentence:
            'No forecast yet: customers here buy so much alike, or so few are seen to leave, that they cannot be told apart.',
          needed: 'A longer time with fast and slow buyers, and some who leave, is enough. Every run tries again.',
        }
      case 'fits-badly':
        return {
          sentence: `The forecast is not used: ${lower(en.checked(refusal.check))} — ${whatFailed(refusal.check, 'en')}.`,
          needed:
            'If a big sale, empty shelves or a closed shop fell in that time, it mends by itself. Every run tries and checks again.',
        }
    }
  },
}

/** A ranking hardly better than a coin is what failed, else the total. */
function whatFailed({ ranking, predicted, actual }: Check, locale: Locale): string {
  if (ranking !== null && ranking < RANKING)
    return locale === 'zh-CN' ? '排序和瞎猜差不多' : 'no better at ranking than a coin'
  if (locale === 'zh-CN') return predicted > actual ? '多估得太多' : '少估得太多'
  return predicted > actual ? 'far too many' : 'far too few'
}

const lower = (text: string): string => text.charAt(0).toLowerCase() + text.slice(1)

/** Share of what happened that the most promising tenth brought about; null when nothing did. */
function ofTheBest({ deciles, actual }: Check): number | null {
  const best = deciles[0]
  return best && actual > 0 ? Math.min(1, best.actual / actual) : null
}

/** What to say of a model, or of the lack of one. */
export function modelStatement(fit: Fit, locale: Locale): ModelStatement {
  const texts = TEXTS[locale]
  if (fit.ok) {
    const best = ofTheBest(fit.check)
    return {
      sentence: `${texts.checked(fit.check)}${locale === 'zh-CN' ? '。' : '.'}`,
      meaning: [texts.close(fit.check), texts.ranking(fit.check.ranking), ...(best === null ? [] : [texts.best(best)])],
      instead: null,
      needed: null,
    }
  }
  return { ...REFUSED[locale](fit), meaning: [], instead: texts.instead }
}
