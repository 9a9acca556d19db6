import type { Stable } from '../../overview/criteria.ts'
import { inPercent } from '../amounts.ts'
import type { Texts } from './shape.ts'

export const stable: Texts<Stable> = {
  'zh-CN': (c) => ({
    title: '稳不稳',
    sentence:
      c.verdict === 'not-yet'
        ? '下次计算后才知道：要和上一次比。'
        : [
            c.changed === null
              ? '这是第一次计算，还没有上一次可比'
              : `和上次计算比，${inPercent(c.changed)} 的买家换了等级`,
            c.weekShift !== null && `统计日期早一周，会有 ${inPercent(c.weekShift)} 不一样`,
          ]
            .filter(Boolean)
            .join('；')
            .concat(c.verdict === 'good' ? '，够稳。' : '，变动偏大。'),
    numbers: [
      { label: '比上次计算', value: c.changed === null ? '—' : inPercent(c.changed) },
      { label: '早一周', value: c.weekShift === null ? '—' : inPercent(c.weekShift) },
    ],
    todo: c.verdict === 'look' ? '如果刚改过设置、导入过很多订单或做过大促，属于正常；否则把统计天数改长一些。' : null,
  }),
  en: (c) => ({
    title: 'Do they hold still?',
    sentence:
      c.verdict === 'not-yet'
        ? 'The next run tells: it takes one to compare with.'
        : [
            c.changed === null
              ? 'This was the first run, with none before to compare'
              : `${inPercent(c.changed)} of the buyers changed tier since the last run`,
            c.weekShift !== null && `${inPercent(c.weekShift)} would be elsewhere with a window ending a week earlier`,
          ]
            .filter(Boolean)
            .join('; ')
            .concat(c.verdict === 'good' ? ': steady enough.' : ': rather much.'),
    numbers: [
      { label: 'Since the last run', value: c.changed === null ? '—' : inPercent(c.changed) },
      { label: 'A week earlier', value: c.weekShift === null ? '—' : inPercent(c.weekShift) },
    ],
    todo:
      c.verdict === 'look'
        ? 'After new settings, a large import or a sale that is to be expected; otherwise try a longer window.'
        : null,
  }),
}
