import { RESPONSIBILITIES, SEVERITIES } from '../../../worker/domain/causes.ts'
import type { DisputeRow, Satisfaction } from '../../../worker/domain/rows.ts'
import { type Analysis, analyse } from '../../actions/disputes.ts'
import { Button } from '../../components/Button.tsx'
import { Choices } from '../../components/Choices.tsx'
import { TextArea } from '../../components/Field.tsx'
import { toast } from '../../components/Toast.tsx'
import { t } from '../../i18n/index.ts'
import { currentStore } from '../../store/current.ts'
import { useDraft } from '../../store/drafts.ts'
import { useDerived } from '../../store/hooks.ts'
import { CarrierField } from './CarrierField.tsx'
import { CausePicker } from './CausePicker.tsx'
import { stepDraft } from './draft-names.ts'
import { StepForm } from './StepForm.tsx'
import { Suggestion } from './Suggestion.tsx'
import { Failed, useSubmit } from './submit.tsx'
import { marksLine } from './words.ts'

/** 分析: what they say against what they are really unhappy about, and why it came to that. */
export function Analyse({ dispute }: { dispute: DisputeRow }) {
  const { surface, real, causeFamily, cause, responsibility, severity } = dispute
  const draft = useDraft<Analysis>(stepDraft(dispute, 'analyse'), {
    // What they say is on record; the person cuts it down to the point.
    surface: surface ?? dispute.words.slice(0, 2000),
    real: real ?? '',
    causeFamily,
    cause,
    responsibility,
    severity,
  })
  const form = draft.value
  const submit = useSubmit(form)
  const save = () =>
    submit.run(
      () => analyse(dispute, form),
      () => {
        draft.drop()
        toast({ text: t('disputes.analyse.saved') })
      },
    )
  return (
    <StepForm
      action={
        <Button wide kind="primary" busy={submit.busy} onClick={save}>
          {t('disputes.analyse.save')}
        </Button>
      }
    >
      {dispute.loop > 0 && <LastTime disputeId={dispute.id} />}
      <TextArea
        label={t('disputes.analyse.surface')}
        hint={t('disputes.analyse.surfaceHint')}
        error={submit.errorOf('surface')}
        value={form.surface}
        rows={2}
        maxLength={2000}
        onInput={(value) => draft.set({ surface: value })}
      />
      <TextArea
        label={t('disputes.analyse.real')}
        hint={t('disputes.analyse.realHint')}
        error={submit.errorOf('real')}
        value={form.real}
        rows={2}
        maxLength={2000}
        onInput={(value) => draft.set({ real: value })}
      />
      {form.cause === null && (
        <Suggestion
          disputeId={dispute.id}
          words={dispute.words}
          onUse={({ family, cause }) => draft.set({ causeFamily: family, cause })}
        />
      )}
      <CausePicker
        family={form.causeFamily}
        cause={form.cause}
        familyError={submit.errorOf('causeFamily')}
        causeError={submit.errorOf('cause')}
        onChange={(family, next) => draft.set({ causeFamily: family, cause: next })}
      />
      <Choices
        label={t('disputes.analyse.responsibility')}
        value={form.responsibility}
        error={submit.errorOf('responsibility')}
        options={RESPONSIBILITIES.map((value) => ({ value, label: t(`disputes.responsibility.${value}`) }))}
        onChange={(value) => draft.set({ responsibility: value })}
      />
      <CarrierField dispute={dispute} />
      <Choices
        label={t('disputes.analyse.severity')}
        value={form.severity}
        error={submit.errorOf('severity')}
        options={SEVERITIES.map((value) => ({ value, label: t(`disputes.severity.${value}`) }))}
        onChange={(value) => draft.set({ severity: value })}
      />
      <Failed failed={submit.failed} />
    </StepForm>
  )
}

/** The marks and words with which the buyer opened the case again. */
function LastTime({ disputeId }: { disputeId: string }) {
  const last = useDerived(
    () =>
      currentStore()
        .view.list('disputeEvents')
        .value.filter((event) => event.disputeId === disputeId && event.kind === 'reopened')
        .reduce<{ at: number; data: Record<string, unknown> } | null>((a, b) => (a && a.at > b.at ? a : b), null),
    [disputeId],
  )
  if (!last) return null
  const { satisfaction, comment } = last.data
  return (
    <div class="card warn">
      <div class="card-in stack-s">
        <h3>{t('disputes.words.loopBefore')}</h3>
        <p class="small">{marksLine(satisfaction as Satisfaction)}</p>
        {typeof comment === 'string' && <blockquote class="quote">{comment}</blockquote>}
      </div>
    </div>
  )
}
