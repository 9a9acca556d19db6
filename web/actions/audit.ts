/** The audit trail, read from the server a page at a time. */
import { type AuditPage, CONTACT_FIELDS, type ContactField, revealAction, revealed } from '../../worker/domain/audit.ts'
import { api } from '../api.ts'

/** Every look there can be. */
export const REVEALS = Array.from({ length: 2 ** CONTACT_FIELDS.length - 1 }, (_, n) =>
  revealAction(CONTACT_FIELDS.filter((_field, i) => ((n + 1) >> i) & 1)),
)

/** Looks at one contact, whatever was looked at with it. */
const looksAt = (field: ContactField): string => REVEALS.filter((action) => revealed(action).includes(field)).join()

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
  /** Actions whose words have `q` in them. */
  said: readonly string[]
  group: AuditGroup
  /** A member's id; blank for everybody. */
  member: string
  cursor: string
}

/** @throws ApiError */
export const readAudit = ({ q, said, group, member, cursor }: Asked): Promise<AuditPage> =>
  api.request(
    'GET',
    `/api/audit?${new URLSearchParams({ q, said: said.join(), action: ACTIONS[group], member, cursor })}`,
  )
