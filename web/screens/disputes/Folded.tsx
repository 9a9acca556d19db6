import { Check, ChevronDown } from 'lucide'
import type { ComponentChildren } from 'preact'
import { remedyCost, STEPS, waitsForOwner } from '../../../worker/domain/dispute-terms.ts'
import type { DisputeRow } from '../../../worker/domain/rows.ts'
import { Icon } from '../../components/Icon.tsx'
import { Facts } from '../../components/Row.tsx'
import { dateTime, day, money } from '../../i18n/format.ts'
import { t } from '../../i18n/index.ts'
import { useShop } from '../../store/shop.ts'
import { useHeldOrders } from './held-orders.ts'
import { marksLine, remedyLines, stepSentence, wasAnswered } from './words.ts'

type Items = readonly (readonly [string, ComponentChildren | null])[]

/** The steps behind, each folded to one sentence that opens. */
export function Folded({ dispute }: { dispute: DisputeRow }) {
  const { currency } = useShop()
  const at = STEPS.indexOf(dispute.step)
  const steps = STEPS.slice(0, at).flatMap((step, index) => {
    const sentence = step === 'closed' ? null : stepSentence(dispute, index, currency)
    return sentence === null ? [] : [{ step, index, sentence }]
  })
  if (steps.length === 0) return null
  return (
    <section class="folds" aria-label={t('disputes.case.steps')}>
      {steps.map(({ step, index, sentence }) => (
        <details key={step} class="fold" data-step={index}>
          <summary>
            {(index > 0 || wasAnswered(dispute)) && <Icon of={Check} size={16} class="fold-done" />}
            <span class="fold-step">{t(`disputes.step.${step}`)}</span>
            <span class="fold-says">{sentence}</span>
            <Icon of={ChevronDown} size={18} class="fold-mark" />
          </summary>
          <StepFacts dispute={dispute} index={index} />
        </details>
      ))}
    </section>
  )
}

function StepFacts({ dispute, index }: { dispute: DisputeRow; index: number }) {
  switch (index) {
    case 0:
      return <Heard dispute={dispute} />
    case 1:
      return <Analysed dispute={dispute} />
    case 2:
      return <Resolved dispute={dispute} />
    case 3:
      return <Recorded dispute={dispute} />
    default:
      return <Facts items={[[t('disputes.event.rated'), dispute.satisfaction && marksLine(dispute.satisfaction)]]} />
  }
}

/** The order a case is about: its number and what was bought. */
function useOrderWords({ customerId, orderId, orderRef }: DisputeRow): string | null {
  const orders = useHeldOrders(orderId === null ? null : customerId)
  const order = orders?.find(({ id }) => id === orderId)
  return order ? `${order.externalId} · ${order.summary}` : orderRef
}

/** What the buyer said, and about what. */
export function Complaint({ dispute }: { dispute: DisputeRow }) {
  const order = useOrderWords(dispute)
  const items: Items = [
    [t('disputes.words.wants'), dispute.wants ?? t('disputes.words.notSaid')],
    [t('disputes.words.product'), dispute.product],
    [t('disputes.case.order'), order],
  ]
  return (
    <div class="stack-s">
      <blockquote class="quote">{dispute.words}</blockquote>
      <Facts items={items} />
    </div>
  )
}

function Heard({ dispute }: { dispute: DisputeRow }) {
  const { timezone } = useShop()
  const { reply, firstReplyAt } = dispute
  return (
    <div class="stack-s">
      <Complaint dispute={dispute} />
      <Facts
        items={[
          [t('disputes.words.reply'), reply],
          [t('disputes.words.repliedAt'), firstReplyAt === null ? null : dateTime(firstReplyAt, timezone)],
        ]}
      />
    </div>
  )
}

function Analysed({ dispute }: { dispute: DisputeRow }) {
  const { surface, real, causeFamily, cause, responsibility, severity } = dispute
  return (
    <Facts
      items={[
        [t('disputes.refused.field.surface'), surface],
        [t('disputes.refused.field.real'), real],
        [t('disputes.analyse.family'), causeFamily && t(`disputes.family.${causeFamily}`)],
        [t('disputes.analyse.cause'), cause && t(`disputes.cause.${cause}`)],
        [t('disputes.refused.field.responsibility'), responsibility && t(`disputes.responsibility.${responsibility}`)],
        [t('disputes.refused.field.severity'), severity && t(`disputes.severity.${severity}`)],
      ]}
    />
  )
}

/**
 * What was offered, what it costs and what the buyer was told.
 * @param asked where it stands on screen already that it waits for the owner
 */
export function Resolved({ dispute, asked = false }: { dispute: DisputeRow; asked?: boolean }) {
  const { currency, timezone } = useShop()
  const { remedies, told } = dispute
  // Of what was never decided nothing is left to wait for once the case is over.
  const approval = dispute.approval === 'needed' && !waitsForOwner(dispute) ? 'none' : dispute.approval
  return (
    <Facts
      items={[
        [
          t('disputes.refused.field.remedies'),
          <span class="lines">
            {remedyLines(remedies, currency, timezone).map((line) => (
              <span key={line}>{line}</span>
            ))}
          </span>,
        ],
        [t('disputes.resolve.total'), money(remedyCost(remedies), currency)],
        [t('disputes.refused.field.told'), told],
        [t('disputes.event.approved'), approval === 'none' || asked ? null : t(`disputes.approval.${approval}`)],
      ]}
    />
  )
}

export function Recorded({ dispute }: { dispute: DisputeRow }) {
  const { currency, timezone } = useShop()
  const { confirmedCause, done, actualCost, lesson, followUpAt } = dispute
  return (
    <Facts
      items={[
        [t('disputes.refused.field.confirmedCause'), confirmedCause && t(`disputes.cause.${confirmedCause}`)],
        [t('disputes.refused.field.done'), done],
        [t('disputes.refused.field.actualCost'), actualCost === null ? null : money(actualCost, currency)],
        [t('disputes.refused.field.lesson'), lesson],
        [t('disputes.record.followUp'), followUpAt === null ? null : day(followUpAt, timezone)],
      ]}
    />
  )
}
