import { useState } from 'preact/hooks'
import { inPercent } from '../../../worker/domain/explain/amounts.ts'
import { type Moved, PLACES, type Place, type Way, wayOf } from '../../../worker/domain/overview/migration.ts'
import { Matrix, type Tone } from '../../components/charts/Matrix.tsx'
import { Section } from '../../components/Screen.tsx'
import { TierMark } from '../../components/TierMark.tsx'
import { count } from '../../i18n/format.ts'
import { t } from '../../i18n/index.ts'
import { CellSheet } from './CellSheet.tsx'
import { tierName } from './words.ts'

interface Props {
  moved: Moved
  /** Between the two; null while no run has said. */
  days: number | null
}

const TONES: Record<Way, Tone> = { rose: 'up', fell: 'down', stayed: 'same', new: 'in', gone: 'out' }

export function MigrationPart({ moved, days }: Props) {
  const [open, setOpen] = useState<{ from: Place; to: Place } | null>(null)
  const { cells, ways } = moved
  if (days === null) return null
  const total = (from: Place) => PLACES.reduce((sum, to) => sum + cells[from][to].length, 0)
  const columns = PLACES.filter((to) => to !== 'none' || ways.gone > 0)
  const rowName = (place: Place) => (place === 'none' ? t('overview.migration.none') : tierName(place))
  const columnName = (place: Place) => (place === 'none' ? t('overview.migration.gone') : tierName(place))
  const head = (place: Place, name: string) =>
    place === 'none' ? <span class="small">{name}</span> : <TierMark tier={place} />
  const isNew = ways.new > 0 && ways.rose + ways.fell + ways.stayed + ways.gone === 0
  const isStill = ways.stayed > 0 && ways.rose + ways.fell + ways.new + ways.gone === 0
  return (
    <Section title={t('overview.migration.title')} aside={t('overview.migration.period', { days })}>
      <p class="said">
        {isNew
          ? t('overview.migration.all')
          : isStill
            ? t('overview.migration.still')
            : t('overview.migration.sum', { rose: count(ways.rose), fell: count(ways.fell), fresh: count(ways.new) })}
      </p>
      <div class="chart-panel">
        <Matrix<Place, Place>
          caption={t('overview.migration.caption', { days })}
          rowsName={t('overview.migration.before')}
          columnsName={t('overview.migration.now')}
          rows={PLACES.map((key) => ({ key, name: rowName(key), head: head(key, rowName(key)) }))}
          columns={columns.map((key) => ({ key, name: columnName(key), head: head(key, columnName(key)) }))}
          cell={(from, to) => {
            const n = cells[from][to].length
            const way = wayOf(from, to)
            return {
              n,
              text: count(n),
              sub: inPercent(n / Math.max(1, total(from))),
              tone: TONES[way],
              name: t('overview.migration.cell', {
                from: rowName(from),
                to: columnName(to),
                way: t(`overview.migration.way.${way}`),
              }),
            }
          }}
          onPick={(from, to) => setOpen({ from, to })}
        />
      </div>
      <p class="small quiet after-chart">{t('overview.migration.gap')}</p>
      {open && (
        <CellSheet
          title={`${rowName(open.from)} → ${columnName(open.to)}`}
          customers={cells[open.from][open.to]}
          onClose={() => setOpen(null)}
        />
      )}
    </Section>
  )
}
