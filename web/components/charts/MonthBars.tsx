import '../../styles/components/charts.css'
import '../../styles/components/month-bars.css'
import { useId } from 'preact/hooks'
import { count } from '../../i18n/format.ts'

interface Props {
  /** What is seen, in a sentence. */
  label: string
  /** Name of what is counted. */
  axis: string
  /** Names of the parts of a bar, from its foot up; at most five. */
  series: readonly string[]
  columns: readonly { key: string; name: string; values: readonly number[] }[]
}

const HEIGHT = 160
const WAYS = 5
/** More names than this along the axis lie on each other on a small phone. */
const NAMES = 7

/** The next even number, or the next of a round step, so that half of it is whole. */
function topOf(most: number): number {
  if (most <= 10) return Math.max(2, most + (most % 2))
  const step = 10 ** Math.floor(Math.log10(most))
  return Math.ceil(most / step) * step
}

/** Columns of whole numbers, parted; the parts are told apart by pattern as well as by colour. */
export function MonthBars({ label, axis, series, columns }: Props) {
  const id = useId()
  const totals = columns.map(({ values }) => values.reduce((sum, n) => sum + n, 0))
  const top = topOf(Math.max(...totals))
  const step = 100 / columns.length
  const every = Math.ceil(columns.length / NAMES)
  const width = Math.min(0.7, 0.16 * columns.length + 0.1) * step
  return (
    <figure class="month-bars">
      <svg class="patterns" width="0" height="0" aria-hidden="true">
        <Patterns id={id} />
      </svg>
      <figcaption class="keys month-keys">
        {series.map((name, i) => (
          <span key={name}>
            <svg width="14" height="14" aria-hidden="true">
              <rect class="part" width="14" height="14" rx="2" fill={fillOf(id, i)} />
            </svg>
            {name}
          </span>
        ))}
      </figcaption>
      <svg class="month-plot" height={HEIGHT} role="img" aria-label={label}>
        <text class="tick" x="-8" y="-10" text-anchor="end">
          {axis}
        </text>
        {[0, top / 2, top].map((tick) => (
          <g key={tick}>
            <line class={tick === 0 ? 'axis' : 'grid'} x1="0" x2="100%" y1={down(tick, top)} y2={down(tick, top)} />
            <text class="tick" x="-8" y={down(tick, top) + 4} text-anchor="end">
              {count(tick)}
            </text>
          </g>
        ))}
        {columns.map(({ key, name, values }, at) => {
          const middle = (at + 0.5) * step
          let below = 0
          return (
            <g key={key}>
              {values.map((n, i) => {
                if (n === 0) return null
                below += n
                return (
                  <rect
                    key={series[i]}
                    class="part"
                    x={`${middle - width / 2}%`}
                    width={`${width}%`}
                    y={down(below, top)}
                    height={(n / top) * HEIGHT}
                    fill={fillOf(id, i)}
                  />
                )
              })}
              {below > 0 && (
                <text class="month-total" x={`${middle}%`} y={down(below, top) - 5} text-anchor="middle">
                  {count(below)}
                </text>
              )}
              {(columns.length - 1 - at) % every === 0 && (
                <text class="tick" x={`${middle}%`} y={HEIGHT + 18} text-anchor="middle">
                  {name}
                </text>
              )}
            </g>
          )
        })}
      </svg>
    </figure>
  )
}

const down = (n: number, top: number): number => HEIGHT * (1 - n / top)
const fillOf = (id: string, i: number): string => `url(#${id}w${Math.min(i, WAYS - 1)})`

/** Plain, hatched, dotted, barred, and open. */
function Patterns({ id }: { id: string }) {
  return (
    <defs>
      <pattern id={`${id}w0`} width="8" height="8" patternUnits="userSpaceOnUse">
        <rect class="way-0" width="8" height="8" />
      </pattern>
      <pattern id={`${id}w1`} width="7" height="7" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">
        <rect class="way-1" width="7" height="7" />
        <rect class="over" width="2" height="7" />
      </pattern>
      <pattern id={`${id}w2`} width="6" height="6" patternUnits="userSpaceOnUse">
        <rect class="way-2" width="6" height="6" />
        <circle class="over" cx="3" cy="3" r="1.3" />
      </pattern>
      <pattern id={`${id}w3`} width="6" height="6" patternUnits="userSpaceOnUse">
        <rect class="way-3" width="6" height="6" />
        <rect class="over" width="6" height="2" />
      </pattern>
      <pattern id={`${id}w4`} width="8" height="8" patternUnits="userSpaceOnUse">
        <rect class="way-4" width="8" height="8" />
      </pattern>
    </defs>
  )
}
