import './coming-texts.ts'
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
    <Section title={t('coming.title')}>
      <div class="panel coming">
        {expected ? (
          <>
            <p class="coming-head">{outdated ? t('coming.cameBack') : backText(expected.backBy, zone, now)}</p>
            <p>
              {t('coming.expected', {
                days: expected.days,
                orders: fewOrders(expected.orders),
                money: roughMoney(expected.value, shop.currency),
              })}
            </p>
            {slips && expected.backBy !== null && <p>{t('coming.stillAChance')}</p>}
            <p class="small quiet">
              {t('coming.how')}{' '}
              <a class="inline-link" href="/customers/tiers">
                {t('coming.howGood')}
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
                  {t('coming.whatIsMissing')}
                </a>
              </p>
            )}
          </>
        )}
        {outdated && <p class="small quiet">{t('coming.outdated', { day: day(asOf, zone) })}</p>}
      </div>
    </Section>
  )
}

function backText(backBy: number | null, zone: string, now: number): string {
  if (backBy === null) return t('coming.notInAYear')
  return t(backBy < now ? 'coming.passed' : 'coming.backBy', { day: day(backBy, zone) })
}

/** A fraction of an order to one digit; less than that is not told apart from none. */
function fewOrders(orders: number): string {
  if (orders < 0.05) return t('coming.hardlyAny')
  return t('coming.orders', { n: Math.round(orders * 10) / 10 })
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
            ? t('coming.cameBack')
            : t(expectedAt < now ? 'coming.dueThen' : 'coming.dueBy', {
                when: ago(expectedAt, { zone, now }),
              })}
        </p>
      )}
      {days !== null && <p>{t(ownRhythm === 1 ? 'coming.ownRhythm' : 'coming.shopRhythm', { days })}</p>}
    </>
  )
}
