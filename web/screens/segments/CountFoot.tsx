import type { ComponentChildren } from 'preact'
import { count } from '../../i18n/format.ts'
import { t } from '../../i18n/index.ts'
import { likeText, shareText } from './tally-text.ts'
import type { Counted } from './use-tally.ts'

interface Props {
  counted: Counted
  /** No condition yet: there is nothing to count. */
  blank: boolean
  /** What can be done with it. */
  children: ComponentChildren
}

/** Under the builder: how many, what part of all, and a few of them by name. */
export function CountFoot({ counted: { tally, counting }, blank, children }: Props) {
  return (
    <div class="count-foot">
      <div class={counting ? 'count-said counting' : 'count-said'} role="status">
        {blank || !tally ? (
          <p class="quiet">{t(blank ? 'segments.build.few' : 'segments.tally.counting')}</p>
        ) : (
          <>
            <p class="count-line">
              <span class="count-n">{t('segments.people', { n: count(tally.count) })}</span>
              <span class="small quiet">{shareText(tally)}</span>
            </p>
            <p class="small quiet clip">{tally.count === 0 ? t('segments.tally.nobody') : likeText(tally)}</p>
          </>
        )}
      </div>
      {children}
    </div>
  )
}
