import type { Spread } from '../../../../worker/domain/learning/tally.ts'
import { t } from '../../../i18n/index.ts'

const MINUTE = 60_000
const HOUR = 60 * MINUTE

/** A length of business time, rounded up: "within" stays true. */
export function upTo(ms: number): string {
  if (ms <= 59 * MINUTE) return t('learning.groups.minutes', { n: Math.max(1, Math.ceil(ms / MINUTE)) })
  return t('learning.groups.hours', { n: Math.ceil(ms / HOUR) })
}

/** Half within 2 hours, nine in ten within 9 hours. */
export const tookWords = ({ median, p90, of }: Spread): string =>
  of === 1
    ? t('learning.groups.withinOne', { most: upTo(p90) })
    : t('learning.groups.within', { half: upTo(median), most: upTo(p90) })
