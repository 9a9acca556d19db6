import type { Whole } from '../../overview/criteria.ts'
import { en, type Texts, zh } from './shape.ts'

const missing = ({ buyers, placed }: Whole): number => buyers - Math.min(placed.tier, placed.class, placed.stage)

export const whole: Texts<Whole> = {
  'zh-CN': (c) => {
    const without = missing(c)
    return {
      title: '每个人都有、只有一个位置吗',
      sentence:
        c.verdict === 'not-yet'
          ? '还没有算过的买家。'
          : c.verdict === 'good'
            ? `${zh(c.buyers)} 位买家，每人一个等级、一个分类、一个阶段，不重不漏。`
            : `有 ${zh(without + c.tooMany)} 位对不上：${[without > 0 && `${zh(without)} 位买家缺一项`, c.tooMany > 0 && `${zh(c.tooMany)} 位没买过却有等级`].filter(Boolean).join('，')}。`,
      numbers: [
        { label: '买家', value: `${zh(c.buyers)} 位` },
        { label: '等级加起来', value: `${zh(c.placed.tier)} 位` },
        { label: '分类加起来', value: `${zh(c.placed.class)} 位` },
        { label: '阶段加起来', value: `${zh(c.placed.stage)} 位` },
        { label: '还没买过', value: `${zh(c.prospects)} 位` },
        ...(c.pending > 0 ? [{ label: '刚买，等下次计算', value: `${zh(c.pending)} 位` }] : []),
      ],
      todo: c.verdict === 'look' ? '等下次计算，或重新导入一次订单，就会补齐。' : null,
    }
  },
  en: (c) => {
    const without = missing(c)
    return {
      title: 'Is everyone in exactly one place?',
      sentence:
        c.verdict === 'not-yet'
          ? 'No buyer has been placed yet.'
          : c.verdict === 'good'
            ? `Each of ${en(c.buyers)} buyers is in one tier, one class and one stage; nobody twice, nobody left out.`
            : `${en(without + c.tooMany)} do not fit: ${[without > 0 && `${en(without)} buyers miss a place`, c.tooMany > 0 && `${en(c.tooMany)} never bought and have one`].filter(Boolean).join(', ')}.`,
      numbers: [
        { label: 'Buyers', value: en(c.buyers) },
        { label: 'In a tier', value: en(c.placed.tier) },
        { label: 'In a class', value: en(c.placed.class) },
        { label: 'In a stage', value: en(c.placed.stage) },
        { label: 'Never bought', value: en(c.prospects) },
        ...(c.pending > 0 ? [{ label: 'New, placed by the next run', value: en(c.pending) }] : []),
      ],
      todo: c.verdict === 'look' ? 'The next run, or importing the orders once more, puts it right.' : null,
    }
  },
}
