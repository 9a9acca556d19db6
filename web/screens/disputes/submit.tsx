/** Handing in a form: once, however often it is tapped, and saying why when a rule says no. */
import { useEffect, useRef, useState } from 'preact/hooks'
import { Refusal } from '../../../worker/domain/refusal.ts'
import { failureText } from '../../actions/attempt.ts'
import { ErrorNote } from '../../components/ErrorNote.tsx'
import { refusalText } from '../../i18n/errors.ts'
import { t } from '../../i18n/index.ts'

export interface Submit {
  busy: boolean
  /** Why it was not taken, null when it was or the form has changed since. */
  failed: { error: unknown } | null
  /** Runs an action unless one is running; `done` follows when it was taken. */
  run: (action: () => Promise<unknown>, done: () => void) => Promise<void>
  /** What is wrong with a field, by the name the rule gives it. */
  errorOf: (field: string) => string | null
}

/** @param form what is handed in: as soon as it changes, what was wrong with it is no longer said */
export function useSubmit(form: unknown): Submit {
  const running = useRef(false)
  const [busy, setBusy] = useState(false)
  const [last, setLast] = useState<{ error: unknown; form: string } | null>(null)
  const now = JSON.stringify(form)
  const failed = last?.form === now ? last : null
  useEffect(() => {
    if (failed) focusFirstError()
  }, [failed])
  return {
    busy,
    failed,
    async run(action, done) {
      if (running.current) return
      running.current = true
      setBusy(true)
      setLast(null)
      try {
        await action()
        done()
      } catch (error) {
        setLast({ error, form: now })
      } finally {
        running.current = false
        setBusy(false)
      }
    },
    errorOf: (field) => {
      const error = failed?.error
      if (!(error instanceof Refusal) || error.details.field !== field) return null
      return isMissing(error) ? t('common.field.required') : refusalText(error.code).todo
    },
  }
}

const isMissing = (error: Refusal): boolean =>
  error.code.startsWith('missing_') && typeof error.details.field === 'string'

/** Takes the person to the first field that is wrong. */
export function focusFirstError(): void {
  document.querySelector<HTMLElement>('.field.bad :is(input, textarea, select)')?.focus()
}

/** Why a form was not taken, where no single field says so. What was typed is still there. */
export function Failed({ failed }: Pick<Submit, 'failed'>) {
  if (!failed || (failed.error instanceof Refusal && isMissing(failed.error))) return null
  const words = failureText(failed.error)
  return <ErrorNote title={words.what} kept={t('common.kept.all')} todo={words.todo} />
}
