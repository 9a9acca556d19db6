/** What importing complaints would do in this shop: which cases are new, whose they are, which are known already. */
import { isErased } from '../erased.ts'
import { foldName, namesOf, orderNumber } from '../intake-match.ts'
import type { CustomerRow, DisputeRow, OrderRow } from '../rows.ts'
import type { CaseDraft } from './case-sheet.ts'

export interface PlannedCase {
  draft: CaseDraft
  /** Known, or somebody new by the nickname of the file. */
  who: { customerId: string } | { nickname: string }
  orderId: string | null
}

export interface CasePlan {
  fresh: PlannedCase[]
  /** Imported before, or a case of the same order is being handled. */
  known: number
  /** How many people would be added. */
  newPeople: number
  /** Older than what was asked for. */
  older: number
  /** Neither an order of the shop nor a nickname that tells who it is; by row. */
  nobody: { row: number; order: string }[]
}

export interface CaseShop {
  customers: Iterable<Pick<CustomerRow, 'id' | 'nickname' | 'name' | 'accountId' | 'erasedAt'>>
  disputes: Iterable<Pick<DisputeRow, 'id' | 'orderId' | 'orderRef' | 'step'>>
  /** Orders whose number is in the file. */
  orders: Iterable<OrderRow>
}

/**
 * @param since only complaints from then on, epoch ms; those without a time always count. Null: all.
 */
export function planCases(drafts: readonly CaseDraft[], shop: CaseShop, since: number | null): CasePlan {
  const people = new Map<string, string | null>()
  const erased = new Set<string | null>([null])
  for (const customer of shop.customers) {
    if (isErased(customer)) erased.add(customer.id)
    // Two of one name are nobody in particular.
    for (const name of new Set(namesOf(customer))) people.set(name, people.has(name) ? null : customer.id)
  }
  // The order of somebody who was erased is nobody's.
  const orders = new Map<string, OrderRow>()
  for (const order of shop.orders) if (!erased.has(order.customerId)) orders.set(orderNumber(order.externalId), order)
  const ids = new Set<string>()
  const handled = new Set<string>()
  for (const { id, orderId, orderRef, step } of shop.disputes) {
    ids.add(id)
    if (step === 'closed') continue
    if (orderId !== null) handled.add(orderId)
    if (orderRef !== null) handled.add(orderNumber(orderRef))
  }
  const plan: CasePlan = { fresh: [], known: 0, newPeople: 0, older: 0, nobody: [] }
  const added = new Set<string>()
  for (const draft of drafts) {
    const order = draft.order === null ? undefined : orders.get(orderNumber(draft.order))
    const number = draft.order === null ? null : orderNumber(draft.order)
    const known = ids.has(draft.id) || (draft.formerId !== null && ids.has(draft.formerId))
    if (known || (order && handled.has(order.id)) || (number !== null && handled.has(number))) {
      plan.known++
      continue
    }
    if (since !== null && draft.at !== null && draft.at < since) {
      plan.older++
      continue
    }
    const nickname = foldName(draft.nickname)
    const found = order?.customerId ?? (nickname === null ? null : people.get(nickname)) ?? null
    if (found !== null) {
      plan.fresh.push({ draft, who: { customerId: found }, orderId: order?.id ?? null })
    } else if (nickname !== null && draft.nickname !== null) {
      added.add(nickname)
      plan.fresh.push({ draft, who: { nickname: draft.nickname }, orderId: null })
    } else plan.nobody.push({ row: draft.row, order: draft.order ?? '' })
  }
  plan.newPeople = added.size
  return plan
}
