import { currencyExponent } from '../../../worker/domain/money.ts'
import { money } from '../../i18n/format.ts'

/** An estimate in whole units of the currency: its small change would claim an exactness it has not. */
export function roughMoney(minor: number, currency: string): string {
  const unit = 10 ** currencyExponent(currency)
  return money(Math.round(minor / unit) * unit, currency)
}
