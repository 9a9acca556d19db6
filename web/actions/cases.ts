/** Complaints out of a file become cases. */

import type { PlannedCase } from '../../worker/domain/import/case-plan.ts'
import type { CaseKind } from '../../worker/domain/import/case-sheet.ts'
import { foldName } from '../../worker/domain/intake-match.ts'
import { Refusal } from '../../worker/domain/refusal.ts'
import { currentStore } from '../store/current.ts'
import { newId } from '../store/ids.ts'
import { mutateAll } from './mutate.ts'

/** As many changes are written at once: the screen stays alive between them. */
const CHUNK = 200

const CHANNEL: Record<CaseKind, string> = { refund: 'taobao', review: 'review' }

export interface OpenedCases {
  opened: number
  /** Known by then: another phone or tab was first. */
  known: number
  missed: number
}

/**
 * Opens the cases, people nobody knows yet first; online or not. The same cases again open nothing.
 * @param onProgress how many are done
 */
export async function openCases(
  cases: readonly PlannedCase[],
  onProgress: (done: number) => void = () => {},
): Promise<OpenedCases> {
  const store = currentStore()
  const added = new Map<string, string>()
  const result: OpenedCases = { opened: 0, known: 0, missed: 0 }
  const nobody = { name: null, phone: null, email: null, address: null, note: null }
  for (let from = 0; from < cases.length; from += CHUNK) {
    const some = cases.slice(from, from + CHUNK)
    const fresh: { id: string; key: string; nickname: string; source: string }[] = []
    for (const { who, draft } of some) {
      if (!('nickname' in who)) continue
      const key = foldName(who.nickname) ?? who.nickname
      if (added.has(key)) continue
      const id = newId(store.now())
      added.set(key, id)
      fresh.push({ id, key, nickname: who.nickname, source: draft.kind === 'refund' ? 'taobao' : 'review' })
    }
    const people = await mutateAll(
      'customer.add',
      fresh.map(({ id, nickname, source }) => ({ ...nobody, id, nickname, source })),
    )
    for (const [i, outcome] of people.entries()) if (outcome instanceof Refusal) added.delete(fresh[i]?.key ?? '')
    const args = some.flatMap(({ draft, who, orderId }) => {
      const customerId = 'customerId' in who ? who.customerId : added.get(foldName(who.nickname) ?? who.nickname)
      if (customerId === undefined) return []
      const { id, kind, words, wants, product, order } = draft
      const orderRef = orderId === null ? order : null
      return {
        id,
        customerId,
        orderId,
        orderRef,
        product,
        wants,
        words,
        channel: CHANNEL[kind],
        source: 'import' as const,
      }
    })
    const outcomes = await mutateAll('dispute.open', args)
    result.missed += some.length - args.length
    for (const outcome of outcomes) {
      if (!(outcome instanceof Refusal)) result.opened++
      else if (outcome.code === 'already_exists') result.known++
      else result.missed++
    }
    onProgress(Math.min(from + CHUNK, cases.length))
  }
  return result
}
