import { Pencil, UserRound } from 'lucide'
import type { ComponentChildren } from 'preact'
import { useEffect, useRef, useState } from 'preact/hooks'
import { roleAllows } from '../../../worker/domain/actor.ts'
import { isCutShort, STEPS } from '../../../worker/domain/dispute-terms.ts'
import { isErased } from '../../../worker/domain/erased.ts'
import { MANNER } from '../../../worker/domain/manner.ts'
import type { DisputeRow } from '../../../worker/domain/rows.ts'
import { IconButton } from '../../components/Button.tsx'
import { Chip } from '../../components/Chip.tsx'
import { Hint } from '../../components/ErrorNote.tsx'
import { Screen } from '../../components/Screen.tsx'
import { StepBar } from '../../components/StepBar.tsx'
import { TierMark } from '../../components/TierMark.tsx'
import { recently } from '../../i18n/format.ts'
import { locale, t } from '../../i18n/index.ts'
import { currentStore } from '../../store/current.ts'
import { useDerived } from '../../store/hooks.ts'
import { useMe } from '../../store/me.ts'
import { callName } from '../../store/names.ts'
import { useNow } from '../../store/now.ts'
import { useShop } from '../../store/shop.ts'
import { DisputeClock, dueWords } from './clock.tsx'
import { EditCase } from './EditCase.tsx'
import { Evidence } from './Evidence.tsx'
import { Folded } from './Folded.tsx'
import { Handling } from './handling/Handling.tsx'
import { OtherCases } from './handling/OtherCases.tsx'
import { Leftover } from './Leftover.tsx'
import { CaseLinks } from './Links.tsx'
import { Refusals } from './Refusals.tsx'
import { ActionBar } from './StepForm.tsx'
import { Timeline } from './Timeline.tsx'
import { useWho } from './who.ts'
import { channelName } from './words.ts'

interface Props {
  dispute: DisputeRow
  /** The StepForm; people who may only look do not see it. */
  children: ComponentChildren
}

/** What stays while a case goes from step to step: clock, the steps before folded, the manner hint, the timeline. */
export function StepFrame({ dispute, children }: Props) {
  const shop = useShop()
  const now = useNow()
  const [editing, setEditing] = useState(false)
  const [bar, setBar] = useState<HTMLElement | null>(null)
  const body = useRef<HTMLDivElement>(null)
  const heading = useRef<HTMLHeadingElement>(null)
  const customer = useDerived(() => currentStore().view.get('customers', dispute.customerId), [dispute.customerId])
  const erased = isErased(customer)
  const mayWrite = roleAllows(useMe().role, 'agent') && !erased
  const unsent = useDerived(() => currentStore().view.isUnsent('disputes', dispute.id), [dispute.id])
  const who = useWho()(dispute)
  const at = STEPS.indexOf(dispute.step)
  const closed = dispute.step === 'closed'
  const spam = dispute.outcome === 'spam'

  // The button that led here is gone: go on reading at the new step.
  useEffect(() => {
    if (document.activeElement !== document.body) return
    body.current?.parentElement?.scrollTo(0, 0)
    heading.current?.focus({ preventScroll: true })
  }, [dispute.step, dispute.loop])

  const pick = (index: number) => {
    const fold = body.current?.querySelector<HTMLDetailsElement>(`[data-step="${index}"]`)
    if (fold) fold.open = true
    const target = fold ?? heading.current
    target?.scrollIntoView({ block: 'start' })
    const focused = fold?.querySelector('summary') ?? heading.current
    focused?.focus({ preventScroll: true })
  }

  return (
    <Screen
      title={callName(customer)}
      subtitle={t('disputes.case.opened', {
        when: recently(dispute.openedAt, { zone: shop.timezone, now }),
        channel: channelName(dispute.channel),
      })}
      back="/disputes"
      bare
      top={!isCutShort(dispute) && <StepBar at={at} loop={dispute.loop} onPick={pick} />}
      action={mayWrite && <div class="step-action" ref={setBar} />}
      actions={
        <>
          {!closed && mayWrite && (
            <IconButton icon={Pencil} label={t('disputes.case.edit')} onClick={() => setEditing(true)} />
          )}
          <IconButton icon={UserRound} label={t('disputes.case.customer')} href={`/customers/${dispute.customerId}`} />
        </>
      }
    >
      <div class="stack" ref={body}>
        <Refusals id={dispute.id} dispute={dispute} />
        {mayWrite && <Leftover dispute={dispute} />}
        {spam ? (
          unsent && (
            <p>
              <Chip tone="note">{t('disputes.case.unsent')}</Chip>
            </p>
          )
        ) : (
          <div class="case-status">
            <DisputeClock dispute={dispute} tier={customer?.tier ?? null} shop={shop} now={now} />
            <div class="grow">
              <p class="case-due">
                {closed ? t(`disputes.closed.${dispute.outcome ?? 'satisfied'}`) : dueWords(dispute, now)}
              </p>
              {dispute.product && <p class="small quiet case-product">{dispute.product}</p>}
              {!closed && who !== undefined && (
                <p class="small quiet">
                  {who === null ? t('disputes.who.nobody') : t('disputes.who.by', { name: who })}
                </p>
              )}
            </div>
            {unsent && <Chip tone="note">{t('disputes.case.unsent')}</Chip>}
            {customer?.tier && <TierMark tier={customer.tier} />}
          </div>
        )}
        <Handling dispute={dispute} mayWrite={mayWrite} />
        {spam ? (
          <Hint>{dispute.words}</Hint>
        ) : (
          <>
            <Folded dispute={dispute} />
            <section class="stack step-open" aria-labelledby="step-title">
              <div class="stack-s">
                <h2 id="step-title" ref={heading} tabIndex={-1}>
                  {closed ? t('disputes.closed.title') : t(`disputes.step.${dispute.step}`)}
                </h2>
                {!erased && <Hint>{MANNER[locale()][dispute.step]}</Hint>}
              </div>
              {mayWrite || closed ? (
                <ActionBar.Provider value={bar}>{children}</ActionBar.Provider>
              ) : (
                <p class="quiet">{t('disputes.case.readOnly')}</p>
              )}
            </section>
          </>
        )}
        {!erased && !spam && <CaseLinks dispute={dispute} />}
        <OtherCases dispute={dispute} />
        {!erased && <Evidence dispute={dispute} />}
        <Timeline dispute={dispute} />
      </div>
      {editing && <EditCase dispute={dispute} onClose={() => setEditing(false)} />}
    </Screen>
  )
}
