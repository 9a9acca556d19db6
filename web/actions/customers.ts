/** What a person does to a customer's record. */
import type { ArgsOf } from '../../worker/domain/mutations.ts'
import type { Consent, ConsentChannel, CustomerRow } from '../../worker/domain/rows.ts'
import { currentStore } from '../store/current.ts'
import { newId } from '../store/ids.ts'
import { mutate } from './mutate.ts'

/** The facts a person may type in; empty text is no fact. */
export const FACTS = ['nickname', 'name', 'phone', 'email', 'address', 'note'] as const
export type Fact = (typeof FACTS)[number]
export type FactTexts = Record<Fact, string>

export const factTexts = (customer: Pick<CustomerRow, Fact> | null): FactTexts =>
  Object.fromEntries(FACTS.map((fact) => [fact, customer?.[fact] ?? ''])) as FactTexts

const facts = (texts: FactTexts): Record<Fact, string | null> =>
  Object.fromEntries(FACTS.map((fact) => [fact, texts[fact].trim() || null])) as Record<Fact, string | null>

/** Something to call them by was typed in. */
export const isNamed = ({ nickname, name, phone }: Record<'nickname' | 'name' | 'phone', string>): boolean =>
  [nickname, name, phone].some((text) => text.trim() !== '')

/** Writes down a prospect. @returns the new customer's id @throws Refusal */
export async function addCustomer(texts: FactTexts, source: string): Promise<string> {
  const id = newId(currentStore().now())
  await mutate('customer.add', { id, ...facts(texts), source })
  return id
}

type Edited = ArgsOf<'customer.edit'>['set']

/** Sets exactly these fields; `seen` holds the values they are known to replace. @throws Refusal `conflict` */
function edit(seen: CustomerRow, set: Edited): Promise<string> {
  const was = Object.fromEntries(Object.keys(set).map((key) => [key, seen[key as keyof Edited]])) as Edited
  return mutate('customer.edit', { id: seen.id, set, was })
}

/**
 * Keeps what was typed where it differs from what was seen. `replaced` is the row whose values the person agreed to
 * replace, when it is a newer one than they began with.
 * @returns what takes it back, or null when nothing differed
 * @throws Refusal `conflict` with what somebody else wrote meanwhile
 */
export async function editFacts(
  seen: CustomerRow,
  texts: FactTexts,
  replaced: CustomerRow = seen,
): Promise<(() => Promise<unknown>) | null> {
  const wanted = facts(texts)
  const set = Object.fromEntries(
    FACTS.filter((fact) => wanted[fact] !== seen[fact]).map((fact) => [fact, wanted[fact]]),
  )
  if (Object.keys(set).length === 0) return null
  await edit(replaced, set)
  const back = Object.fromEntries(Object.keys(set).map((fact) => [fact, replaced[fact as Fact]]))
  return () => edit({ ...replaced, ...set }, back)
}

/** "Do not contact": wins over every suggestion. @throws Refusal */
export const setDoNotContact = (seen: CustomerRow, on: boolean): Promise<string> =>
  edit(seen, { doNotContact: on ? 1 : 0 })

/**
 * Notes what they said to being written to by one channel; null takes the note away.
 * @returns what takes it back
 * @throws Refusal `conflict` where somebody else noted another answer meanwhile
 */
export async function noteConsent(
  { id, consent }: Pick<CustomerRow, 'id' | 'consent'>,
  channel: ConsentChannel,
  answer: Consent['answer'] | null,
  how: Consent['how'],
): Promise<() => Promise<unknown>> {
  const before = consent[channel]
  await mutate('customer.consent', { id, channel, answer, how, saidAt: null, was: before?.answer ?? null })
  return () =>
    mutate('customer.consent', {
      ...{ id, channel, was: answer, answer: before?.answer ?? null },
      ...{ how: before?.how ?? how, saidAt: before?.at ?? null },
    })
}

/** We wrote or called of our own accord. @throws Refusal */
export const recordContact = (
  customerId: string,
  channel: string,
  purpose: ArgsOf<'customer.contacted'>['purpose'],
): Promise<string> => mutate('customer.contacted', { customerId, channel, purpose })
