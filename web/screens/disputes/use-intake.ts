/** A complaint that came in as text: laid into the form to be looked at. Nothing is saved here. */
import { useEffect, useState } from 'preact/hooks'
import type { Intake } from '../../../worker/domain/intake.ts'
import type { IntakeMatch, MatchedBy } from '../../../worker/domain/intake-match.ts'
import { useReady } from '../../store/hooks.ts'
import { readWords, whoseIs } from './read-complaint.ts'
import { type SharedState, useShared } from './use-shared.ts'

/** The part of the form that intake fills. */
export interface TakenIn {
  customerId: string | null
  nickname: string | null
  words: string
  orderId: string | null
  /** Number of an order this phone does not have. */
  orderRef: string | null
  product: string
  /** How the person was found; null when somebody chose them. */
  matchedBy: MatchedBy | null
}

export interface IntakeInto {
  shared: SharedState
  /** Several it may be, until one was picked. */
  matches: readonly IntakeMatch[]
  /** The name they go by in the text, for finding or adding them. */
  name: string | null
  /** Reads a pasted text. Returns its words at once; who it is follows. */
  take(text: string): Intake
  pick(match: IntakeMatch): void
}

const personOf = ({ customerId, by, order }: IntakeMatch): Partial<TakenIn> => ({
  ...{ customerId, nickname: null, matchedBy: by },
  ...(order && { orderId: order.id, orderRef: null, product: order.summary.slice(0, 200) }),
})

/**
 * @param sharedId of what another app shared, from the address
 * @param touched whether the form holds something typed: what was shared then only helps to find the person
 */
export function useIntake(
  form: TakenIn,
  touched: boolean,
  set: (taken: Partial<TakenIn>) => void,
  sharedId: string | null,
): IntakeInto {
  const shared = useShared(sharedId)
  const ready = useReady('customers')
  const [matches, setMatches] = useState<readonly IntakeMatch[]>([])
  const [name, setName] = useState<string | null>(null)

  const find = async (intake: Intake, known: Pick<TakenIn, 'customerId' | 'nickname'>) => {
    setName(intake.names[0] ?? null)
    const found = await whoseIs(intake)
    if (!found.some(({ by }) => by === 'order') && intake.orders[0]) set({ orderRef: intake.orders[0] })
    const theirs = found.find(({ customerId }) => customerId === known.customerId)
    if (theirs?.order) set({ orderId: theirs.order.id, orderRef: null, product: theirs.order.summary.slice(0, 200) })
    if (known.customerId !== null || known.nickname !== null) return
    if (found.length === 1 && found[0]) set(personOf(found[0]))
    else setMatches(found)
  }

  useEffect(() => {
    if (!ready || shared === null || typeof shared === 'string') return
    const intake = readWords(shared)
    if (!touched) set({ words: intake.words })
    // Without the orders of this phone the person is picked by hand.
    find(intake, form).catch(() => {})
  }, [shared, ready])

  return {
    shared,
    matches,
    name,
    take(text) {
      const intake = readWords({ text })
      find(intake, form).catch(() => {})
      return intake
    },
    pick(match) {
      set(personOf(match))
      setMatches([])
    },
  }
}
