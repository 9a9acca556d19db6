import { LEAST_SHARE, LEAST_SIZED, MOST_SHARE, type Outside, type Size } from '../../overview/criteria.ts'
import { TIERS } from '../../tiers.ts'
import { inPercent } from '../amounts.ts'
import { CLASS_NAMES, STAGE_NAMES } from '../figures.ts'
import type { Locale } from '../shape.ts'
import { en, type Texts, zh } from './shape.ts'

const MAX_NAMED = 3

const outsideName: Record<Locale, (group: Outside) => string> = {
  'zh-CN': ({ way, group }) =>
    way === 'tier'
      ? `${group} 级`
      : way === 'class'
        ? `${CLASS_NAMES['zh-CN'][group]}客户`
        : STAGE_NAMES['zh-CN'][group],
  en: ({ way, group }) =>
    way === 'tier' ? `tier ${group}` : way === 'class' ? `“${CLASS_NAMES.en[group]}”` : `“${STAGE_NAMES.en[group]}”`,
}

export const size: Texts<Size> = {
  'zh-CN': (c) => {
    const said = (group: Outside) => `${outsideName['zh-CN'](group)}占 ${inPercent(group.share)}`
    const tiers = c.outside.filter(({ way }) => way === 'tier')
    const others = c.outside.filter(({ way }) => way !== 'tier')
    const also =
      others.length > 0
        ? `另外，${others.slice(0, MAX_NAMED).map(said).join('，')}${others.length > MAX_NAMED ? ' 等' : ''}。`
        : ''
    return {
      title: '大小合适吗',
      sentence:
        c.verdict === 'not-yet'
          ? `买家有 ${zh(c.buyers)} 位，满 ${LEAST_SIZED} 位再看比例才有意义。`
          : tiers.length === 0
            ? `三个等级都在 ${inPercent(LEAST_SHARE)} 到 ${inPercent(MOST_SHARE)} 之间。${also}`
            : `${tiers.map(said).join('，')}，${tiers.some(({ share }) => share > MOST_SHARE) ? '太大就照顾不过来' : '太小就不值得单独对待'}。${also}`,
      numbers: TIERS.map((tier) => ({
        label: `${tier} 级 ${zh(c.tiers[tier])} 位`,
        value: inPercent(c.buyers > 0 ? c.tiers[tier] / c.buyers : 0),
      })),
      todo: c.verdict === 'look' ? sizeTodoZh(tiers) : null,
    }
  },
  en: (c) => {
    const said = (group: Outside) => `${outsideName.en(group)} holds ${inPercent(group.share)}`
    const tiers = c.outside.filter(({ way }) => way === 'tier')
    const others = c.outside.filter(({ way }) => way !== 'tier')
    const also =
      others.length > 0
        ? ` Also, ${others.slice(0, MAX_NAMED).map(said).join(', ')}${others.length > MAX_NAMED ? ', and more' : ''}.`
        : ''
    const named = tiers.map(said).join(', ')
    return {
      title: 'Is each of the right size?',
      sentence:
        c.verdict === 'not-yet'
          ? `With ${en(c.buyers)} buyers shares say little; it takes ${LEAST_SIZED}.`
          : tiers.length === 0
            ? `Each tier holds between ${inPercent(LEAST_SHARE)} and ${inPercent(MOST_SHARE)} of the buyers.${also}`
            : `${named.charAt(0).toUpperCase()}${named.slice(1)} of the buyers: ${tiers.some(({ share }) => share > MOST_SHARE) ? 'too many to look after' : 'too few to treat apart'}.${also}`,
      numbers: TIERS.map((tier) => ({
        label: `Tier ${tier}: ${en(c.tiers[tier])}`,
        value: inPercent(c.buyers > 0 ? c.tiers[tier] / c.buyers : 0),
      })),
      todo: c.verdict === 'look' ? sizeTodoEn(tiers) : null,
    }
  },
}

const has = (tiers: readonly Outside[], tier: string, test: (share: number) => boolean): boolean =>
  tiers.some(({ group, share }) => group === tier && test(share))
const large = (share: number) => share > MOST_SHARE
const small = (share: number) => share < LEAST_SHARE

function sizeTodoZh(tiers: readonly Outside[]): string {
  if (has(tiers, 'A', large)) return '在分级设置里把 A 的占比调低，A 级会少一些。'
  if (has(tiers, 'C', large)) return '长尾大很常见，不用急；想少一些，把 B 的占比调高，或把统计天数改长。'
  if (has(tiers, 'B', large)) return '在分级设置里把 A 的占比调高，或把 B 的占比调低。'
  if (has(tiers, 'A', small)) return '少数几位买得特别多，A 级可以逐个照顾；想多一些，把 A 的占比调高。'
  return '在分级设置里把 A、B 的占比拉开一些。'
}

function sizeTodoEn(tiers: readonly Outside[]): string {
  if (has(tiers, 'A', large)) return 'Lower the share of A in the tier settings to have fewer of them.'
  if (has(tiers, 'C', large))
    return 'A long tail is common and no cause for alarm; a higher share of B or a longer window shortens it.'
  if (has(tiers, 'B', large)) return 'Raise the share of A, or lower that of B, in the tier settings.'
  if (has(tiers, 'A', small))
    return 'A few buy very much: look after each by name, or raise the share of A to have more.'
  return 'Set the shares of A and B further apart in the tier settings.'
}
