import { inPercent } from '../../../worker/domain/explain/amounts.ts'
import { PARETO_STEPS, type Pareto } from '../../../worker/domain/overview/pareto.ts'
import { TIERS } from '../../../worker/domain/tiers.ts'
import { ChartTable } from '../../components/charts/ChartTable.tsx'
import { Curve } from '../../components/charts/Curve.tsx'
import { TierMark } from '../../components/TierMark.tsx'
import { count, money } from '../../i18n/format.ts'
import { t } from '../../i18n/index.ts'
import { roughMoney } from '../win-back/rough-money.ts'
import type { Overview } from './use-overview.ts'
import { tierName, type What, whatText } from './words.ts'

interface Props {
  pareto: Pareto
  differing: Overview['differing']
  what: What
  /** Share of what was sold whose cost is known; null where costs do not matter. */
  costKnown: number | null
  days: number
  currency: string
}

const FIFTH = 0.2
/** The table has every fifth point of the curve. */
const EVERY = 5
/** Under so many buyers a fifth of them is told as people. */
const FEW = 20

export function ParetoPart({ pareto, differing, what, costKnown, days, currency }: Props) {
  const words = whatText(what)
  const { tiers, best, topFifth, bounds, positive, points } = pareto
  const few = pareto.buyers < FEW
  const headline =
    positive === 0
      ? t('overview.pareto.headlineNone', { days, what: words })
      : few
        ? t('overview.pareto.headlineFew', { n: count(best.buyers), share: inPercent(best.share), what: words })
        : t('overview.pareto.headline', { share: inPercent(topFifth), what: words })
  const value = tiers.A.value + tiers.B.value + tiers.C.value
  const only = TIERS.find((tier) => tiers[tier].buyers === pareto.buyers)
  const mark = few ? best.buyers / pareto.buyers : FIFTH
  const held = few ? best.share : topFifth
  const unpinned = differing.all - differing.pinned
  const regions = [
    { tier: 'A' as const, from: 0, to: bounds.A.at },
    { tier: 'B' as const, from: bounds.A.at, to: bounds.B.at },
    { tier: 'C' as const, from: bounds.B.at, to: 1 },
  ].filter(({ from, to }) => to > from)
  return (
    <section class="section pareto">
      <h2 class="headline">{headline}</h2>
      <p class="quiet">
        {positive === 0
          ? t('overview.pareto.noneText')
          : t('overview.pareto.basis', {
              buyers: count(pareto.buyers),
              days,
              value: roughMoney(value, currency),
              what: words,
            })}
      </p>
      {costKnown !== null && costKnown < 0.995 && (
        <p class="small quiet">{t('overview.pareto.cost', { share: inPercent(costKnown) })}</p>
      )}
      {positive > 0 && (
        <div class="chart-panel pareto-panel">
          <Curve
            points={points}
            regions={regions}
            mark={mark < 1 ? { x: mark, y: held, text: inPercent(held), foot: inPercent(mark) } : null}
            x={t('overview.pareto.axis')}
            y={t('overview.pareto.curve', { what: words })}
            label={t('overview.pareto.said', {
              a: inPercent(bounds.A.at),
              b: inPercent(bounds.B.at),
              held: inPercent(bounds.A.held),
              what: words,
            })}
          />
          <dl class="tier-shares">
            {TIERS.map((tier) => (
              <div key={tier}>
                <dt>
                  <TierMark tier={tier} size={24} />
                </dt>
                <dd class="tier-share">{inPercent(tiers[tier].ofValue)}</dd>
                <dd class="tier-of">
                  {t('overview.pareto.ofWhat', { what: words })}
                  <span class="block">{t('overview.pareto.ofBuyers', { share: inPercent(tiers[tier].ofBuyers) })}</span>
                </dd>
              </div>
            ))}
          </dl>
        </div>
      )}
      <p class="said">
        {only && positive > 0
          ? t('overview.pareto.oneTier', { tier: only })
          : positive > 0 &&
            t('overview.pareto.tail', {
              buyers: inPercent(tiers.C.ofBuyers),
              value: inPercent(tiers.C.ofValue),
              what: words,
            })}
      </p>
      {differing.all > 0 && (
        <p class="small">
          <a href="/customers/review">{t('overview.pareto.differs', { n: count(differing.all) })}</a>
          <span class="quiet">
            {' · '}
            {[
              differing.pinned > 0 && t('overview.pareto.pinned', { n: count(differing.pinned) }),
              unpinned > 0 && t('overview.pareto.waiting', { n: count(unpinned) }),
            ]
              .filter(Boolean)
              .join(t('overview.pareto.and'))}
          </span>
        </p>
      )}
      <ChartTable
        label={t('overview.numbers')}
        tables={[
          {
            caption: t('overview.pareto.title'),
            columns: [
              t('overview.column.tier'),
              t('overview.column.buyers'),
              t('overview.column.ofBuyers'),
              words,
              t('overview.column.ofValue'),
            ],
            rows: [
              ...TIERS.map((tier) => ({
                key: tier,
                cells: [
                  tierName(tier),
                  count(tiers[tier].buyers),
                  inPercent(tiers[tier].ofBuyers),
                  money(tiers[tier].value, currency),
                  inPercent(tiers[tier].ofValue),
                ],
              })),
              {
                key: 'all',
                cells: [t('overview.column.all'), count(pareto.buyers), '100%', money(value, currency), '100%'],
              },
            ],
          },
          ...(positive > 0
            ? [
                {
                  caption: t('overview.pareto.table'),
                  columns: [t('overview.pareto.best'), t('overview.pareto.held')],
                  rows: points.flatMap((share, i) =>
                    i > 0 && i % EVERY === 0
                      ? [{ key: String(i), cells: [inPercent(i / PARETO_STEPS), inPercent(share)] }]
                      : [],
                  ),
                },
              ]
            : []),
        ]}
      />
    </section>
  )
}
