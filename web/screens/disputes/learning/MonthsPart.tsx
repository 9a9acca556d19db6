import { leadingCauses, type Month } from '../../../../worker/domain/learning/months.ts'
import { sum } from '../../../../worker/domain/learning/tally.ts'
import type { Cause } from '../../../../worker/domain/rows.ts'
import { ChartTable } from '../../../components/charts/ChartTable.tsx'
import { MonthBars } from '../../../components/charts/MonthBars.tsx'
import { Section } from '../../../components/Screen.tsx'
import { count, month as monthName } from '../../../i18n/format.ts'
import { t } from '../../../i18n/index.ts'
import { useShop } from '../../../store/shop.ts'

/** Told apart in a bar; the rest goes together. */
const LEADING = 4

/** Complaints a month, parted by cause. */
export function MonthsPart({ months }: { months: readonly Month[] }) {
  const { timezone } = useShop()
  const { causes, others } = leadingCauses(months, LEADING)
  const nameOf = (cause: Cause | 'none') =>
    cause === 'none' ? t('learning.unknown.cause') : t(`disputes.cause.${cause}`)
  const valuesOf = ({ causes: by, cases }: Month) => {
    const leading = causes.map((cause) => by[cause] ?? 0)
    return others ? [...leading, cases - sum(leading)] : leading
  }
  const series = [...causes.map(nameOf), ...(others ? [t('learning.months.others')] : [])]
  const all = sum(months.map(({ cases }) => cases))
  return (
    <Section title={t('learning.months.title')}>
      <div class="chart-panel">
        <MonthBars
          label={t('learning.months.said', { months: months.length, cases: count(all) })}
          axis={t('learning.months.axis')}
          series={series}
          columns={months.map((each) => ({
            key: each.month,
            name: monthName(each.start, timezone),
            values: valuesOf(each),
          }))}
        />
        <ChartTable
          label={t('learning.numbers')}
          tables={[
            {
              caption: t('learning.table.months'),
              columns: [t('learning.table.month'), t('learning.table.all'), ...series],
              rows: months.map((each) => ({
                key: each.month,
                cells: [each.month, count(each.cases), ...valuesOf(each).map(count)],
              })),
            },
          ]}
        />
      </div>
    </Section>
  )
}
