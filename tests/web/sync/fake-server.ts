/** A server in memory that keeps to the protocol of push and pull as strictly as the real one. */
import * as v from 'valibot'
import type { Meta, Mutation } from '../../../worker/domain/mutation.ts'
import { Refusal } from '../../../worker/domain/refusal.ts'
import { CORE_TABLES, type Role, type TableName, type Tables } from '../../../worker/domain/rows.ts'
import {
  JSON_COLUMNS,
  type MutationResult,
  type PullPage,
  type PushAnswer,
  PushRequest,
  type Stream,
  WIRE_SCHEMA,
} from '../../../worker/domain/wire.ts'
import { rules } from './rules.ts'

interface Stored {
  table: TableName
  rev: number
  deleted: 0 | 1
  row: { id: string }
}
interface Data {
  rev: number
  rows: Map<string, Stored>
  clients: Map<string, number>
  answers: Map<string, MutationResult>
  /** Names of mutations applied, in order. */
  applied: string[]
}

export class ProblemAnswer extends Error {
  readonly status: number
  readonly body: Record<string, unknown>
  constructor(status: number, code: string, more: Record<string, unknown> = {}) {
    super(code)
    this.status = status
    this.body = { type: 'about:blank', title: code, status, code, ...more }
  }
}

export class FakeServer {
  epoch = 'epoch-1'
  schema = WIRE_SCHEMA
  role: Role = 'owner'
  userId = 'user'
  now = 1_700_000_000_000
  pageRows = 100
  /** Code with which it turns away whoever asks. */
  refusal: 'unauthorized' | 'member_removed' | null = null
  /** A mutation of this name cannot be read: the whole push is answered 400. */
  unreadable: string | null = null
  /** What it lets people do. */
  catalogue: Record<string, Mutation> = rules as unknown as Record<string, Mutation>
  #restoredTo: number | null = null
  #data: Data = { rev: 0, rows: new Map(), clients: new Map(), answers: new Map(), applied: [] }

  get applied(): readonly string[] {
    return this.#data.applied
  }

  put<T extends TableName>(table: T, ...rows: Tables[T][]): void {
    this.#data.rev++
    for (const row of rows) this.#set(table, row)
  }
  /** What another reader sees differently: no news to anybody. */
  quietly<T extends TableName>(table: T, row: Tables[T]): void {
    const stored = this.#data.rows.get(`${table}/${row.id}`)
    if (stored) stored.row = row as unknown as typeof stored.row
  }
  remove(table: TableName, id: string): void {
    this.#data.rev++
    this.#data.rows.set(`${table}/${id}`, { table, rev: this.#data.rev, deleted: 1, row: { id } })
  }
  get<T extends TableName>(table: T, id: string): Tables[T] | undefined {
    const stored = this.#data.rows.get(`${table}/${id}`)
    return stored && stored.deleted === 0 ? (stored.row as unknown as Tables[T]) : undefined
  }
  #set(table: TableName, row: { id: string }): void {
    this.#data.rows.set(`${table}/${row.id}`, { table, rev: this.#data.rev, deleted: 0, row })
  }

  backUp(): Data {
    return structuredClone(this.#data)
  }
  /** @param restoredTo the moment of the backup */
  restore(backup: Data, epoch: string, restoredTo: number | null = null): void {
    this.#data = structuredClone(backup)
    this.epoch = epoch
    this.#restoredTo = restoredTo
  }

  push(body: unknown): PushAnswer {
    if (this.refusal) throw new ProblemAnswer(401, this.refusal)
    const { clientId, mutations } = v.parse(PushRequest, body)
    if (mutations.some((m) => m.name === this.unreadable)) throw new ProblemAnswer(400, 'bad_request')
    const results: MutationResult[] = []
    for (const { seq, id, name, args, at } of mutations) {
      const last = this.#data.clients.get(clientId) ?? 0
      const before = this.#data.answers.get(id)
      if (seq > last + 1 || (seq <= last && !before))
        throw new ProblemAnswer(409, 'sequence_gap', { expected: last + 1 })
      const answer: MutationResult = before ? { ...before, seq } : this.#apply(seq, id, name, args, at)
      this.#data.answers.set(id, answer)
      this.#data.clients.set(clientId, Math.max(last, seq))
      results.push(answer)
    }
    return { results, lastSeq: this.#data.clients.get(clientId) ?? 0, now: this.now }
  }

  #apply(seq: number, id: string, name: string, raw: unknown, at: number): MutationResult {
    try {
      const mutation = this.catalogue[name]
      if (!mutation) throw new Refusal('unknown_mutation')
      const shop = this.get('shops', 'shop')
      if (!shop) throw new Error('no shop')
      const meta: Meta = { id, at, actor: { kind: 'member', memberId: this.userId, role: this.role }, shop }
      const changes = mutation.apply({ get: (table, key) => this.get(table, key) }, v.parse(mutation.args, raw), meta)
      this.#data.rev++
      for (const change of changes) {
        if (change.op === 'insert') this.#set(change.table, change.row)
        else this.#set(change.table, { ...(this.get(change.table, change.id) as { id: string }), ...change.set })
      }
      this.#data.applied.push(name)
      return { seq, status: 'applied' }
    } catch (error) {
      if (!(error instanceof Refusal)) throw error
      return { seq, status: 'rejected', code: error.code, details: error.details }
    }
  }

  pull(clientId: string, stream: Stream, cursor: string | null): PullPage {
    if (this.refusal) throw new ProblemAnswer(401, this.refusal)
    const from = cursor === null ? null : (JSON.parse(cursor) as [number, string, string])
    const inStream = (table: TableName) => (stream === 'orders') === (table === 'orders')
    const found = [...this.#data.rows.values()]
      .filter((stored) => inStream(stored.table) && (from === null || compare(keyOf(stored), from) > 0))
      .sort((a, b) => compare(keyOf(a), keyOf(b)))
    const rows = found.slice(0, this.pageRows)
    const last = rows.at(-1)
    return {
      epoch: this.epoch,
      restoredTo: this.#restoredTo,
      schema: this.schema,
      role: this.role,
      userId: this.userId,
      shopId: 'shop',
      lastSeq: this.#data.clients.get(clientId) ?? 0,
      now: this.now,
      cursor: JSON.stringify(last ? keyOf(last) : (from ?? [0, '', ''])),
      more: found.length > rows.length,
      tables: pack(rows),
    }
  }
}

const keyOf = ({ rev, table, row }: Stored): [number, string, string] => [rev, table, row.id]
const compare = (a: [number, string, string], b: [number, string, string]): number =>
  a[0] - b[0] || (a[1] < b[1] ? -1 : a[1] > b[1] ? 1 : 0) || (a[2] < b[2] ? -1 : a[2] > b[2] ? 1 : 0)

function pack(found: Stored[]): PullPage['tables'] {
  const tables: Record<string, { columns: string[]; rows: unknown[][] }> = {}
  for (const table of [...CORE_TABLES, 'orders'] as TableName[]) {
    const some = found.filter((stored) => stored.table === table)
    if (some.length === 0) continue
    const columns = [...new Set(some.flatMap((stored) => Object.keys(stored.row)))]
    const json = (JSON_COLUMNS[table] ?? []) as readonly string[]
    const rows = some.map(({ row, deleted }) => [
      ...columns.map((name) => {
        const value = (row as Record<string, unknown>)[name] ?? null
        return json.includes(name) && value !== null ? JSON.stringify(value) : value
      }),
      deleted,
    ])
    tables[table] = { columns: [...columns, 'deleted'], rows }
  }
  return tables
}
