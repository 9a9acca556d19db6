import * as v from 'valibot'
import { transition } from '../../../worker/domain/dispute.ts'
import { openedDispute } from '../../../worker/domain/dispute-open.ts'
import { askedOf, type DisputeAction } from '../../../worker/domain/dispute-terms.ts'
import type { Change, Meta, Mutation, Rows } from '../../../worker/domain/mutation.ts'
import { prospect } from '../../../worker/domain/mutations/customer.ts'
import { Refusal } from '../../../worker/domain/refusal.ts'
import type {
  CustomerRow,
  DisputeRow,
  DisputeStep,
  Figures,
  Role,
  ShopRow,
  TableName,
  Tables,
} from '../../../worker/domain/rows.ts'
import { defaultSettings, type Settings } from '../../../worker/domain/settings.ts'
import { DAY_MS } from '../../../worker/domain/time.ts'
import { figuresWith } from '../../support/figures.ts'

/** Monday 3 March 2025, 10:00 in Shanghai. */
export const T0 = Date.parse('2025-03-03T10:00:00+08:00')

export function shopRow(settings: Partial<Settings> = {}, timezone = 'Asia/Shanghai'): ShopRow {
  return {
    id: 'shop',
    name: '小满杂货',
    currency: 'CNY',
    timezone,
    locale: 'zh-CN',
    settings: { ...defaultSettings(), ...settings },
    demo: 0,
    createdAt: 0,
    figuresAsOf: null,
  }
}

export function meta(at = T0, role: Role = 'agent', id = `m${at}`): Meta {
  return { id, at, actor: { kind: 'member', memberId: `${role}-1`, role }, shop: shopRow() }
}

/** Beside a nickname. */
export const UNKNOWN = { accountId: null, name: null, phone: null, email: null, address: null, note: null }

export function customerRow(over: Partial<CustomerRow> = {}): CustomerRow {
  return { ...prospect({ ...UNKNOWN, id: 'c1', source: 'hand', nickname: '阿宁' }, 0), ...over }
}

export const worth = (valueAtRisk: number): Figures => figuresWith({ tier: 'C', valueAtRisk })

export const COMPLAINT = {
  id: 'd1',
  customerId: 'c1',
  orderId: null,
  orderRef: 'TB20250301',
  product: '青釉茶杯',
  channel: 'taobao',
  source: 'hand',
  words: '杯子到手就有裂纹，问客服还说是我摔的',
  wants: '换一个好的',
} as const

export const openDispute = (over: Partial<DisputeRow> = {}): DisputeRow => ({
  ...openedDispute(COMPLAINT, 'B', meta()),
  ...over,
})

type Act<K extends DisputeAction['kind']> = Extract<DisputeAction, { kind: K }>
type Form<K extends DisputeAction['kind']> = Omit<Act<K>, 'kind' | 'from' | 'loop'>

/** A well-filled form of each action. */
export const FORMS: { [K in DisputeAction['kind']]: Form<K> } = {
  reply: { text: '你好，我这就去查。', at: null },
  analyse: {
    surface: '杯子有裂纹',
    real: '被当成说谎的人',
    causeFamily: 'service',
    cause: 'attitude',
    responsibility: 'shop',
    severity: 'medium',
  },
  resolve: {
    remedies: [{ kind: 'resend', cost: 3000, promisedAt: T0 + 2 * DAY_MS, note: null }],
    told: '给你补发一个，最晚3月5日到。',
    was: { remedies: [], told: null },
  },
  approve: { asked: { remedies: [], told: null } },
  record: {
    confirmedCause: 'attitude',
    done: '补发并道歉',
    actualCost: 2800,
    lesson: '先看照片再开口',
    followUpAt: null,
  },
  attempt: { channel: 'phone', note: '没接', nextAt: null },
  rate: { satisfaction: { expectation: 4, quality: 5, service: 3 }, comment: null, tier: 'B' },
}

/** The action as taken by someone who sees the case as it is. */
export function act<K extends DisputeAction['kind']>(
  dispute: DisputeRow,
  kind: K,
  over: Partial<Form<K>> = {},
): Act<K> {
  const asked = kind === 'approve' && { asked: askedOf(dispute) }
  return { kind, from: dispute.step, loop: dispute.loop, ...FORMS[kind], ...asked, ...over } as unknown as Act<K>
}

/** The case after a move; throws the move's Refusal. */
export function moved<K extends DisputeAction['kind']>(
  dispute: DisputeRow,
  kind: K,
  over: Partial<Form<K>> = {},
  by: Meta = meta(),
): DisputeRow {
  return { ...dispute, ...transition(dispute, act(dispute, kind, over), by).set }
}

/** A case that came to `step` by the plain way. */
export function disputeAt(step: DisputeStep): DisputeRow {
  let dispute = openDispute()
  for (const kind of ['reply', 'analyse', 'resolve', 'record', 'rate'] as const) {
    if (dispute.step === step) break
    dispute = moved(dispute, kind)
  }
  return dispute
}

/** A case whose costly resolution waits for the owner. */
export const awaitingApproval = (): DisputeRow =>
  moved(disputeAt('resolve'), 'resolve', { remedies: [{ kind: 'refund', cost: 20_001, promisedAt: null, note: null }] })

/** The Refusal a call throws; fails when it does not. */
export function refusalOf(run: () => unknown): Refusal {
  try {
    run()
  } catch (error) {
    if (error instanceof Refusal) return error
    throw error
  }
  throw new Error('was not refused')
}

/** Rows in memory that take changes as phone and server do: an update whose guard does not hold fails. */
export class MemoryRows implements Rows {
  #tables = new Map<TableName, Map<string, object>>()

  with<T extends TableName>(table: T, ...rows: Tables[T][]): this {
    for (const row of rows) this.#table(table).set(row.id, row)
    return this
  }

  get<T extends TableName>(table: T, id: string): Tables[T] | undefined {
    return this.#table(table).get(id) as Tables[T] | undefined
  }

  must<T extends TableName>(table: T, id: string): Tables[T] {
    const row = this.get(table, id)
    if (!row) throw new Error(`no ${table} ${id}`)
    return row
  }

  /** Parses the arguments, loads only what the mutation says it touches, applies it and keeps the changes. */
  run<A>(mutation: Mutation<A>, input: unknown, by: Meta): Change[] {
    const args = v.parse(mutation.args, input)
    const touched = new Set(mutation.touches(args).map(({ table, id }) => `${table}/${id}`))
    const loaded: Rows = {
      get: (table, id) => {
        if (!touched.has(`${table}/${id}`)) throw new Error(`${table}/${id} was not declared`)
        return this.get(table, id)
      },
    }
    const changes = mutation.apply(loaded, args, by)
    for (const change of changes) this.#keep(change)
    return changes
  }

  #keep(change: Change): void {
    const table = this.#table(change.table)
    if (change.op === 'insert') {
      if (table.has(change.row.id)) throw new Error(`${change.table}/${change.row.id} exists`)
      table.set(change.row.id, change.row)
      return
    }
    const row = table.get(change.id)
    if (!row) throw new Error(`${change.table}/${change.id} is missing`)
    for (const [field, value] of Object.entries(change.expect ?? {})) {
      if ((row as Record<string, unknown>)[field] !== value) throw new Error(`guard of ${field} does not hold`)
    }
    table.set(change.id, { ...row, ...change.set })
  }

  #table(table: TableName): Map<string, object> {
    const rows = this.#tables.get(table) ?? new Map<string, object>()
    this.#tables.set(table, rows)
    return rows
  }
}
