/** The audit trail, read from the server a page at a time. */
import { type AuditPage, CONTACT_FIELDS, type ContactField, revealAction } from '../../worker/domain/audit.ts'
import { api } from '../api.ts'

/** Looks at one contact, whatever was looked at with it. */
function looksAt(field: ContactField): string {
  const [one, other] = CONTACT_FIELDS.filter((each) => each !== field) as [ContactField, ContactField]
  return [[], [one], [other], [one, other]].map((beside) => revealAction([field, ...beside])).join()
}

/** What the trail is narrowed to, as `GET /api/audit` takes it. */
export const ACTIONS = {
  all: '',
  reveals: 'customer.reveal,customer.reveal.',
  phones: looksAt('phone'),
  emails: looksAt('email'),
  addresses: looksAt('address'),
  customers: 'customer.,tier.,segment.,person.',
  cases: 'dispute.,evidence.,link.,task.,fix.',
  offers: 'win-back.',
  orders: 'import.,product.',
  shop: 'shop.,template.',
  access: 'member.,key.,session.,passkey.,password.,invite.',
} as const
export type AuditGroup = keyof typeof ACTIONS
export const GROUPS = Object.keys(ACTIONS) as AuditGroup[]

interface Asked {
  q: string
  group: AuditGroup
  /** A member's id; blank for everybody. */
  member: string
  cursor: string
}

/** @throws ApiError */
export const readAudit = ({ q, group, member, cursor }: Asked): Promise<AuditPage> =>
  api.request('GET', `/api/audit?${new URLSearchParams({ q, action: ACTIONS[group], member, cursor })}`)
