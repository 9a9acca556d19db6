import * as v from 'valibot'
import { CONTACT_FIELDS, revealAction } from '../audit.ts'
import { CONSENT_CHANNELS, CONSENT_WAYS } from '../consent.ts'
import { CONTACT_PURPOSES, isExpress, refusal, withContact } from '../contact-cap.ts'
import { id, isContentId, newId, optionalText, text, time } from '../fields.ts'
import { defineMutation, mergeEdit, mustGet } from '../mutation.ts'
import { Refusal } from '../refusal.ts'
import { regionOf } from '../region.ts'
import type { CustomerRow } from '../rows.ts'

const facts = {
  nickname: optionalText(128),
  name: optionalText(128),
  phone: optionalText(64),
  email: optionalText(254),
  address: optionalText(500),
  note: optionalText(2000),
}

/** Something to call them by. */
const isNamed = (who: Pick<CustomerRow, 'nickname' | 'name' | 'phone'>): boolean =>
  who.nickname !== null || who.name !== null || who.phone !== null

const AddArgs = v.pipe(
  v.object({
    id: v.union([newId, v.pipe(v.string(), v.check(isContentId))]),
    nickname: v.optional(facts.nickname, null),
    name: v.optional(facts.name, null),
    phone: v.optional(facts.phone, null),
    email: v.optional(facts.email, null),
    address: v.optional(facts.address, null),
    note: v.optional(facts.note, null),
    /** Where they asked: wechat, taobao, market … */
    source: v.optional(text(64), 'hand'),
  }),
  v.check((given) => isNamed(given), 'a nickname, a name or a phone'),
)

type Facts = Pick<CustomerRow, 'id' | 'source' | 'accountId' | keyof typeof facts>

/** Somebody who has bought nothing yet. */
export const prospect = (known: Facts, at: number): CustomerRow => ({
  ...known,
  createdAt: at,
  ordersCount: 0,
  net: 0,
  firstOrderAt: null,
  lastOrderAt: null,
  bought: [],
  discount: null,
  region: regionOf(known.address),
  tier: null,
  pinTier: null,
  pinReason: null,
  pinUntil: null,
  figures: null,
  openDisputes: 0,
  unhappyAt: null,
  lastContactAt: null,
  recentContacts: [],
  doNotContact: 0,
  consent: {},
  erasedAt: null,
})

/**
 * A prospect written down by hand (潜在客户). The buyer of a file who was added before changes nothing; another id that
 * is taken is refused `already_exists`.
 */
const add = defineMutation({
  version: 1,
  by: { role: 'agent', links: ['complain'] },
  args: AddArgs,
  touches: (args) => [{ table: 'customers', id: args.id }],
  apply(rows, args, { at }) {
    if (rows.get('customers', args.id)) {
      if (isContentId(args.id)) return []
      throw new Refusal('already_exists', { table: 'customers' })
    }
    return [{ op: 'insert', table: 'customers', row: prospect({ ...args, accountId: null }, at) }]
  },
})

/** An address that names no region leaves the one known before; without an address there is none. */
function regionAfter({ region }: CustomerRow, { address }: Partial<CustomerRow>): Partial<CustomerRow> {
  if (address === undefined) return {}
  return { region: address === null ? null : (regionOf(address) ?? region) }
}

const Editable = v.object({
  nickname: v.exactOptional(facts.nickname),
  name: v.exactOptional(facts.name),
  phone: v.exactOptional(facts.phone),
  email: v.exactOptional(facts.email),
  address: v.exactOptional(facts.address),
  note: v.exactOptional(facts.note),
  doNotContact: v.exactOptional(v.picklist([0, 1])),
})

/**
 * Changes what is known of a person; `was` holds the values seen before. Refused `conflict`, or `bad_args` when nothing
 * to call them by would remain.
 */
const edit = defineMutation({
  version: 1,
  by: { role: 'agent' },
  args: v.object({ id, set: Editable, was: Editable }),
  touches: (args) => [{ table: 'customers', id: args.id }],
  apply(rows, { id: customerId, set, was }) {
    const customer = mustGet(rows, 'customers', customerId)
    const changed = mergeEdit<CustomerRow>(customer, set, was)
    if (Object.keys(changed).length === 0) return []
    if (isNamed(customer) && !isNamed({ ...customer, ...changed })) throw new Refusal('bad_args', { field: 'name' })
    return [
      { op: 'update', table: 'customers', id: customerId, set: { ...changed, ...regionAfter(customer, changed) } },
    ]
  },
})

/**
 * We wrote or called of our own accord: it counts towards the contact cap. Refused `not_eligible` against an express no;
 * where nobody was asked it has happened, and is noted.
 */
const contacted = defineMutation({
  version: 1,
  by: { role: 'agent' },
  args: v.object({
    customerId: id,
    channel: text(40),
    purpose: v.picklist(CONTACT_PURPOSES),
  }),
  touches: ({ customerId }) => [{ table: 'customers', id: customerId }],
  apply(rows, { customerId, channel, purpose }, { at, shop }) {
    const customer = mustGet(rows, 'customers', customerId)
    const refused = refusal(customer, channel, purpose)
    if (refused && isExpress(refused)) throw new Refusal('not_eligible', { reasons: [refused] })
    return [{ op: 'update', table: 'customers', id: customerId, set: withContact(customer, shop.settings, at) }]
  },
})

/**
 * What they said to being written to by one channel; null takes back what was noted. A no always goes in, whatever was
 * noted meanwhile; a yes that would replace what the phone had not seen is refused `conflict`.
 */
const consent = defineMutation({
  version: 1,
  by: { role: 'agent', scope: 'customers:write' },
  args: v.object({
    id,
    channel: v.picklist(CONSENT_CHANNELS),
    answer: v.nullable(v.picklist(['yes', 'no'])),
    how: v.picklist(CONSENT_WAYS),
    /** When they said so, epoch ms; null for now. */
    saidAt: v.optional(v.nullable(time), null),
    /** What was noted before, as it was seen. */
    was: v.nullable(v.picklist(['yes', 'no'])),
  }),
  touches: (args) => [{ table: 'customers', id: args.id }],
  apply(rows, { id: customerId, channel, answer, how, saidAt, was }, { at, actor }) {
    const { consent: known } = mustGet(rows, 'customers', customerId)
    const now = known[channel]?.answer ?? null
    if (saidAt !== null && saidAt > at) throw new Refusal('bad_date', { field: 'saidAt' })
    if (answer !== 'no' && now !== was && now !== answer) {
      throw new Refusal('conflict', { fields: { consent: { yours: answer, theirs: now } } })
    }
    if (now === answer) return []
    const { [channel]: _, ...others } = known
    const said = answer === null ? {} : { [channel]: { answer, at: saidAt ?? at, how, by: actor.memberId } }
    return [{ op: 'update', table: 'customers', id: customerId, set: { consent: { ...others, ...said } } }]
  },
})

/** Somebody looked at what is masked, called, or copied it: nothing changes, and the audit trail knows. */
const reveal = defineMutation({
  version: 1,
  by: { role: 'agent' },
  args: v.object({
    customerId: id,
    fields: v.pipe(v.array(v.picklist(CONTACT_FIELDS)), v.minLength(1), v.maxLength(3)),
  }),
  touches: ({ customerId }) => [{ table: 'customers', id: customerId }],
  target: ({ customerId }) => customerId,
  auditedAs: ({ fields }) => revealAction(fields),
  apply(rows, { customerId }) {
    mustGet(rows, 'customers', customerId)
    return []
  },
})

export const customerMutations = {
  'customer.add': add,
  'customer.edit': edit,
  'customer.contacted': contacted,
  'customer.consent': consent,
  'customer.reveal': reveal,
}
