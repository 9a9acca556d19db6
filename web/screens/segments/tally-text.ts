import { count, percent } from '../../i18n/format.ts'
import { t } from '../../i18n/index.ts'
import { callName } from '../../store/names.ts'
import type { Tally } from './tally.ts'

/** What part of all customers they are; nothing where there are none. */
export function shareText({ count: n, of }: Tally): string {
  if (of === 0) return ''
  const share = n / of
  return t('segments.tally.share', {
    of: count(of),
    share: share > 0 && share < 0.01 ? t('segments.tally.tiny') : percent(share),
  })
}

/** Two or three of them by name, so that it can be told at a glance whether the right people are found. */
export function likeText({ count: n, best }: Tally): string {
  const names = best.map(callName).join(t('segments.tally.nameGap'))
  if (n === 0) return ''
  if (n === 1) return t('segments.tally.likeOne', { name: names })
  return n === best.length ? t('segments.tally.likeSome', { names }) : t('segments.tally.likeMany', { names })
}
