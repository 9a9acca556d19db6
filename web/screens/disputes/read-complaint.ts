/** What came in from another app, read on this phone: the buyer's words, and whose they may be. */
import { type Intake, readIntake } from '../../../worker/domain/intake.ts'
import { foldName, type IntakeMatch, matchIntake, namesOf } from '../../../worker/domain/intake-match.ts'
import { currentStore } from '../../store/current.ts'
import { ordersNumbered } from '../../store/find-orders.ts'

export interface ReadComplaint {
  intake: Intake
  matches: IntakeMatch[]
}

/** The words alone, at once: for what is pasted. */
export function readWords(given: { title?: string; text: string }): Intake {
  const { view } = currentStore()
  const customers = view.list('customers').peek()
  const own = [...view.list('shops').peek(), ...view.list('members').peek()].map(({ name }) => foldName(name))
  const buyers = new Set(customers.flatMap(namesOf))
  return readIntake(given, {
    isShop: (name) => own.includes(foldName(name)) && foldName(name) !== null,
    isBuyer: (name) => buyers.has(foldName(name) ?? ''),
  })
}

/** With the orders and people it may be about. */
export async function readComplaint(given: { title?: string; text: string }): Promise<ReadComplaint> {
  const intake = readWords(given)
  return { intake, matches: await whoseIs(intake) }
}

export async function whoseIs(intake: Intake): Promise<IntakeMatch[]> {
  const orders = await ordersNumbered(intake.orders)
  const { view } = currentStore()
  // Somebody whose order is here may have been removed.
  return matchIntake(intake, orders, view.list('customers').peek()).filter(
    ({ customerId }) => view.get('customers', customerId) !== undefined,
  )
}
