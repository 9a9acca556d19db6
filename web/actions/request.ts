/** Asking the server for something that cannot be done without it: once at a time, and saying how it went. */
import { useRef, useState } from 'preact/hooks'
import type { Problem } from '../../worker/domain/wire.ts'
import { ApiError } from '../api.ts'
import { type ErrorWords, problemText } from '../i18n/errors.ts'
import { t } from '../i18n/index.ts'
import { failureText } from './attempt.ts'

/** What went wrong in words. Nothing of this waits on the phone, so without a network the person has to try again. */
export function requestText(error: unknown): ErrorWords {
  if (!(error instanceof ApiError)) return failureText(error)
  if (error.code === 'network') return { what: t('account.offline.what'), todo: t('account.offline.todo') }
  const words = problemText(error.code)
  const seconds = error.code === 'rate_limited' ? error.problem?.retryAfter : undefined
  return typeof seconds === 'number' ? { ...words, todo: t('account.wait', { seconds }) } : words
}

export interface Requests {
  busy: boolean
  /** What went wrong last, until the next try. */
  error: { code: string; words: ErrorWords; problem: Problem | null } | null
  /** Does the work unless some is under way. @returns whether it was done */
  request(work: () => Promise<unknown>): Promise<boolean>
  /** Takes what went wrong off the screen. */
  clear(): void
}

/** One request at a time: a second tap while the first is under way does nothing. */
export function useRequest(): Requests {
  const [busy, setBusy] = useState(false)
  const [failure, setFailure] = useState<unknown>(null)
  const running = useRef(false)
  return {
    busy,
    error:
      failure === null
        ? null
        : {
            code: failure instanceof ApiError ? failure.code : 'unknown',
            words: requestText(failure),
            problem: failure instanceof ApiError ? failure.problem : null,
          },
    async request(work) {
      if (running.current) return false
      running.current = true
      setBusy(true)
      setFailure(null)
      try {
        await work()
        return true
      } catch (error) {
        setFailure(error)
        return false
      } finally {
        running.current = false
        setBusy(false)
      }
    },
    clear: () => setFailure(null),
  }
}
