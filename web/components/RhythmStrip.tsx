import { ago, month } from '../i18n/format.ts'
import { t } from '../i18n/index.ts'

interface Props {
  /** Orders that count, in any order; net in minor units decides the size of the dot. */
  orders: readonly { at: number; net: number }[]
  /** When their rhythm calls for the next one, epoch ms; null when it cannot be said. */
  expectedAt: number | null
  now: number
  /** The shop's IANA zone. */
  zone: string
}

const DAY = 86_400_000
const LONGEST = 730 * DAY
const SHORTEST = 120 * DAY
const LEFT = 2.5
const WIDTH = 95

/** Text near an edge must not run over it. */
const anchor = (x: number) => (x < 16 ? 'start' : x > 84 ? 'end' : 'middle')

/** A customer's orders on a line of time up to two years long, with today and the expected next order. */
export function RhythmStrip({ orders, expectedAt, now, zone }: Props) {
  if (orders.length === 0) return <p class="quiet small">{t('common.rhythm.none')}</p>
  const times = orders.map((order) => order.at)
  const first = Math.min(...times)
  const from = Math.max(Math.min(first, now - SHORTEST), now - LONGEST)
  const until = Math.max(now, Math.min(expectedAt ?? now, now + 180 * DAY))
  const x = (at: number) => LEFT + WIDTH * ((Math.min(Math.max(at, from), until) - from) / (until - from))
  const largest = Math.max(1, ...orders.map((order) => order.net))
  const shown = orders.filter((order) => order.at >= from)
  const overdue = expectedAt !== null && expectedAt < now
  const summary = t('common.rhythm.summary', {
    orders: orders.length,
    first: ago(first, { zone, now }),
    last: ago(Math.max(...times), { zone, now }),
  })
  const next = expectedAt === null ? '' : t('common.rhythm.next', { when: ago(expectedAt, { zone, now }) })
  const nowX = x(now)
  const nextX = expectedAt === null ? 0 : x(expectedAt)
  return (
    <svg class="rhythm" width="100%" height="72" role="img" aria-label={next ? `${summary}。${next}` : summary}>
      <line class="rhythm-line" x1={`${LEFT}%`} x2={`${nowX}%`} y1="36" y2="36" />
      {expectedAt !== null && (
        <line
          class={overdue ? 'rhythm-gap over' : 'rhythm-gap'}
          x1={`${Math.min(nowX, nextX)}%`}
          x2={`${Math.max(nowX, nextX)}%`}
          y1="36"
          y2="36"
        />
      )}
      <line class="rhythm-now" x1={`${nowX}%`} x2={`${nowX}%`} y1="24" y2="48" />
      {shown.map((order, i) => (
        <circle
          key={i}
          class="rhythm-order"
          cx={`${x(order.at)}%`}
          cy="36"
          r={3.5 + 4.5 * Math.sqrt(Math.max(0, order.net) / largest)}
        />
      ))}
      {expectedAt !== null && (
        <>
          <circle class={overdue ? 'rhythm-next over' : 'rhythm-next'} cx={`${nextX}%`} cy="36" r="6" />
          <text class={overdue ? 'over' : undefined} x={`${nextX}%`} y="16" text-anchor={anchor(nextX)}>
            {t(overdue ? 'common.rhythm.overdue' : 'common.rhythm.expected')}
          </text>
        </>
      )}
      {nowX > 34 && (
        <text x={`${LEFT}%`} y="66">
          {month(from, zone)}
        </text>
      )}
      <text x={`${nowX}%`} y="66" text-anchor={anchor(nowX)}>
        {t('common.rhythm.now')}
      </text>
    </svg>
  )
}
