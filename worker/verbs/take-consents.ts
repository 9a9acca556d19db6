/** What people said to being written to, told by another program: noted with when and how, the newest word wins. */
import * as v from 'valibot'
import { peopleNamed } from '../../db/queries/consents.ts'
import type { Statement } from '../../db/statement.ts'
import { toRow } from '../../db/tables.ts'
import { type Ctx, load } from '../context.ts'
import type { May } from '../domain/actor.ts'
import { buyerKey } from '../domain/buyer-key.ts'
import { CONSENT_CHANNELS, CONSENT_WAYS } from '../domain/consent.ts'
import { Refusal } from '../domain/refusal.ts'
import type { ShopRow } from '../domain/rows.ts'
import { parseInstant } from '../domain/time.ts'
import { whileLost } from './guards.ts'
import { decideAll, LoadedRows, parseStep } from './perform.ts'

/** Most answers one call may carry. */
export const CONSENTS_LIMIT = 100

const text = (max: number) => v.pipe(v.string(), v.trim(), v.minLength(1), v.maxLength(max))

const Said = v.pipe(
  v.object({
    customerId: v.optional(text(64)),
    /** As in an order: by what identifies them there. */
    customer: v.optional(
      v.object({
        source: v.optional(text(64), 'api'),
        accountId: v.optional(text(128)),
        phone: v.optional(text(64)),
        email: v.optional(text(254)),
      }),
    ),
    channel: v.picklist(CONSENT_CHANNELS),
    answer: v.picklist(['yes', 'no']),
    how: v.optional(v.picklist(CONSENT_WAYS), 'api'),
    /** When they said so, ISO 8601 with an offset. */
    at: v.pipe(
      v.string(),
      v.rawTransform(({ dataset, addIssue, NEVER }) => {
        const at = parseInstant(dataset.value)
        if (at !== null && at > 0) return at
        addIssue({ message: 'an instant with its offset' })
        return NEVER
      }),
    ),
  }),
  v.check(({ customerId, customer }) => customerId !== undefined || customer !== undefined, 'whose it is'),
)
type Said = v.InferOutput<typeof Said>

export interface TakenConsents {
  noted: number
  /** Known already, or something newer is. */
  unchanged: number
  rejected: { index: number; code: string; reason: string }[]
}

const NEED: May = { role: 'agent', scope: 'customers:write' }

const keyOf = ({ customer }: Said): string | null =>
  (customer && buyerKey({ source: customer.source, customer })) || null

/** Notes up to {@link CONSENTS_LIMIT} answers of unknown shape in one write; what cannot be noted is listed by its index. */
export function takeConsents(ctx: Ctx, inputs: readonly unknown[]): Promise<TakenConsents> {
  const said = inputs.map((input) => v.safeParse(Said, input))
  const good = said.flatMap((each) => (each.success ? [each.output] : []))
  const ids = good.flatMap(({ customerId }) => customerId ?? [])
  const keys = good.flatMap((each) => (each.customerId === undefined ? (keyOf(each) ?? []) : []))
  return whileLost(async () => {
    const {
      actor,
      shop,
      stored,
      rows: [found = []],
    } = await load(ctx, NEED, [peopleNamed(ids, keys)])
    const rows = loaded(stored)
    const idOf = new Map<string, string>()
    for (const { key, ...row } of found) {
      rows.add('customers', String(row.id), toRow('customers', row))
      if (key !== null) idOf.set(String(key), String(row.id))
    }
    const answer: TakenConsents = { noted: 0, unchanged: 0, rejected: [] }
    const statements: Statement[] = []
    for (const [index, each] of said.entries()) {
      try {
        if (!each.success)
          throw new Refusal('bad_args', { fields: each.issues.map((issue) => v.getDotPath(issue) ?? '') })
        const { customerId, channel, answer: yes, how, at } = each.output
        const id = customerId ?? idOf.get(keyOf(each.output) ?? '')
        if (id === undefined) throw new Refusal('not_found', { table: 'customers' })
        const known = rows.get('customers', id)?.consent[channel]
        if (known && (known.answer === yes || known.at > at)) {
          answer.unchanged++
          continue
        }
        const input = { id, channel, answer: yes, how, saidAt: at, was: known?.answer ?? null }
        statements.push(
          ...decideAll([parseStep(ctx, { name: 'customer.consent', input })], rows, actor, shop).statements,
        )
        answer.noted++
      } catch (error) {
        if (!(error instanceof Refusal)) throw error
        answer.rejected.push({ index, code: error.code, reason: reasonOf(error) })
      }
    }
    if (statements.length > 0) await ctx.db.write(statements)
    return answer
  })
}

function loaded(shop: ShopRow): LoadedRows {
  const rows = new LoadedRows()
  rows.add('shops', shop.id, shop)
  return rows
}

function reasonOf({ code, details }: Refusal): string {
  if (code === 'bad_args') return `not valid: ${[details.fields].flat().filter(Boolean).join(', ') || 'the entry'}`
  if (code === 'bad_date') return 'said in the future'
  return code === 'erased' ? 'they asked to be erased' : 'no such customer'
}
