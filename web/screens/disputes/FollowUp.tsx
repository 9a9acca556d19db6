import { useState } from 'preact/hooks'
import { isSatisfied, MAX_ATTEMPTS } from '../../../worker/domain/dispute-terms.ts'
import { endOfDay } from '../../../worker/domain/local-day.ts'
import type { DisputeRow, Satisfaction } from '../../../worker/domain/rows.ts'
import { attempt, rate } from '../../actions/disputes.ts'
import { Button } from '../../components/Button.tsx'
import { DateField } from '../../components/DateField.tsx'
import { TextArea } from '../../components/Field.tsx'
import { Rating } from '../../components/Rating.tsx'
import { Sheet } from '../../components/Sheet.tsx'
import { toast } from '../../components/Toast.tsx'
import { t } from '../../i18n/index.ts'
import { useDraft } from '../../store/drafts.ts'
import { useNow } from '../../store/now.ts'
import { useShop } from '../../store/shop.ts'
import { stepDraft } from './draft-names.ts'
import { ReplyEditor } from './ReplyEditor.tsx'
import { StepForm } from './StepForm.tsx'
import { Failed, useSubmit } from './submit.tsx'
import { useDrafts } from './use-drafts.ts'

const INDICATORS = ['expectation', 'quality', 'service'] as const

interface Form {
  /** The question sent to the buyer; not part of the record. */
  question: string
  satisfaction: { [I in (typeof INDICATORS)[number]]: number | null }
  comment: string
}

const complete = ({ expectation, quality, service }: Form['satisfaction']): Satisfaction | null =>
  expectation === null || quality === null || service === null ? null : { expectation, quality, service }

/** 跟踪: is the buyer satisfied now? Unhappy goes back to analyse; three attempts without an answer close the case. */
export function FollowUp({ dispute }: { dispute: DisputeRow }) {
  const [unreached, setUnreached] = useState(false)
  const draft = useDraft<Form>(stepDraft(dispute, 'follow-up'), {
    question: '',
    satisfaction: { expectation: null, quality: null, service: null },
    comment: '',
  })
  const { question, satisfaction, comment } = draft.value
  const marks = complete(satisfaction)
  const unhappy = marks !== null && !isSatisfied(marks)
  const submit = useSubmit(draft.value)
  const drafts = useDrafts(dispute)
  const save = () => {
    if (!marks) return
    submit.run(
      () => rate(dispute, marks, comment),
      () => {
        draft.drop()
        toast({ text: t(unhappy ? 'disputes.followUp.reopened' : 'disputes.followUp.closed') })
      },
    )
  }
  return (
    <StepForm
      action={
        <Button wide kind="primary" busy={submit.busy} disabled={!marks} onClick={save}>
          {t(`disputes.followUp.${marks === null ? 'save' : unhappy ? 'reopen' : 'close'}`)}
        </Button>
      }
    >
      {dispute.attempts > 0 && (
        <p class="small quiet">{t('disputes.followUp.tried', { n: dispute.attempts, of: MAX_ATTEMPTS })}</p>
      )}
      <ReplyEditor
        label={t('disputes.followUp.ask')}
        hint={t('disputes.followUp.askHint')}
        value={question}
        onInput={(value) => draft.set({ question: value })}
        drafts={drafts}
        channel={dispute.channel}
      />
      <h3>{t('disputes.followUp.rate')}</h3>
      {INDICATORS.map((indicator) => (
        <Rating
          key={indicator}
          label={t(`disputes.satisfaction.${indicator}`)}
          value={satisfaction[indicator]}
          low={t('disputes.followUp.low')}
          high={t('disputes.followUp.high')}
          onChange={(mark) => draft.set({ satisfaction: { ...satisfaction, [indicator]: mark } })}
        />
      ))}
      <p class="small above" aria-live="polite">
        {unhappy && t('disputes.followUp.unhappy', { n: dispute.loop + 1 })}
      </p>
      <TextArea
        label={t('disputes.followUp.comment')}
        optional
        value={comment}
        rows={2}
        maxLength={2000}
        onInput={(value) => draft.set({ comment: value })}
      />
      <Failed failed={submit.failed} />
      <Button wide onClick={() => setUnreached(true)}>
        {t('disputes.followUp.unreached', { n: dispute.attempts + 1, of: MAX_ATTEMPTS })}
      </Button>
      {unreached && <Unreached dispute={dispute} onClose={() => setUnreached(false)} />}
    </StepForm>
  )
}

/** One attempt that led nowhere; the third closes the case, so it says so first. */
function Unreached({ dispute, onClose }: { dispute: DisputeRow; onClose: () => void }) {
  const { timezone } = useShop()
  const now = useNow()
  const [note, setNote] = useState('')
  const [nextAt, setNextAt] = useState<number | null>(() => endOfDay(now, timezone, 1))
  const submit = useSubmit([note, nextAt])
  const n = dispute.attempts + 1
  const last = n >= MAX_ATTEMPTS
  const save = () =>
    submit.run(
      () => attempt(dispute, { note, nextAt: last ? null : nextAt }),
      () => {
        toast({ text: t(last ? 'disputes.followUp.unreachable' : 'disputes.followUp.attempted') })
        onClose()
      },
    )
  return (
    <Sheet
      open
      onClose={onClose}
      title={t('disputes.followUp.attemptTitle', { n })}
      action={
        <Button wide kind={last ? 'danger' : 'primary'} busy={submit.busy} onClick={save}>
          {t(last ? 'disputes.followUp.attemptClose' : 'disputes.followUp.attemptSave')}
        </Button>
      }
    >
      <div class="stack">
        {last && <p>{t('disputes.followUp.attemptLast')}</p>}
        <TextArea
          label={t('disputes.followUp.attemptNote')}
          placeholder={t('disputes.followUp.attemptNotePlaceholder')}
          optional
          value={note}
          rows={2}
          maxLength={1000}
          onInput={setNote}
        />
        {!last && (
          <DateField
            label={t('disputes.followUp.nextAt')}
            error={submit.errorOf('nextAt')}
            value={nextAt}
            zone={timezone}
            min={now}
            onChange={setNextAt}
          />
        )}
        <Failed failed={submit.failed} />
      </div>
    </Sheet>
  )
}
