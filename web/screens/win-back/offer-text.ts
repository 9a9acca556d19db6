import type { OfferRow } from '../../../worker/domain/rows.ts'
import { money } from '../../i18n/format.ts'
import { t } from '../../i18n/index.ts'

/** What an offer gives, as short as sellers say it: `8.5 折`, `减 ¥30`, `送手作茶巾`. */
export function offerText({ kind, value, gift }: Pick<OfferRow, 'kind' | 'value' | 'gift'>, currency: string): string {
  if (kind === 'percent') return t('winBack.gives.percent', { n: value })
  if (kind === 'amount') return t('winBack.gives.amount', { money: money(value, currency) })
  return gift ? t('winBack.gives.gift', { gift }) : t('winBack.kind.gift')
}
