import { DAY_MS, dayNumber, zonedToUtc } from '../../../worker/domain/time.ts'

export type SnoozeFor = 'evening' | 'tomorrow' | 'days'

const EVENING = 18
const MORNING = 9
/** An evening nearer than this is now. */
const SOONEST = 3_600_000

/** The instant an hour strikes in the zone, some days from today. */
function at(now: number, zone: string, days: number, hour: number): number {
  const date = new Date((dayNumber(now, zone) + days) * DAY_MS)
  return zonedToUtc(
    { year: date.getUTCFullYear(), month: date.getUTCMonth() + 1, day: date.getUTCDate(), hour, minute: 0, second: 0 },
    zone,
  )
}

/** How long something can be put off, epoch ms: this evening while there is one left, tomorrow morning, three days. */
export function snoozeTimes(now: number, zone: string): { for: SnoozeFor; until: number }[] {
  const evening = at(now, zone, 0, EVENING)
  return [
    ...(evening - now >= SOONEST ? [{ for: 'evening' as const, until: evening }] : []),
    { for: 'tomorrow', until: at(now, zone, 1, MORNING) },
    { for: 'days', until: at(now, zone, 3, MORNING) },
  ]
}
