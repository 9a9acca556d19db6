/** The clock of a case: how much of the promised time is left. */
import { CalendarCheck, CircleCheck, CircleSlash, GitMerge, Pause } from 'lucide'
import { clockFraction, nextDue } from '../../../worker/domain/queue.ts'
import type { DisputeRow, ShopRow, Tier } from '../../../worker/domain/rows.ts'
import { ClockRing } from '../../components/ClockRing.tsx'
import { Icon } from '../../components/Icon.tsx'
import { clock, clockShort } from '../../i18n/format.ts'
import { t } from '../../i18n/index.ts'

/** `首次回复还剩 42 分钟`. */
export function dueWords(dispute: DisputeRow, now: number): string {
  const due = nextDue(dispute)
  if (due) return t(`disputes.due.${due.kind}`, { clock: clock(due.at - now) })
  return t(dispute.waitingSince === null ? 'disputes.due.none' : 'disputes.due.waiting')
}

interface Props {
  dispute: DisputeRow
  tier: Tier | null
  shop: ShopRow
  now: number
  size?: number | undefined
}

/** A ring that runs out; for a closed case how it ended. */
export function DisputeClock({ dispute, tier, shop, now, size }: Props) {
  if (dispute.step === 'closed') {
    const reached = dispute.outcome === 'satisfied'
    return (
      <span class={reached ? 'ended well' : 'ended'}>
        <Icon of={reached ? CircleCheck : dispute.outcome === 'merged' ? GitMerge : CircleSlash} size={24} />
      </span>
    )
  }
  const due = nextDue(dispute)
  if (!due) {
    return (
      <span class="ended">
        <Icon of={dispute.waitingSince === null ? CalendarCheck : Pause} size={24} />
      </span>
    )
  }
  return (
    <ClockRing
      left={1 - (clockFraction(dispute, tier, shop, now) ?? 0)}
      text={clockShort(due.at - now)}
      label={dueWords(dispute, now)}
      size={size}
    />
  )
}
