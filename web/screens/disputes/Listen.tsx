import type { DisputeRow } from '../../../worker/domain/rows.ts'
import { reply } from '../../actions/disputes.ts'
import { Button } from '../../components/Button.tsx'
import { toast } from '../../components/Toast.tsx'
import { t } from '../../i18n/index.ts'
import { useDraft } from '../../store/drafts.ts'
import { stepDraft } from './draft-names.ts'
import { Complaint } from './Folded.tsx'
import { ReplyEditor } from './ReplyEditor.tsx'
import { StepForm } from './StepForm.tsx'
import { Failed, useSubmit } from './submit.tsx'
import { useDrafts } from './use-drafts.ts'

/** 倾听: what the buyer said, and the first words back. The first-reply clock stops here. */
export function Listen({ dispute }: { dispute: DisputeRow }) {
  const draft = useDraft(stepDraft(dispute, 'listen'), { text: '' })
  const submit = useSubmit(draft.value)
  const drafts = useDrafts(dispute)
  const { text } = draft.value
  const send = () =>
    submit.run(
      () => reply(dispute, text),
      () => {
        draft.drop()
        toast({ text: t('disputes.listen.sent') })
      },
    )
  return (
    <StepForm
      action={
        <Button wide kind="primary" busy={submit.busy} onClick={send}>
          {t('disputes.listen.send')}
        </Button>
      }
    >
      <Complaint dispute={dispute} />
      <ReplyEditor
        label={t('disputes.listen.reply')}
        hint={t('disputes.listen.replyHint')}
        error={submit.errorOf('text')}
        value={text}
        onInput={(value) => draft.set({ text: value })}
        drafts={drafts}
        channel={dispute.channel}
      />
      <Failed failed={submit.failed} />
    </StepForm>
  )
}
