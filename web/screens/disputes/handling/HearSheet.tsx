import { useState } from 'preact/hooks'
import { promisedHours } from '../../../../worker/domain/clock.ts'
import { hear } from '../../../actions/dispute-talk.ts'
import { Button } from '../../../components/Button.tsx'
import { Select, TextArea } from '../../../components/Field.tsx'
import { Sheet } from '../../../components/Sheet.tsx'
import { toast } from '../../../components/Toast.tsx'
import { count } from '../../../i18n/format.ts'
import { t } from '../../../i18n/index.ts'
import { currentStore } from '../../../store/current.ts'
import { useDraft } from '../../../store/drafts.ts'
import { useRow } from '../../../store/hooks.ts'
import { useShop } from '../../../store/shop.ts'
import { talkDraft } from '../draft-names.ts'
import { Failed, useSubmit } from '../submit.tsx'
import type { SheetProps } from './sheet.ts'

const HOUR = 3_600_000
const AGO = { now: 0, half: HOUR / 2, hour: HOUR, three: 3 * HOUR, day: 24 * HOUR }
type Ago = keyof typeof AGO

/** The buyer wrote again: what, and about when. */
export function HearSheet({ dispute, onClose }: SheetProps) {
  const shop = useShop()
  const customer = useRow('customers', dispute.customerId)
  const draft = useDraft(talkDraft(dispute.id, 'hear'), { text: '' })
  const [ago, setAgo] = useState<Ago>('now')
  const submit = useSubmit({ ...draft.value, ago })
  const { text } = draft.value
  const listens = dispute.step === 'listen'
  // A message cannot be older than the case.
  const age = currentStore().now() - dispute.openedAt
  const choices = (Object.keys(AGO) as Ago[]).filter((one) => AGO[one] <= age)
  const save = () =>
    submit.run(
      () => hear(dispute, text, ago === 'now' ? null : currentStore().now() - AGO[ago]),
      () => {
        draft.drop()
        toast({ text: t(listens ? 'handling.hear.savedFirst' : 'handling.hear.saved') })
        onClose()
      },
    )
  const hours = count(promisedHours(shop, 'nextReplyHours', customer?.tier ?? null))
  return (
    <Sheet
      open
      onClose={onClose}
      title={t('handling.hear.title')}
      action={
        <Button wide kind="primary" busy={submit.busy} disabled={text.trim() === ''} onClick={save}>
          {t('handling.hear.save')}
        </Button>
      }
    >
      <div class="stack">
        <TextArea
          label={t('handling.hear.text')}
          hint={t('handling.hear.textHint')}
          error={submit.errorOf('text')}
          value={text}
          rows={4}
          maxLength={4000}
          autofocus
          onInput={(value) => draft.set({ text: value })}
        />
        <Select
          label={t('handling.hear.when')}
          value={ago}
          options={choices.map((value) => ({ value, label: t(`handling.hear.ago.${value}`) }))}
          onChange={(value) => setAgo(value as Ago)}
        />
        {!listens && (
          <p class="small quiet">
            {dispute.nextReplyDueAt === null ? t('handling.hear.promise', { hours }) : t('handling.hear.promiseOwed')}
          </p>
        )}
        <Failed failed={submit.failed} />
      </div>
    </Sheet>
  )
}
