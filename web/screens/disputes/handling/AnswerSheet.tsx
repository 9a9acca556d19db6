import { answer } from '../../../actions/dispute-talk.ts'
import { Button } from '../../../components/Button.tsx'
import { Sheet } from '../../../components/Sheet.tsx'
import { Switch } from '../../../components/Switch.tsx'
import { toast } from '../../../components/Toast.tsx'
import { t } from '../../../i18n/index.ts'
import { useDraft } from '../../../store/drafts.ts'
import { talkDraft } from '../draft-names.ts'
import { ReplyEditor } from '../ReplyEditor.tsx'
import { Failed, useSubmit } from '../submit.tsx'
import type { SheetProps } from './sheet.ts'

/** We answered: what we said, and whether it is the buyer's turn now. */
export function AnswerSheet({ dispute, onClose }: SheetProps) {
  const draft = useDraft(talkDraft(dispute.id, 'answer'), { text: '', waits: false })
  const submit = useSubmit(draft.value)
  const { text, waits } = draft.value
  const waiting = dispute.waitingSince !== null
  const save = () =>
    submit.run(
      () => answer(dispute, text, waits && !waiting),
      () => {
        draft.drop()
        toast({ text: t(waits && !waiting ? 'handling.answer.savedWaits' : 'handling.answer.saved') })
        onClose()
      },
    )
  return (
    <Sheet
      open
      onClose={onClose}
      title={t('handling.answer.title')}
      action={
        <Button wide kind="primary" busy={submit.busy} disabled={text.trim() === ''} onClick={save}>
          {t('handling.answer.save')}
        </Button>
      }
    >
      <div class="stack">
        <ReplyEditor
          label={t('handling.answer.text')}
          hint={t('handling.answer.textHint')}
          error={submit.errorOf('text')}
          value={text}
          onInput={(value) => draft.set({ text: value })}
          drafts={[]}
          channel={dispute.channel}
        />
        {!waiting && (
          <Switch
            label={t('handling.answer.waits')}
            hint={t('handling.answer.waitsHint')}
            checked={waits}
            onChange={(on) => draft.set({ waits: on })}
          />
        )}
        <Failed failed={submit.failed} />
      </div>
    </Sheet>
  )
}
