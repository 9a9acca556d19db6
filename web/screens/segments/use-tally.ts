import { useEffect, useMemo, useRef, useState } from 'preact/hooks'
import type { CustomerRow } from '../../../worker/domain/rows.ts'
import { matcher, type SegmentContext } from '../../../worker/domain/segment/matches.ts'
import type { SegmentExpression } from '../../../worker/domain/segment.ts'
import { dayNumber } from '../../../worker/domain/time.ts'
import { currentStore } from '../../store/current.ts'
import { useReady, useTable } from '../../store/hooks.ts'
import { useNow } from '../../store/now.ts'
import { useShop } from '../../store/shop.ts'
import { type Tally, walk } from './tally.ts'

/** At once while drawing, then in slices that leave room for a finger. */
const FIRST_MS = 3
const SLICE_MS = 8

/** Where days are counted from: it stands still until the shop's day changes. */
export function useSegmentContext(): SegmentContext {
  const { timezone } = useShop()
  const today = dayNumber(useNow(), timezone)
  return useMemo(() => ({ now: currentStore().now(), timezone }), [today, timezone])
}

export interface Counted {
  /** Of what was asked last and could be finished; null before the first, and while customers are being read. */
  tally: Tally | null
  /** Everyone who belongs, in no order; empty unless asked for. */
  members: readonly CustomerRow[]
  /** A newer answer is on its way. */
  counting: boolean
}

interface Question {
  expression: SegmentExpression | null
  /** Counted each by itself. */
  parts?: readonly SegmentExpression[]
  members?: boolean
}

const NOBODY: readonly CustomerRow[] = []
const NO_PARTS: readonly SegmentExpression[] = []

/**
 * Counts who belongs, again whenever customers, question or day change; null counts nobody. Expressions are told apart
 * by identity: give the same object for the same question.
 */
export function useTally({ expression, parts = NO_PARTS, members = false }: Question): Counted {
  const all = useTable('customers')
  const ready = useReady('customers')
  // Half of the customers would give half a count, and every batch that is read another one.
  const customers = ready ? all : NOBODY
  const context = useSegmentContext()
  const asked = useMemo(() => {
    const found: CustomerRow[] = []
    const going = walk(
      expression ? customers : NOBODY,
      expression ? matcher(expression, context) : () => false,
      parts.map((part) => matcher(part, context)),
      members ? (customer) => void found.push(customer) : undefined,
    )
    return { going, found, done: going.step(FIRST_MS) }
  }, [customers, context, expression, parts, members])
  const answered = useRef<typeof asked | null>(null)
  if (asked.done) answered.current = asked
  const [, redraw] = useState(0)
  useEffect(() => {
    if (asked.done) return
    let timer = setTimeout(function go() {
      asked.done = asked.going.step(SLICE_MS)
      if (asked.done) redraw((n) => n + 1)
      else timer = setTimeout(go)
    })
    return () => clearTimeout(timer)
  }, [asked])
  return {
    tally: ready ? (answered.current?.going.tally ?? null) : null,
    members: answered.current?.found ?? NOBODY,
    counting: !ready || !asked.done,
  }
}
