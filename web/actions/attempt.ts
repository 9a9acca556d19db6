/** Doing something a person asked for: once at a time, and saying how it went. */
import { useRef, useState } from 'preact/hooks'
import { Refusal, type RefusalCode } from '../../worker/domain/refusal.ts'
import { type ToastText, toast } from '../components/Toast.tsx'
import { type ErrorWords, problemText, refusalText } from '../i18n/errors.ts'

/** Words for refusals that mean something more exact here than the general ones. */
export type RefusalWords = { [C in RefusalCode]?: ErrorWords }

/** What went wrong in words: a rule that said no, or the phone's disk. */
export function failureText(error: unknown, words: RefusalWords = {}): ErrorWords {
  if (error instanceof Refusal) return words[error.code] ?? refusalText(error.code)
  return problemText(error instanceof DOMException && error.name === 'QuotaExceededError' ? 'phone_full' : 'unknown')
}

/** Says what went wrong in one line. */
export function tellFailure(error: unknown, words?: RefusalWords): void {
  const { what, todo } = failureText(error, words)
  toast({ text: `${what}${/[。.!?！？]$/.test(what) ? '' : '：'}${todo}`, tone: 'danger' })
}

export interface Attempts {
  busy: boolean
  /**
   * Does the work unless some is under way. Says `said` when it went well, else what went wrong.
   * @returns whether it was done
   */
  attempt<R>(
    work: () => Promise<R>,
    said?: ToastText | ((result: R) => ToastText),
    words?: RefusalWords,
  ): Promise<boolean>
}

/** One thing at a time: a second tap while the first is under way does nothing. */
export function useAttempt(): Attempts {
  const [busy, setBusy] = useState(false)
  const running = useRef(false)
  const attempt: Attempts['attempt'] = async (work, said, words) => {
    if (running.current) return false
    running.current = true
    setBusy(true)
    try {
      const result = await work()
      if (said) toast(typeof said === 'function' ? said(result) : said)
      return true
    } catch (error) {
      tellFailure(error, words)
      return false
    } finally {
      running.current = false
      setBusy(false)
    }
  }
  return { busy, attempt }
}

/** Takes something back from a toast; says so. */
export const undoing = (work: () => Promise<unknown>, said: string) => (): void => {
  work().then(
    () => toast({ text: said }),
    (error: unknown) => tellFailure(error),
  )
}
