import '../../styles/components/charts.css'
import { useId } from 'preact/hooks'
import type { Tier } from '../../../worker/domain/rows.ts'
import { percent } from '../../i18n/format.ts'
import { TierMark } from '../TierMark.tsx'
import { TierPatterns, tierFill } from './TierPatterns.tsx'

interface Props {
  /** Heights 0–1 at even steps from left to right. */
  points: readonly number[]
  /** What lies under the curve, from left to right, in fractions of the width; together the whole of it. */
  regions: readonly { tier: Tier; from: number; to: number }[]
  /** A point to look at, with what is said beside it and at its foot. */
  mark: { x: number; y: number; text: string; foot: string } | null
  /** Names of the axes. */
  x: string
  y: string
  /** What is seen, in a sentence. */
  label: string
}

const HEIGHT = 208
const MARK = 22
/** As a fraction of the width of a small phone. */
const MARK_SPACE = 0.085
const TICKS = [0, 0.5, 1]

const at = (fraction: number): string => `${(fraction * 100).toFixed(2)}%`
const down = (height: number): number => HEIGHT * (1 - height)

/** Middles of the regions, moved apart where two letters would lie on each other. */
function places(regions: Props['regions']): number[] {
  const middles = regions.map(({ from, to }) => (from + to) / 2)
  for (let i = 0; i < middles.length; i++) {
    const least = i === 0 ? MARK_SPACE / 2 : (middles[i - 1] as number) + MARK_SPACE
    middles[i] = Math.max(middles[i] as number, least)
  }
  for (let i = middles.length - 1; i >= 0; i--) {
    const most = i === middles.length - 1 ? 1 - MARK_SPACE / 2 : (middles[i + 1] as number) - MARK_SPACE
    middles[i] = Math.min(middles[i] as number, most)
  }
  return middles
}

/** A rising curve over regions told apart by letter and pattern; the same height at any width. */
export function Curve({ points, regions, mark, x, y, label }: Props) {
  const id = useId()
  const last = points.length - 1
  const line = points.map((height, i) => `${(i / last).toFixed(4)} ${(1 - height).toFixed(4)}`)
  const middles = places(regions)
  // What is said beside the point must not run over the edge.
  const [aside, anchor] = mark && mark.x > 0.75 ? ([-1, 'end'] as const) : ([1, 'start'] as const)
  return (
    <figure class="curve">
      <figcaption class="axis-name">{y}</figcaption>
      <svg class="curve-plot" height={HEIGHT} role="img" aria-label={label}>
        <TierPatterns id={id} />
        <clipPath id={`${id}under`} clipPathUnits="objectBoundingBox">
          <path d={`M0 1L${line.join('L')}L1 1Z`} />
        </clipPath>
        <g class="curve-regions" clip-path={`url(#${id}under)`}>
          {regions.map(({ tier, from, to }) => (
            <rect key={tier} x={at(from)} width={at(to - from)} y="0" height={HEIGHT} fill={tierFill(id, tier)} />
          ))}
        </g>
        {TICKS.map((tick) => (
          <g key={tick}>
            <line class={tick === 0 ? 'axis' : 'grid'} x1="0" x2="100%" y1={down(tick)} y2={down(tick)} />
            <text class="tick" x="-8" y={down(tick) + 4} text-anchor="end">
              {percent(tick)}
            </text>
          </g>
        ))}
        {regions.slice(1).map(({ tier, from }) => (
          <line key={tier} class="bound" x1={at(from)} x2={at(from)} y1="0" y2={HEIGHT} />
        ))}
        <svg
          aria-hidden="true"
          viewBox="0 0 1 1"
          preserveAspectRatio="none"
          width="100%"
          height={HEIGHT}
          overflow="visible"
        >
          <path class="curve-line" d={`M${line.join('L')}`} vector-effect="non-scaling-stroke" />
        </svg>
        {mark && (
          <>
            <line class="reach" x1={at(mark.x)} x2={at(mark.x)} y1={down(mark.y)} y2={HEIGHT} />
            <svg aria-hidden="true" x={at(mark.x)} y={HEIGHT} overflow="visible">
              <text class="point-foot" x={aside * 5} y="-6" text-anchor={anchor}>
                {mark.foot}
              </text>
            </svg>
            <circle class="point" cx={at(mark.x)} cy={down(mark.y)} r="5" />
            <svg aria-hidden="true" x={at(mark.x)} y={down(mark.y)} overflow="visible">
              <text class="point-text" x={aside * 11} y="17" text-anchor={anchor}>
                {mark.text}
              </text>
            </svg>
          </>
        )}
        {regions.map(({ tier }, i) => (
          <svg key={tier} aria-hidden="true" x={at(middles[i] as number)} y={HEIGHT + 6} overflow="visible">
            <g transform={`translate(${-MARK / 2} 0)`}>
              <TierMark tier={tier} size={MARK} />
            </g>
          </svg>
        ))}
      </svg>
      <p class="axis-name curve-x">{x}</p>
    </figure>
  )
}
