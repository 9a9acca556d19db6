/**
 * Which columns hold contacts, and in which somebody may have written one. Viewers, and keys without
 * `customers:contacts`, get every row through here; a column of text that is not answered for does not compile.
 */
import { type Actor, allows } from './actor.ts'
import { holdsContact, maskCode, maskContacts, maskName, withoutOwn } from './mask-contacts.ts'
import type { CustomerRow, TableName, Tables } from './rows.ts'

/** `contact`: never shown; `words`, `name`, `code`: without the contacts in them; `open`: as it is. */
type Answer = 'contact' | 'words' | 'name' | 'code' | 'open'

/** Ids that were made here, not written by anybody. */
type Made =
  | 'id'
  | `${'customer' | 'dispute' | 'offer' | 'order' | 'run'}Id`
  | `${'opened' | 'approved' | 'created' | 'decided' | 'updated'}By`
  | 'by'
  | 'assignee'
  | 'mergedInto'
  | 'viaLink'

/** Columns that can hold any text; numbers and fixed choices answer for themselves. */
type Texts<R> = {
  [K in keyof R]-?: K extends Made
    ? never
    : string extends NonNullable<R[K]>
      ? K
      : NonNullable<R[K]> extends object
        ? K
        : never
}[keyof R]

export const CONTACTS: { readonly [T in TableName]: 'hidden' | { readonly [K in Texts<Tables[T]>]: Answer } } = {
  shops: { name: 'open', currency: 'open', timezone: 'open', settings: 'open' },
  members: { name: 'open' },
  customers: {
    source: 'code',
    accountId: 'code',
    nickname: 'name',
    name: 'name',
    phone: 'contact',
    email: 'contact',
    address: 'contact',
    note: 'words',
    bought: 'open',
    region: 'open',
    pinReason: 'words',
    figures: 'open',
    recentContacts: 'open',
    consent: 'open',
  },
  disputes: {
    orderRef: 'code',
    product: 'words',
    channel: 'words',
    carrier: 'words',
    words: 'words',
    wants: 'words',
    reply: 'words',
    surface: 'words',
    real: 'words',
    remedies: 'words',
    told: 'words',
    done: 'words',
    lesson: 'words',
    satisfaction: 'open',
  },
  disputeEvents: { data: 'words' },
  tasks: {},
  offers: { gift: 'words', code: 'open', message: 'words', cancelReason: 'words', channel: 'words', why: 'open' },
  moves: { why: 'open', up: 'open' },
  notifications: { params: 'words', url: 'open', readBy: 'open' },
  orders: { source: 'code', externalId: 'code', summary: 'code' },
  products: { name: 'code' },
  runs: { summary: 'open' },
  segments: { name: 'code', expression: 'code' },
  evidence: { name: 'words', hash: 'open' },
  fixes: { value: 'words', note: 'words' },
  // Whoever knows a link can write with it.
  links: 'hidden',
  templates: { key: 'open', text: 'words' },
}

/** Columns that are contacts by themselves. */
const CONTACT_COLUMNS: ReadonlySet<string> = new Set([
  ...Object.values(CONTACTS).flatMap((columns) =>
    columns === 'hidden' ? [] : Object.entries(columns).flatMap(([name, answer]) => (answer === 'contact' ? name : [])),
  ),
  // Of an event: how a buyer said they can be reached.
  'contact',
])

/** Whether the actor may know how a customer is reached. */
export const seesContacts = (actor: Actor): boolean => allows(actor, { role: 'agent', scope: 'customers:contacts' })

/** Whether a table is kept from those who see no contacts. */
export const isHidden = (table: TableName): boolean => CONTACTS[table] === 'hidden'

/** An id or a hash inside of JSON: digits of those are no number to call. */
const IDENTIFIER = /^(?:[a-z]+-)?[0-9a-f-]{32,64}$/

/**
 * Any value from JSON without the contacts in it: those under the name of a contact column are gone.
 * @param mask how a text in it is masked
 */
export function maskDeep(value: unknown, mask = maskContacts): unknown {
  if (typeof value === 'string') return IDENTIFIER.test(value) ? value : mask(value)
  if (Array.isArray(value)) return value.map((each) => maskDeep(each, mask))
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(
    Object.entries(value).map(([key, each]) => [key, CONTACT_COLUMNS.has(key) ? null : maskDeep(each, mask)]),
  )
}

/** The contacts that stand in the same row: what of them another column holds, is known without guessing. */
interface Own {
  reached: readonly string[]
  addresses: readonly string[]
}

function masked(answer: Answer, value: unknown, { reached, addresses }: Own): unknown {
  if (value === null || answer === 'open') return value
  if (answer === 'contact') return null
  if (answer === 'words') return maskDeep(value, (text) => maskContacts(withoutOwn(text, addresses)))
  if (typeof value !== 'string') return maskDeep(value, maskCode)
  if (holdsContact(value, reached)) return null
  return answer === 'name' ? maskName(value) : maskCode(value)
}

/** The row, or the part of it, as it may be shown to somebody who sees no contacts. */
export function withoutContacts<R extends object>(table: TableName, row: R): R {
  const answers = CONTACTS[table] as 'hidden' | Record<string, Answer>
  if (answers === 'hidden') throw new Error(`${table} are shown to nobody without contacts`)
  const contacts = Object.entries(row).flatMap(([name, value]) =>
    answers[name] === 'contact' && typeof value === 'string' ? [{ name, value }] : [],
  )
  const own: Own = {
    reached: contacts.flatMap(({ name, value }) => (name === 'address' ? [] : [value])),
    addresses: contacts.flatMap(({ name, value }) => (name === 'address' ? [value] : [])),
  }
  return Object.fromEntries(
    Object.entries(row).map(([name, value]) => [name, masked(answers[name] ?? 'open', value, own)]),
  ) as R
}

/** What to call a customer by in a text that others than those who see contacts read; null where there is no such name. */
export function publicName({ nickname, name }: Pick<CustomerRow, 'nickname' | 'name'>): string | null {
  return (nickname === null ? null : maskName(nickname)) ?? (name === null ? null : maskName(name))
}
