import type { RunSummary, Tier } from '../../../../worker/domain/rows.ts'
import { TIERS } from '../../../../worker/domain/tiers.ts'
import { TierMark } from '../../../components/TierMark.tsx'
import { count, money } from '../../../i18n/format.ts'
import { t } from '../../../i18n/index.ts'

interface Column {
  title: string
  summary: RunSummary
}

interface Props {
  caption: string
  /** Two moments side by side; the second may be missing. */
  first: Column
  other: Column | null
  currency: string
}

/** Buyers and money per tier, then and at another time. */
export function TierTable({ caption, first, other, currency }: Props) {
  const columns = other ? [first, other] : [first]
  const cells = (tier: Tier | null) =>
    columns.map(({ title, summary }) => {
      const { buyers, value } = tier ? summary.tiers[tier] : summary
      return (
        <td key={title}>
          <span class="tier-buyers">{t('reviewing.people', { n: count(buyers) })}</span>
          <span class="tier-value">{money(value, currency)}</span>
        </td>
      )
    })
  return (
    <table class="tier-table">
      <caption class="sr">{caption}</caption>
      <thead>
        <tr>
          <th scope="col">
            <span class="sr">{t('tierHistory.runs.tier')}</span>
          </th>
          {columns.map(({ title }) => (
            <th key={title} scope="col">
              {title}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {TIERS.map((tier) => (
          <tr key={tier}>
            <th scope="row">
              <TierMark tier={tier} />
            </th>
            {cells(tier)}
          </tr>
        ))}
        <tr class="tier-total">
          <th scope="row">{t('tierHistory.runs.total')}</th>
          {cells(null)}
        </tr>
      </tbody>
    </table>
  )
}
