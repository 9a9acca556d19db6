import '../../styles/components/charts.css'
import { useId } from 'preact/hooks'
import { count } from '../../i18n/format.ts'

interface Props {
  /** What was foretold and what happened, from left to right. */
  tallies: readonly { predicted: number; actual: number }[]
  predicted: string
  actual: string
  /** At the two ends. */
  first: string
  last: string
  /** What is seen, in a sentence. */
  label: string
}

const HEIGHT = 140

const STEPS = [1, 1.5, 2, 2.5, 3, 4, 5, 6, 8, 10]

/** The next round number, with an even half. */
function roundUp(value: number): number {
  const digit = 10 ** Math.floor(Math.log10(Math.max(10, value)))
  return digit * (STEPS.find((step) => step * digit >= value) ?? 10)
}

/** Pairs of columns: foretold outlined and hatched, what happened plain. */
export function Deciles({ tallies, predicted, actual, first, last, label }: Props) {
  const id = useId()
  const top = roundUp(Math.max(...tallies.flatMap((tally) => [tally.predicted, tally.actual])))
  const step = 100 / tallies.length
  const column = (value: number) => {
    const height = (Math.max(0, value) / top) * HEIGHT
    return { y: HEIGHT - height, height }
  }
  return (
    <figure class="deciles">
      <figcaption class="keys">
        <span>
          <svg width="14" height="14" aria-hidden="true">
            <defs>
              <pattern id={`${id}p`} width="5" height="5" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">
                <rect class="ink-predicted" width="5" height="5" />
                <rect class="line-predicted" width="1.5" height="5" />
              </pattern>
            </defs>
            <rect class="predicted" x="1" y="1" width="12" height="12" fill={`url(#${id}p)`} />
          </svg>
          {predicted}
        </span>
        <span>
          <svg width="14" height="14" aria-hidden="true">
            <rect class="actual" width="14" height="14" />
          </svg>
          {actual}
        </span>
      </figcaption>
      <svg class="deciles-plot" height={HEIGHT} role="img" aria-label={label}>
        {[0, top / 2, top].map((tick) => (
          <g key={tick}>
            <line class={tick === 0 ? 'axis' : 'grid'} x1="0" x2="100%" y1={column(tick).y} y2={column(tick).y} />
            <text class="tick" x="-8" y={column(tick).y + 4} text-anchor="end">
              {count(tick)}
            </text>
          </g>
        ))}
        {tallies.map((tally, i) => (
          <g key={i}>
            <rect
              class="predicted"
              x={`${i * step + step * 0.12}%`}
              width={`${step * 0.36}%`}
              {...column(tally.predicted)}
              fill={`url(#${id}p)`}
            />
            <rect class="actual" x={`${i * step + step * 0.52}%`} width={`${step * 0.36}%`} {...column(tally.actual)} />
            <text class="tick" x={`${(i + 0.5) * step}%`} y={HEIGHT + 16} text-anchor="middle">
              {i + 1}
            </text>
          </g>
        ))}
      </svg>
      <p class="axis-name deciles-x">
        <span>{first}</span>
        <span>{last}</span>
      </p>
    </figure>
  )
}
