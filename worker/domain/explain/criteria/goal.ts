import { type Goal, LEAST_COMPARED } from '../../overview/criteria.ts'
import { TIERS } from '../../tiers.ts'
import { inPercent } from '../amounts.ts'
import { en, type Texts, zh } from './shape.ts'

const rateOf = ({ buyers, back }: { buyers: number; back: number }) => inPercent(buyers > 0 ? back / buyers : 0)
const restOf = ({ before: { B, C } }: Goal) => ({ buyers: B.buyers + C.buyers, back: B.back + C.back })
const few = (c: Goal): boolean => Math.min(c.before.A.buyers, restOf(c).buyers) < LEAST_COMPARED

function sentenceZh(c: Goal): string {
  if (c.days === 0) return '下次计算后才知道：要看之前的 A 级后来有没有再来。'
  if (few(c)) return `${c.days} 天前的 A 级和其他客户都要有 ${LEAST_COMPARED} 位以上，才好比较谁回来得多。`
  const compared = `${c.days} 天前的 A 级，这段时间有 ${rateOf(c.before.A)} 又来买了，其他客户是 ${rateOf(restOf(c))}`
  if (c.verdict === 'good') return `${compared}：照顾好 A 级是对的。`
  return c.verdict === 'look' ? `${compared}，没有差多少。` : `${compared}；人还不多，也可能是碰巧。`
}

function sentenceEn(c: Goal): string {
  if (c.days === 0) return 'The next run tells: it takes what the A of some time ago have done since.'
  if (few(c)) return `It takes ${LEAST_COMPARED} A of ${c.days} days ago, and as many others, to compare who came back.`
  const compared = `Of the A of ${c.days} days ago ${rateOf(c.before.A)} have bought since, of the others ${rateOf(restOf(c))}`
  if (c.verdict === 'good') return `${compared}: looking after A pays.`
  return c.verdict === 'look' ? `${compared}: hardly a difference.` : `${compared}; with so few it may be chance.`
}

export const goal: Texts<Goal> = {
  'zh-CN': (c) => ({
    title: '分级和生意有关吗',
    sentence: sentenceZh(c),
    numbers: [
      ...(c.days > 0
        ? TIERS.map((tier) => ({
            label: `原 ${tier} 级又来了`,
            value: `${zh(c.before[tier].back)}/${zh(c.before[tier].buyers)}`,
          }))
        : []),
      ...(c.before.A.buyers > 0 ? [{ label: '原 A 级还在 A', value: inPercent(c.stayedA / c.before.A.buyers) }] : []),
      { label: 'A 级占买家', value: inPercent(c.ofBuyers) },
      { label: 'A 级占金额', value: inPercent(c.ofValue) },
    ],
    todo: c.verdict === 'look' ? '看看 A 级里是不是有很多一次买得多、不再来的人。把统计的天数改短一些再比。' : null,
  }),
  en: (c) => ({
    title: 'Do the tiers matter to the business?',
    sentence: sentenceEn(c),
    numbers: [
      ...(c.days > 0
        ? TIERS.map((tier) => ({
            label: `Were ${tier}, came back`,
            value: `${en(c.before[tier].back)}/${en(c.before[tier].buyers)}`,
          }))
        : []),
      ...(c.before.A.buyers > 0
        ? [{ label: 'Were A, still are', value: inPercent(c.stayedA / c.before.A.buyers) }]
        : []),
      { label: 'A of all buyers', value: inPercent(c.ofBuyers) },
      { label: 'A of all value', value: inPercent(c.ofValue) },
    ],
    todo:
      c.verdict === 'look'
        ? 'See whether many A bought much once and never again. Try a shorter window for the tiers.'
        : null,
  }),
}
