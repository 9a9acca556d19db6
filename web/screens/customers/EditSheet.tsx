import { useState } from 'preact/hooks'
import { Refusal } from '../../../worker/domain/refusal.ts'
import type { CustomerRow } from '../../../worker/domain/rows.ts'
import { undoing, useAttempt } from '../../actions/attempt.ts'
import { editFacts, FACTS, factTexts, isNamed } from '../../actions/customers.ts'
import { Button } from '../../components/Button.tsx'
import { ErrorNote } from '../../components/ErrorNote.tsx'
import { Sheet } from '../../components/Sheet.tsx'
import { toast } from '../../components/Toast.tsx'
import { t } from '../../i18n/index.ts'
import { useRow } from '../../store/hooks.ts'
import { PersonFields } from './PersonFields.tsx'

interface Props {
  customer: CustomerRow
  onClose: () => void
}

/** Changes the facts of a customer. What somebody else wrote meanwhile is shown, never silently replaced. */
export function EditSheet({ customer, onClose }: Props) {
  const [seen] = useState(customer)
  const [texts, setTexts] = useState(() => factTexts(customer))
  const [tried, setTried] = useState(false)
  const [conflict, setConflict] = useState<Record<string, { theirs: unknown }> | null>(null)
  const newest = useRow('customers', customer.id)
  const { busy, attempt } = useAttempt()
  const save = (replaced: CustomerRow) => {
    setTried(true)
    if (!isNamed(texts)) return
    attempt(async () => {
      try {
        const back = await editFacts(seen, texts, replaced)
        onClose()
        if (back) toast({ text: t('common.said.saved'), undo: undoing(back, t('common.said.undone')) })
      } catch (error) {
        if (!(error instanceof Refusal) || error.code !== 'conflict') throw error
        setConflict(error.details.fields as Record<string, { theirs: unknown }>)
      }
    })
  }
  const theirs = FACTS.filter((fact) => conflict && fact in conflict).map((fact) => {
    const field = t(`customers.form.${fact}`)
    const value = conflict?.[fact]?.theirs
    return value == null
      ? t('customers.form.theirsEmpty', { field })
      : t('customers.form.theirs', { field, value: String(value) })
  })
  const overwrite = () => {
    if (!newest) return
    setConflict(null)
    save(newest)
  }
  return (
    <Sheet
      open
      onClose={onClose}
      title={t('customers.form.edit')}
      action={
        <Button kind="primary" wide busy={busy} onClick={() => save(seen)}>
          {t('common.do.save')}
        </Button>
      }
    >
      <div class="stack">
        {conflict && (
          <ErrorNote
            tone="warn"
            title={t('customers.form.conflict')}
            kept={theirs.map((line) => (
              <span key={line} class="block">
                {line}
              </span>
            ))}
            todo={t('common.kept.all')}
            action={
              <Button small onClick={overwrite}>
                {t('customers.form.keepMine')}
              </Button>
            }
          />
        )}
        <PersonFields texts={texts} onChange={setTexts} nameless={tried && !isNamed(texts)} />
      </div>
    </Sheet>
  )
}
