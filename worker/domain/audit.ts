/** The audit trail: who did what, when, to whom; never what it said. */
import type { Change, Rows } from './mutation.ts'
import type { MutationName } from './mutations.ts'

/** What is done all day and touches nobody: no line tells of it. */
export const UNTOLD: readonly string[] = ['notification.read'] satisfies MutationName[]

/** Contacts that are looked at one by one. */
export const CONTACT_FIELDS = ['phone', 'email', 'address'] as const
export type ContactField = (typeof CONTACT_FIELDS)[number]
export type RevealAction = `customer.reveal.${string}`

/** A look names what was looked at: `customer.reveal.phone.email`. Until it did, lines said `customer.reveal`. */
export const revealAction = (fields: readonly ContactField[]): RevealAction =>
  `customer.reveal.${CONTACT_FIELDS.filter((field) => fields.includes(field)).join('.')}`

/** What a line says was looked at; empty for any other, and for one that does not say. */
export function revealed(action: string): ContactField[] {
  const [group, verb, ...fields] = action.split('.')
  return group === 'customer' && verb === 'reveal' ? CONTACT_FIELDS.filter((field) => fields.includes(field)) : []
}

/** What a line of the trail is about: the case, else the customer, else the row that changed. Null where nothing did. */
export function targetOf([first]: readonly Change[], rows: Rows): string | null {
  if (!first) return null
  const id = first.op === 'insert' ? first.row.id : first.id
  if (first.table === 'disputes' || first.table === 'customers') return id
  const row = (first.op === 'insert' ? first.row : rows.get(first.table, id)) as
    | { disputeId?: string | null; customerId?: string | null }
    | undefined
  return row?.disputeId ?? row?.customerId ?? id
}

/** Clocks that are right, and a phone with a signal, differ by less, ms. */
const SAME_TIME = 5 * 60_000

/** What the clock of whoever did it says, where that tells something else than when the server heard of it; epoch ms. */
export const apartFrom = (at: number, saidAt: number): number | null =>
  Math.abs(at - saidAt) > SAME_TIME ? saidAt : null

/** Somebody who did something, as far as the shop still knows them. */
export interface AuditActor {
  kind: 'member' | 'key' | 'link' | 'system'
  id: string | null
  /** Of a member, also a former one, or of a key. */
  name: string | null
}

export interface AuditLine {
  id: string
  /** When the server heard of it, epoch ms. */
  at: number
  /** When it was done by the phone's clock, where that is minutes before; null else. */
  saidAt: number | null
  actor: AuditActor
  action: string
  /** What it was done to; `name` of the customer, also of a case's. */
  target: { kind: 'customer' | 'dispute' | 'member' | 'key' | 'other'; id: string; name: string | null } | null
}

/** A page of `GET /api/audit?cursor=&q=&action=&member=`, the newest first. */
export interface AuditPage {
  lines: AuditLine[]
  /** Cursor of the next page; null at the end. */
  next: string | null
}

/** What is done beside the catalogue of mutations. */
export const SERVER_ACTIONS = [
  'evidence.store',
  'evidence.take',
  'import.start',
  'import.undo',
  'key.create',
  'key.revoke',
  'key.take-over',
  // Until colleagues came by invitation.
  'member.add',
  'member.invite',
  'member.join',
  'member.remove',
  'member.role.owner',
  'member.role.agent',
  'member.role.viewer',
  'member.uninvite',
  'passkey.add',
  'passkey.remove',
  'passkey.remove-all',
  'password.change',
  'password.link',
  'password.reset',
  'person.erase',
  'person.export',
  'session.end',
  'session.end-others',
] as const
export type ServerAction = (typeof SERVER_ACTIONS)[number]
export type AuditAction = MutationName | ServerAction | RevealAction
