/** What the parts of a case are called. */
import type { LearningNames } from '../../../../worker/domain/explain/learning.ts'
import type { Dimension } from '../../../../worker/domain/learning/case.ts'
import type { Cause } from '../../../../worker/domain/rows.ts'
import { t } from '../../../i18n/index.ts'
import { useTable } from '../../../store/hooks.ts'
import { useMe } from '../../../store/me.ts'
import { carrierName } from './carriers.ts'
import './texts.ts'

export interface Names extends LearningNames {
  /** Also of what is not known. */
  any(dimension: Dimension, value: string | null): string
}

export function useNames(): Names {
  const members = useTable('members')
  const me = useMe().id
  const cause = (value: Cause) => t(`disputes.cause.${value}`)
  const value: Names['value'] = (dimension, of) => {
    switch (dimension) {
      case 'cause':
        return cause(of as Cause)
      case 'product':
        return of
      case 'carrier':
        return carrierName(of)
      case 'agent':
        if (of === me && members.length > 1) return t('disputes.who.you')
        return members.find(({ id }) => id === of)?.name ?? t('learning.gone')
    }
  }
  return {
    cause,
    value,
    any: (dimension, of) => (of === null ? t(`learning.unknown.${dimension}`) : value(dimension, of)),
  }
}
