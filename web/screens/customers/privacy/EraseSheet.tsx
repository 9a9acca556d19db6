import { useState } from 'preact/hooks'
import type { CustomerRow } from '../../../../worker/domain/rows.ts'
import { erasePerson } from '../../../actions/people.ts'
import { useRequest } from '../../../actions/request.ts'
import { Button } from '../../../components/Button.tsx'
import { ErrorNote } from '../../../components/ErrorNote.tsx'
import { Field } from '../../../components/Field.tsx'
import { Sheet } from '../../../components/Sheet.tsx'
import { toast } from '../../../components/Toast.tsx'
import { t } from '../../../i18n/index.ts'

/** Says what goes and what stays, and asks for a word to be typed: it cannot be taken back. */
export function EraseSheet({ customer, onClose }: { customer: CustomerRow; onClose: () => void }) {
  const [typed, setTyped] = useState('')
  const { busy, error, request } = useRequest()
  const word = t('privacy.word')
  const ready = typed.trim().toLowerCase() === word
  const erase = async () => {
    if (!ready || !(await request(() => erasePerson(customer.id)))) return
    toast({ text: t('privacy.erased') })
    onClose()
  }
  return (
    <Sheet
      open
      onClose={onClose}
      title={t('privacy.erase')}
      action={
        <>
          <Button onClick={onClose}>{t('common.do.cancel')}</Button>
          <Button kind="danger" busy={busy} disabled={!ready} onClick={erase}>
            {t('privacy.eraseDo')}
          </Button>
        </>
      }
    >
      <div class="stack">
        <p>{t('privacy.gone')}</p>
        <p>{t('privacy.stays')}</p>
        <p>{t('privacy.backups')}</p>
        <Field label={t('privacy.confirm', { word })} value={typed} onInput={setTyped} autocomplete="off" />
        {error && <ErrorNote title={error.words.what} todo={error.words.todo} />}
      </div>
    </Sheet>
  )
}
