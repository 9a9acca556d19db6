/** The year's closed cases, asked of the server: a phone holds those of the last 90 days. */
import { useEffect, useState } from 'preact/hooks'
import type { CaseRow } from '../../../../worker/domain/learning/case.ts'
import { DAY_MS } from '../../../../worker/domain/time.ts'
import type { ClosedCases } from '../../../../worker/domain/wire.ts'
import { api } from '../../../api.ts'
import { currentStore } from '../../../store/current.ts'

/** A first load brings cases closed so many days before; so all those opened since are at hand. */
export const HELD_DAYS = 90
export const YEAR_DAYS = 365

export interface Older {
  state: 'unasked' | 'asking' | 'there' | 'failed'
  cases: readonly CaseRow[]
}

const NOTHING: readonly CaseRow[] = []
/** Coming back to the screen within so long asks nobody. */
const FRESH = 10 * 60_000
let kept: { shopId: string | null; at: number; cases: readonly CaseRow[] } | null = null

/** @throws ApiError */
export async function closedSince(since: number, signal?: AbortSignal): Promise<CaseRow[]> {
  const cases: CaseRow[] = []
  for (let cursor: string | null = ''; cursor !== null; ) {
    const query = new URLSearchParams({ since: String(since), cursor })
    const page: ClosedCases = await api.request('GET', `/api/disputes/closed?${query}`, signal ? { signal } : {})
    cases.push(...page.cases)
    cursor = page.next
  }
  return cases
}

/** Asks once they are wanted; what was there stays while it is asked again. */
export function useOlderCases(wanted: boolean): { older: Older; again: () => void } {
  const [tries, setTries] = useState(0)
  const [older, setOlder] = useState<Older>({ state: 'unasked', cases: NOTHING })
  useEffect(() => {
    if (!wanted) return
    const store = currentStore()
    const { shopId } = store.view.state.peek()
    const now = store.now()
    if (kept && kept.shopId === shopId && now - kept.at < FRESH) {
      setOlder({ state: 'there', cases: kept.cases })
      return
    }
    const gone = new AbortController()
    setOlder((before) => ({ ...before, state: 'asking' }))
    closedSince(now - YEAR_DAYS * DAY_MS, gone.signal).then(
      (cases) => {
        kept = { shopId, at: now, cases }
        if (!gone.signal.aborted) setOlder({ state: 'there', cases })
      },
      () => {
        if (!gone.signal.aborted) setOlder((before) => ({ ...before, state: 'failed' }))
      },
    )
    return () => gone.abort()
  }, [wanted, tries])
  return { older, again: () => setTries(tries + 1) }
}
