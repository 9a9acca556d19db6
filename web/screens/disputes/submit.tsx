/** Handing in a form: once, however often it is tapped, and saying why when a rule says no. */
import { useRef, useState } from 'preact/hooks'
import { Refusal } from '../../../worker/domain/refusal.ts'
import { failureText } from '../../actions/attempt.ts'
import { ErrorNote } from '../../components/ErrorNote.tsx'
import { refusalText } from '../../i18n/errors.ts'
import { t } from '../../i18n/index.ts'

export interface Submit {
  busy: boolean
  /** Why it was not taken: a rule's refusal, or the disk's error. */
  failed: unknown
  /** Runs an action unless one is running; `done` follows when it was taken. */
  run: (action: () => Promise<unknown>, done: () => void) => Promise<void>
  /** What is wrong with a field, by the name the rule gives it. */
  errorOf: (field: string) => string | null
}

export function useSubmit(): Submit {
  const running = useRef(false)
  const [busy, setBusy] = useState(false)
  const [failed, setFailed] = useState<unknown>(null)
  return {
    busy,
    failed,
    async run(action, done) {
      if (running.current) return
      running.current = true
      setBusy(true)
      setFailed(null)
      try {
        await action()
        done()
      } catch (error) {
        setFailed(error)
      } finally {
        running.current = false
        setBusy(false)
      }
    },
    errorOf: (field) => {
      if (!(failed instanceof Refusal) || failed.details.field !== field) return null
      return failed.code.startsWith('missing_') ? t('common.field.required') : refusalText(failed.code).todo
    },
  }
}

/** Why a form was not taken; nothing when it was. What was typed is still there. */
export function Failed({ failed }: { failed: unknown }) {
  if (failed === null) return null
  const words = failureText(failed)
  return <ErrorNote title={words.what} kept={t('common.kept.all')} todo={words.todo} />
}
