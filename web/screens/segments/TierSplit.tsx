import type { Tier } from '../../../worker/domain/rows.ts'
import { TierMark } from '../../components/TierMark.tsx'
import { count, percent } from '../../i18n/format.ts'
import { t } from '../../i18n/index.ts'

const PARTS = ['A', 'B', 'C', 'none'] as const
type Part = (typeof PARTS)[number]

/** How many of each tier, as a bar and in numbers. */
export function TierSplit({ tiers, total }: { tiers: Record<Tier | 'none', number>; total: number }) {
  const there = PARTS.filter((part) => tiers[part] > 0)
  return (
    <div class="tier-split">
      <div class="tier-bar" aria-hidden="true">
        {there.map((part: Part) => (
          <span key={part} class={`tier-part part-${part}`} style={{ flexGrow: tiers[part] }} />
        ))}
      </div>
      <ul class="tier-legend" aria-label={t('segments.tally.tiers')}>
        {there.map((part: Part) => (
          <li key={part}>
            <TierMark tier={part === 'none' ? null : part} size={18} />
            <span>{count(tiers[part])}</span>
            <span class="quiet">{percent(tiers[part] / total)}</span>
          </li>
        ))}
      </ul>
    </div>
  )
}
