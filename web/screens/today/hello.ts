import { zoneOffset } from '../../../worker/domain/time.ts'
import type { Today } from '../../../worker/domain/today.ts'
import { t } from '../../i18n/index.ts'
import { roughMoney } from '../win-back/rough-money.ts'

/** A greeting by the shop's hour. */
export function hello(name: string | undefined, now: number, zone: string): string {
  const hour = new Date(now + zoneOffset(now, zone)).getUTCHours()
  const part = hour < 5 ? 'night' : hour < 11 ? 'morning' : hour < 13 ? 'noon' : hour < 18 ? 'afternoon' : 'evening'
  return name ? t(`today.hello.${part}`, { name }) : t(`today.helloAlone.${part}`)
}

/** The whole day in one sentence. */
export function stateText({ cards, summary }: Today, currency: string): string {
  const { promisesDue: n, atRisk } = summary
  const risk = roughMoney(atRisk, currency)
  if (n > 0) return atRisk > 0 ? t('today.state.both', { n, money: risk }) : t('today.state.promises', { n })
  if (atRisk > 0) return t('today.state.risk', { money: risk })
  return cards.length > 0 ? t('today.state.few', { n: cards.length }) : t('today.state.clear')
}
