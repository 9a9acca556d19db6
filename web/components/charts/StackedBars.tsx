import '../../styles/components/charts.css'
import type { ComponentChildren } from 'preact'
import { useId } from 'preact/hooks'
import type { Tier } from '../../../worker/domain/rows.ts'
import { TierPatterns, tierFill } from './TierPatterns.tsx'

export interface Bar {
  key: string
  title: ComponentChildren
  /** At the right of the title. */
  meta: ComponentChildren
  /** Under the title. */
  sub: ComponentChildren
  /** How many in each tier. */
  tiers: Record<Tier, number>
  quiet?: boolean | undefined
}

interface Props {
  label: string
  bars: readonly Bar[]
}

const ORDER = ['A', 'B', 'C'] as const
const HEIGHT = 20
/** A part this wide has room for its letter. */
const LETTER_SPACE = 0.07

/** One bar a row, as long for everybody, parted by tier. The parts are told apart by letter and pattern. */
export function StackedBars({ label, bars }: Props) {
  const id = useId()
  return (
    <>
      <svg class="patterns" width="0" height="0" aria-hidden="true">
        <TierPatterns id={id} />
      </svg>
      <ul class="bars" aria-label={label}>
        {bars.map(({ key, title, meta, sub, tiers, quiet }) => (
          <li key={key} class={quiet ? 'bar-row quiet' : 'bar-row'}>
            <div class="bar-line">
              <span class="bar-title-text">{title}</span>
              <span class="bar-meta">{meta}</span>
            </div>
            <Parts tiers={tiers} id={id} />
            <div class="bar-sub">{sub}</div>
          </li>
        ))}
      </ul>
    </>
  )
}

function Parts({ tiers, id }: { tiers: Bar['tiers']; id: string }) {
  const all = tiers.A + tiers.B + tiers.C
  let from = 0
  return (
    <svg class="bar-parts" width="100%" height={HEIGHT} aria-hidden="true">
      {ORDER.map((tier) => {
        const share = all > 0 ? tiers[tier] / all : 0
        const start = from
        from += share
        if (share === 0) return null
        return (
          <g key={tier}>
            <rect x={`${start * 100}%`} width={`${share * 100}%`} height={HEIGHT} fill={tierFill(id, tier)} />
            {start > 0 && <line class="part-gap" x1={`${start * 100}%`} x2={`${start * 100}%`} y1="0" y2={HEIGHT} />}
            {share >= LETTER_SPACE && (
              <text class={`letter letter-${tier}`} x={`${(start + share / 2) * 100}%`} y="14.5" text-anchor="middle">
                {tier}
              </text>
            )}
          </g>
        )
      })}
    </svg>
  )
}
