import { type Describable, LEAST_COMPARED } from '../../overview/criteria.ts'
import type { Separating, Trait } from '../../overview/facts.ts'
import { inPercent } from '../amounts.ts'
import type { Locale } from '../shape.ts'
import { en, type Names, type Texts, zh } from './shape.ts'

/** What a trait says of those who have it, after "of A, 62 %". Numbers are whole: under 31 days is 30 at most. */
const SAID: Record<Locale, (trait: Trait, names: Names) => string> = {
  'zh-CN': ({ fact, is, value }, names) => {
    const n = Number(value)
    switch (fact) {
      case 'source':
        return `来自${names.source(value)}`
      case 'region':
        return `在${value}`
      case 'product':
        return `买过「${names.product(value)}」`
      case 'discount':
        if (is === 'from') return n === 1 ? '拿过优惠' : `平均优惠 ${n}% 以上`
        return n === 1 ? '按原价买' : `平均优惠不到 ${n}%`
      case 'orders':
        if (is === 'from') return `至少下过 ${n} 单`
        return n === 2 ? '只下过 1 单' : `下单不到 ${n} 次`
      case 'rhythm':
        return is === 'from' ? `一般隔 ${n - 1} 天以上才来` : `一般 ${n - 1} 天内就会再来`
      case 'since':
        return is === 'from' ? `${n - 1} 天前就是客户了` : `是近 ${n - 1} 天才来的`
    }
  },
  en: ({ fact, is, value }, names) => {
    const n = Number(value)
    switch (fact) {
      case 'source':
        return `came by ${names.source(value)}`
      case 'region':
        return `live in ${value}`
      case 'product':
        return `bought “${names.product(value)}”`
      case 'discount':
        if (is === 'from') return n === 1 ? 'buy at a discount' : `get ${n}% off or more`
        return n === 1 ? 'pay the full price' : `get less than ${n}% off`
      case 'orders':
        if (is === 'from') return `ordered ${n} times or more`
        return n === 2 ? 'ordered once' : `ordered less than ${n} times`
      case 'rhythm':
        return is === 'from' ? `stay away over ${n - 1} days as a rule` : `come back within ${n - 1} days as a rule`
      case 'since':
        return is === 'from' ? `have been customers for over ${n - 1} days` : `came in the last ${n - 1} days`
    }
  },
}

/** Of all there is to tell, less is not put in figures. */
const TELLING = 0.01

/** So many times as common in A: "only" is said of the others. */
const FAR_MORE = 2

const traitSentence: Record<Locale, (trait: Separating, names: Names) => string> = {
  'zh-CN': (trait, names) =>
    `A 级里 ${inPercent(trait.inside)} ${SAID['zh-CN'](trait, names)}，其他客户${trait.inside >= trait.outside * FAR_MORE ? '只有' : '是'} ${inPercent(trait.outside)}`,
  en: (trait, names) =>
    `${inPercent(trait.inside)} of A ${SAID.en(trait, names)}, ${trait.inside >= trait.outside * FAR_MORE ? 'only ' : ''}${inPercent(trait.outside)} of the rest`,
}

const FACT_NAMES: Record<Locale, Record<Separating['fact'], string>> = {
  'zh-CN': {
    source: '渠道',
    region: '地区',
    product: '买过的商品',
    discount: '优惠幅度',
    orders: '下单次数',
    rhythm: '购买间隔',
    since: '第一次来的时间',
  },
  en: {
    source: 'channel',
    region: 'region',
    product: 'product',
    discount: 'discount',
    orders: 'orders',
    rhythm: 'rhythm',
    since: 'first purchase',
  },
}

export const describable: Texts<Describable> = {
  'zh-CN': (c, names) => ({
    title: '说得清 A 级是什么人吗',
    sentence:
      c.verdict === 'not-yet'
        ? `A 级 ${zh(c.inA)} 位、其他 ${zh(c.rest)} 位，两边都要有 ${LEAST_COMPARED} 位以上才看得出差别。`
        : c.traits.length === 0
          ? '渠道、地区、商品、优惠、次数都看不出 A 级和其他人有什么不同。'
          : `${c.traits.map((trait) => traitSentence['zh-CN'](trait, names)).join('；')}。`,
    numbers: c.traits.map((trait) => ({
      label: `${FACT_NAMES['zh-CN'][trait.fact]}能说明`,
      value: trait.share < TELLING ? '略高于碰巧' : `至少 ${inPercent(trait.share)}`,
    })),
    todo:
      c.verdict !== 'look'
        ? null
        : c.traits.length === 0
          ? '多记一点客户的情况，或导入带商品、地址的订单，差别就看得出来。'
          : '这些是买得多的结果，还找不到能提前认出 A 级的特点。导入带商品、地址的订单再看。',
  }),
  en: (c, names) => ({
    title: 'Can you say who the A are?',
    sentence:
      c.verdict === 'not-yet'
        ? `A: ${en(c.inA)}, the rest: ${en(c.rest)}. It takes ${LEAST_COMPARED} of each to see a difference.`
        : c.traits.length === 0
          ? 'Channel, region, products, discounts, orders: nothing tells A from the rest.'
          : `${c.traits.map((trait) => traitSentence.en(trait, names)).join('; ')}.`,
    numbers: c.traits.map((trait) => ({
      label: `Told by ${FACT_NAMES.en[trait.fact]}`,
      value: trait.share < TELLING ? 'just beyond chance' : `at least ${inPercent(trait.share)}`,
    })),
    todo:
      c.verdict !== 'look'
        ? null
        : c.traits.length === 0
          ? 'Note more about your customers, or import orders that name products and addresses.'
          : 'These come of buying much; nothing yet tells an A beforehand. Import orders that name products and addresses.',
  }),
}
