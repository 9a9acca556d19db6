import { useState } from 'preact/hooks'
import { familyOf } from '../../../worker/domain/causes.ts'
import { allowedCost, askedOf, remedyCost } from '../../../worker/domain/dispute-terms.ts'
import { endOfDay } from '../../../worker/domain/local-day.ts'
import type { Cause, CauseFamily, DisputeRow } from '../../../worker/domain/rows.ts'
import { record } from '../../actions/disputes.ts'
import { Button } from '../../components/Button.tsx'
import { Card } from '../../components/Card.tsx'
import { DateField } from '../../components/DateField.tsx'
import { Hint } from '../../components/ErrorNote.tsx'
import { TextArea } from '../../components/Field.tsx'
import { MoneyField } from '../../components/MoneyField.tsx'
import { toast } from '../../components/Toast.tsx'
import { money } from '../../i18n/format.ts'
import { t } from '../../i18n/index.ts'
import { useDraft } from '../../store/drafts.ts'
import { useMe } from '../../store/me.ts'
import { useNow } from '../../store/now.ts'
import { useShop } from '../../store/shop.ts'
import { Awaiting } from './Awaiting.tsx'
import { CarrierField } from './CarrierField.tsx'
import { CausePicker } from './CausePicker.tsx'
import { stepDraft } from './draft-names.ts'
import { Recorded } from './Folded.tsx'
import { Spent } from './Spent.tsx'
import { StepForm } from './StepForm.tsx'
import { Failed, useSubmit } from './submit.tsx'
import { remedyLines, remedyNames } from './words.ts'

interface Form {
  family: CauseFamily | null
  confirmedCause: Cause | null
  done: string
  actualCost: number | null
  lesson: string
  followUpAt: number | null
}

/** 记录: what it turned out to be, what was done, what it cost, what the shop learns. */
export function Record({ dispute }: { dispute: DisputeRow }) {
  const { timezone, settings } = useShop()
  const now = useNow()
  const waits = dispute.approval === 'needed'
  const [changing, setChanging] = useState(false)
  const draft = useDraft<Form>(stepDraft(dispute, 'record'), {
    family: causeFamilyOf(dispute),
    confirmedCause: dispute.confirmedCause ?? dispute.cause,
    done: dispute.done ?? remedyNames(dispute.remedies),
    actualCost: dispute.actualCost ?? remedyCost(dispute.remedies),
    lesson: dispute.lesson ?? '',
    followUpAt: dispute.followUpAt ?? endOfDay(now, timezone, settings.disputes.followUpDays),
  })
  return waits && !changing && !draft.touched ? (
    <Waiting dispute={dispute} onChange={() => setChanging(true)} />
  ) : (
    <RecordForm dispute={dispute} draft={draft} onDone={() => setChanging(false)} />
  )
}

const causeFamilyOf = ({ confirmedCause, causeFamily }: DisputeRow): CauseFamily | null =>
  confirmedCause === null ? causeFamily : familyOf(confirmedCause)

interface WaitingProps {
  dispute: DisputeRow
  onChange: () => void
}

/** It came to more than was allowed: what was written down, and the owner's word. */
function Waiting({ dispute, onChange }: WaitingProps) {
  const owner = useMe().role === 'owner'
  return (
    <Awaiting
      dispute={dispute}
      asked={askedOf(dispute)}
      text={t(owner ? 'disputes.record.waitingOwner' : 'disputes.record.waitingText')}
      changeLabel={t('disputes.record.change')}
      approved={t('disputes.record.saved')}
      onChange={onChange}
    >
      <Recorded dispute={dispute} />
    </Awaiting>
  )
}

interface FormProps {
  dispute: DisputeRow
  draft: ReturnType<typeof useDraft<Form>>
  onDone: () => void
}

function RecordForm({ dispute, draft, onDone }: FormProps) {
  const { currency, timezone, settings } = useShop()
  const now = useNow()
  const owner = useMe().role === 'owner'
  const planned = remedyCost(dispute.remedies)
  const { family, ...findings } = draft.value
  const { approvalLimit } = settings.disputes
  const allowed = allowedCost(dispute, approvalLimit)
  const asks = !owner && (findings.actualCost ?? 0) > allowed
  const submit = useSubmit(draft.value)
  const save = () =>
    submit.run(
      () => record(dispute, findings),
      () => {
        draft.drop()
        onDone()
        toast({ text: t(asks ? 'disputes.resolve.asked' : 'disputes.record.saved') })
      },
    )
  return (
    <StepForm
      action={
        <Button wide kind="primary" busy={submit.busy} onClick={save}>
          {t(asks ? 'disputes.resolve.ask' : 'disputes.record.save')}
        </Button>
      }
    >
      <Card title={t('disputes.resolve.promises')}>
        {remedyLines(dispute.remedies, currency, timezone).map((line) => (
          <p key={line} class="small">
            {line}
          </p>
        ))}
      </Card>
      <CausePicker
        family={family}
        cause={findings.confirmedCause}
        causeLabel={t('disputes.record.cause')}
        causeError={submit.errorOf('confirmedCause')}
        onChange={(next, cause) => draft.set({ family: next, confirmedCause: cause })}
      />
      <CarrierField dispute={dispute} />
      <TextArea
        label={t('disputes.record.done')}
        hint={t('disputes.record.doneHint')}
        error={submit.errorOf('done')}
        value={findings.done}
        rows={2}
        maxLength={2000}
        onInput={(done) => draft.set({ done })}
      />
      <MoneyField
        label={t('disputes.record.cost')}
        hint={t('disputes.record.costHint', { cost: money(planned, currency) })}
        error={submit.errorOf('actualCost')}
        value={findings.actualCost}
        currency={currency}
        onChange={(actualCost) => draft.set({ actualCost })}
      />
      {asks && <Hint>{t('disputes.record.above', { limit: money(allowed, currency) })}</Hint>}
      {asks && <Spent dispute={dispute} />}
      <TextArea
        label={t('disputes.record.lesson')}
        hint={t('disputes.record.lessonHint')}
        error={submit.errorOf('lesson')}
        value={findings.lesson}
        rows={2}
        maxLength={2000}
        onInput={(lesson) => draft.set({ lesson })}
      />
      <DateField
        label={t('disputes.record.followUp')}
        hint={t('disputes.record.followUpHint')}
        error={submit.errorOf('followUpAt')}
        value={findings.followUpAt}
        zone={timezone}
        min={now}
        onChange={(followUpAt) => draft.set({ followUpAt })}
      />
      <Failed failed={submit.failed} />
    </StepForm>
  )
}
