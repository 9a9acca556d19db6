/** Who decided a move and how, in words. */
import type { MoveRow } from '../../../worker/domain/rows.ts'
import { t } from '../../i18n/index.ts'
import { currentStore } from '../../store/current.ts'

/** A member's name; reading it while drawing follows the members. */
export const memberName = (id: string): string =>
  currentStore().view.get('members', id)?.name ?? t('customers.decided.somebody')

/** `自动生效` · `阿青同意的` · `等你确认` … */
export function decidedText({ status, decidedBy }: Pick<MoveRow, 'status' | 'decidedBy'>): string {
  if (status === 'proposed') return t('customers.decided.waiting')
  if (decidedBy === null) return t(status === 'applied' ? 'customers.review.byItself' : 'customers.decided.overtaken')
  return t(`customers.decided.${status}By`, { who: memberName(decidedBy) })
}
