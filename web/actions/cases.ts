/** Complaints out of a file become cases. */

import { isContentId } from '../../worker/domain/fields.ts'
import type { PlannedCase } from '../../worker/domain/import/case-plan.ts'
import type { CaseKind } from '../../worker/domain/import/case-sheet.ts'
import { contentId } from '../../worker/domain/import/content-id.ts'
import { foldName } from '../../worker/domain/intake-match.ts'
import { Refusal } from '../../worker/domain/refusal.ts'
import { currentStore } from '../store/current.ts'
import type { View } from '../store/view.ts'
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
 * Ids of the buyers of a file, by nickname: whom an earlier file brought, else one made of their first case here, so that
 * it tells nothing of a name to whoever guesses names. Null where that case made somebody who was erased since.
 */
function buyerIds(view: View): (nickname: string, caseId: string) => string | null {
  const fold = (nickname: string) => foldName(nickname) ?? nickname
  const known = new Map<string, string>()
  for (const { id, nickname, erasedAt } of view.list('customers').peek()) {
    if (isContentId(id) && nickname !== null && erasedAt === null) known.set(fold(nickname), id)
  }
  return (nickname, caseId) => {
    const name = fold(nickname)
    const before = known.get(name)
    if (before !== undefined) return before
    const id = contentId('buyer', caseId)
    if ((view.get('customers', id)?.erasedAt ?? null) !== null) return null
    known.set(name, id)
    return id
  }
}

/**
 * Opens the cases, people nobody knows yet first; online or not. The same cases again open nothing.
 * @param onProgress how many are done
 */
export async function openCases(
  cases: readonly PlannedCase[],
  onProgress: (done: number) => void = () => {},
): Promise<OpenedCases> {
  const { view } = currentStore()
  const buyerId = buyerIds(view)
  const added = new Set<string>()
  const result: OpenedCases = { opened: 0, known: 0, missed: 0 }
  const nobody = { name: null, phone: null, email: null, address: null, note: null }
  for (let from = 0; from < cases.length; from += CHUNK) {
    const chunk = cases.slice(from, from + CHUNK)
    const some = chunk.flatMap(({ who, draft, orderId }) => {
      if (view.get('disputes', draft.id) ?? view.get('disputes', draft.formerId ?? '')) return []
      const customerId = 'customerId' in who ? who.customerId : buyerId(who.nickname, draft.id)
      return customerId === null ? [] : [{ who, draft, orderId, customerId }]
    })
    result.known += chunk.length - some.length
    const fresh: { id: string; nickname: string; source: string }[] = []
    for (const { who, draft, customerId: id } of some) {
      if (!('nickname' in who) || added.has(id)) continue
      added.add(id)
      if (!view.get('customers', id)) {
        fresh.push({ id, nickname: who.nickname, source: draft.kind === 'refund' ? 'taobao' : 'review' })
      }
    }
    const people = await mutateAll(
      'customer.add',
      fresh.map((one) => ({ ...nobody, ...one })),
    )
    for (const [i, outcome] of people.entries()) if (outcome instanceof Refusal) added.delete(fresh[i]?.id ?? '')
    const args = some.flatMap(({ draft, who, orderId, customerId }) => {
      if ('nickname' in who && !added.has(customerId)) return []
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
      if (outcome instanceof Refusal) result.missed++
      else result.opened++
    }
    onProgress(Math.min(from + CHUNK, cases.length))
  }
  return result
}
