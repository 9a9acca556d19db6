import { modelStatement } from '../../../worker/domain/explain/model.ts'
import type { Figures, ShopRow } from '../../../worker/domain/rows.ts'
import { Section } from '../../components/Screen.tsx'
import { ago, day } from '../../i18n/format.ts'
import { locale, t } from '../../i18n/index.ts'
import { roughMoney } from '../win-back/rough-money.ts'
import type { Coming as Known } from './expecting.ts'

interface Props {
  coming: Known
  figures: Figures
  shop: Pick<ShopRow, 'currency' | 'timezone'>
  now: number
}

/** What may come from them, in sentences, and how it was reckoned. */
export function Coming({ coming, figures, shop, now }: Props) {
  const { expected, model, asOf, outdated } = coming
  const zone = shop.timezone
  const slips = !outdated && (figures.stage === 'declining' || figures.stage === 'lost')
  return (
    <Section title={t('customers.coming.title')}>
      <div class="panel coming">
        {expected ? (
          <>
            <p class="coming-head">
              {outdated ? t('customers.coming.cameBack') : backText(expected.backBy, zone, now)}
            </p>
            <p>
              {t('customers.coming.expected', {
                days: expected.days,
                orders: fewOrders(expected.orders),
                money: roughMoney(expected.value, shop.currency),
              })}
            </p>
            {slips && expected.backBy !== null && <p>{t('customers.coming.stillAChance')}</p>}
            <p class="small quiet">
              {t('customers.coming.how')}{' '}
              <a class="inline-link" href="/customers/tiers">
                {t('customers.coming.howGood')}
              </a>
            </p>
          </>
        ) : (
          <>
            <ByRhythm figures={figures} outdated={outdated} zone={zone} now={now} />
            {model?.ok === false && (
              <p class="small quiet">
                {modelStatement(model, locale()).sentence}{' '}
                <a class="inline-link" href="/customers/tiers">
                  {t('customers.coming.whatIsMissing')}
                </a>
              </p>
            )}
          </>
        )}
        {outdated && <p class="small quiet">{t('customers.coming.outdated', { day: day(asOf, zone) })}</p>}
      </div>
    </Section>
  )
}

function backText(backBy: number | null, zone: string, now: number): string {
  if (backBy === null) return t('customers.coming.notInAYear')
  return t(backBy < now ? 'customers.coming.passed' : 'customers.coming.backBy', { day: day(backBy, zone) })
}

/** A fraction of an order to one digit; less than that is not told apart from none. */
function fewOrders(orders: number): string {
  if (orders < 0.05) return t('customers.coming.hardlyAny')
  return t('customers.coming.orders', { n: Math.round(orders * 10) / 10 })
}

type RhythmProps = { figures: Figures; outdated: boolean; zone: string; now: number }

function ByRhythm({ figures, outdated, zone, now }: RhythmProps) {
  const { rhythmDays, expectedAt, ownRhythm } = figures
  const days = rhythmDays === null ? null : Math.round(rhythmDays)
  return (
    <>
      {expectedAt !== null && (
        <p class="coming-head">
          {outdated
            ? t('customers.coming.cameBack')
            : t(expectedAt < now ? 'customers.coming.dueThen' : 'customers.coming.dueBy', {
                when: ago(expectedAt, { zone, now }),
              })}
        </p>
      )}
      {days !== null && (
        <p>{t(ownRhythm === 1 ? 'customers.coming.ownRhythm' : 'customers.coming.shopRhythm', { days })}</p>
      )}
    </>
  )
}
