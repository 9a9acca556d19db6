import type { DisputeRow } from '../../../worker/domain/rows.ts'
import { money } from '../../i18n/format.ts'
import { t } from '../../i18n/index.ts'
import { useShop } from '../../store/shop.ts'

/** What the case cost before, where it did: the limit is for all of it. */
export function Spent({ dispute: { spent } }: { dispute: DisputeRow }) {
  const { currency, settings } = useShop()
  if (spent === 0) return null
  const limit = money(settings.disputes.approvalLimit, currency)
  return <p class="small quiet">{t('disputes.resolve.spent', { spent: money(spent, currency), limit })}</p>
}
