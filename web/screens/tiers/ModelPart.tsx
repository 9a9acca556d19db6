import type { Fit } from '../../../worker/domain/expectation/model.ts'
import { modelStatement } from '../../../worker/domain/explain/model.ts'
import { ChartTable } from '../../components/charts/ChartTable.tsx'
import { Deciles } from '../../components/charts/Deciles.tsx'
import { Section } from '../../components/Screen.tsx'
import { count } from '../../i18n/format.ts'
import { locale, t } from '../../i18n/index.ts'

/** What the shop's forecast is worth, or why there is none. */
export function ModelPart({ model }: { model: Fit | null }) {
  if (!model) {
    return (
      <Section title={t('overview.model.title')}>
        <p class="quiet">{t('overview.model.none')}</p>
      </Section>
    )
  }
  const { sentence, meaning, instead, needed } = modelStatement(model, locale())
  const check = model.ok || model.reason === 'fits-badly' ? model.check : null
  return (
    <Section title={t('overview.model.title')}>
      <div class="chart-panel stack-s">
        <p class="verdict">{sentence}</p>
        {meaning.map((text) => (
          <p key={text} class="quiet">
            {text}
          </p>
        ))}
        {instead && (
          <dl class="instead">
            <dt>{t('overview.model.instead')}</dt>
            <dd>{instead}</dd>
            <dt>{t('overview.model.needed')}</dt>
            <dd>{needed}</dd>
          </dl>
        )}
        {check && check.deciles.length > 0 && (
          <Deciles
            tallies={check.deciles}
            predicted={t('overview.model.predicted')}
            actual={t('overview.model.actual')}
            first={t('overview.model.first')}
            last={t('overview.model.last')}
            label={t('overview.model.chart', { days: check.days })}
          />
        )}
      </div>
      {check && check.deciles.length > 0 && (
        <ChartTable
          label={t('overview.numbers')}
          tables={[
            {
              caption: t('overview.model.chart', { days: check.days }),
              columns: [
                t('overview.model.decile'),
                t('overview.column.buyers'),
                t('overview.model.predicted'),
                t('overview.model.actual'),
              ],
              rows: check.deciles.map(({ buyers, predicted, actual }, i) => ({
                key: String(i),
                cells: [String(i + 1), count(buyers), count(Math.round(predicted)), count(Math.round(actual))],
              })),
            },
          ]}
        />
      )}
    </Section>
  )
}
