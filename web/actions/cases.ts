/** Complaints out of a file become cases. */

import type { PlannedCase } from '../../worker/domain/import/case-plan.ts'
import type { CaseKind } from '../../worker/domain/import/case-sheet.ts'
import { contentId } from '../../worker/domain/import/content-id.ts'
import { foldName } from '../../worker/domain/intake-match.ts'
import { Refusal } from '../../worker/domain/refusal.ts'
import { currentStore } from '../store/current.ts'
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

/** One who was erased and is in a newer file is somebody new. */
function buyerId(nickname: string): string {
  const name = foldName(nickname) ?? nickname
  const id = contentId('buyer', name)
  const erasedAt = currentStore().view.get('customers', id)?.erasedAt ?? null
  return erasedAt === null ? id : contentId('buyer', name, String(erasedAt))
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
  const added = new Set<string>()
  const result: OpenedCases = { opened: 0, known: 0, missed: 0 }
  const nobody = { name: null, phone: null, email: null, address: null, note: null }
  for (let from = 0; from < cases.length; from += CHUNK) {
    const chunk = cases.slice(from, from + CHUNK)
    const some = chunk.filter(({ draft }) => !view.get('disputes', draft.id))
    result.known += chunk.length - some.length
    const fresh: { id: string; nickname: string; source: string }[] = []
    for (const { who, draft } of some) {
      if (!('nickname' in who)) continue
      const id = buyerId(who.nickname)
      if (added.has(id)) continue
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
    const args = some.flatMap(({ draft, who, orderId }) => {
      const customerId = 'customerId' in who ? who.customerId : buyerId(who.nickname)
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
