import { useState } from 'preact/hooks'
import { roleAllows } from '../../../worker/domain/actor.ts'
import type { DisputeRow } from '../../../worker/domain/rows.ts'
import { undoing } from '../../actions/attempt.ts'
import { editDispute } from '../../actions/disputes.ts'
import { Button } from '../../components/Button.tsx'
import { Field, Select, TextArea } from '../../components/Field.tsx'
import { Sheet } from '../../components/Sheet.tsx'
import { toast } from '../../components/Toast.tsx'
import { t } from '../../i18n/index.ts'
import { useTable } from '../../store/hooks.ts'
import { Failed, useSubmit } from './submit.tsx'

/** In place of a member's id. */
const NOBODY = 'nobody'

/** Puts the complaint right or hands the case to somebody. Mounted while it is open, so it remembers what it began with. */
export function EditCase({ dispute, onClose }: { dispute: DisputeRow; onClose: () => void }) {
  const [was] = useState(() => ({
    words: dispute.words,
    wants: dispute.wants,
    product: dispute.product,
    assignee: dispute.assignee,
  }))
  const [now, setNow] = useState(was)
  const submit = useSubmit(now)
  const members = useTable('members').filter(({ role }) => roleAllows(role, 'agent'))
  const save = () => {
    const set = { ...now, wants: now.wants || null, product: now.product || null }
    return submit.run(
      async () => editDispute(dispute.id, set, was),
      () => {
        const back = async () => editDispute(dispute.id, was, set)
        toast({ text: t('disputes.case.edited'), undo: undoing(back, t('common.said.undone')) })
        onClose()
      },
    )
  }
  return (
    <Sheet
      open
      onClose={onClose}
      title={t('disputes.case.edit')}
      action={
        <Button wide kind="primary" busy={submit.busy} disabled={now.words.trim() === ''} onClick={save}>
          {t('common.do.save')}
        </Button>
      }
    >
      <div class="stack">
        <TextArea
          label={t('disputes.new.words')}
          value={now.words}
          maxLength={4000}
          onInput={(words) => setNow({ ...now, words })}
        />
        <Field
          label={t('disputes.new.product')}
          value={now.product ?? ''}
          maxLength={200}
          optional
          onInput={(product) => setNow({ ...now, product })}
        />
        <Field
          label={t('disputes.new.wants')}
          value={now.wants ?? ''}
          maxLength={1000}
          optional
          onInput={(wants) => setNow({ ...now, wants })}
        />
        <Select
          label={t('disputes.case.assignee')}
          value={now.assignee ?? NOBODY}
          options={[
            { value: NOBODY, label: t('disputes.case.nobody') },
            ...members.map(({ id, name }) => ({ value: id, label: name })),
          ]}
          onChange={(who) => setNow({ ...now, assignee: who === NOBODY ? null : who })}
        />
        <Failed failed={submit.failed} />
      </div>
    </Sheet>
  )
}
