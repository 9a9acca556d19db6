import { useEffect, useState } from 'preact/hooks'
import type { LookBack } from '../../../../worker/domain/wire.ts'
import { lookBack } from '../../../actions/look-back.ts'
import { requestText } from '../../../actions/request.ts'
import type { ErrorWords } from '../../../i18n/errors.ts'

export type Looking =
  | { state: 'asking' }
  | { state: 'there'; answer: LookBack }
  | { state: 'failed'; words: ErrorWords }

/** The days looked at lately: coming back from one of their customers asks nobody. */
const KEPT = 5
const lately = new Map<string, LookBack>()

function keep(key: string, answer: LookBack): void {
  lately.delete(key)
  lately.set(key, answer)
  for (const oldest of lately.keys()) {
    if (lately.size <= KEPT) break
    lately.delete(oldest)
  }
}

/**
 * Asks for a day once.
 * @param since what an answer rests on: another one is asked for when it changes
 */
export function useLookBack(day: string, since: string): { looking: Looking; again: () => void } {
  const key = `${day} ${since}`
  const [tries, setTries] = useState(0)
  const [looking, setLooking] = useState<Looking>({ state: 'asking' })
  useEffect(() => {
    const known = lately.get(key)
    if (known) {
      setLooking({ state: 'there', answer: known })
      return
    }
    const gone = new AbortController()
    setLooking({ state: 'asking' })
    lookBack(day, gone.signal).then(
      (answer) => {
        keep(key, answer)
        if (!gone.signal.aborted) setLooking({ state: 'there', answer })
      },
      (error: unknown) => {
        if (!gone.signal.aborted) setLooking({ state: 'failed', words: requestText(error) })
      },
    )
    return () => gone.abort()
  }, [key, day, tries])
  return { looking, again: () => setTries(tries + 1) }
}
