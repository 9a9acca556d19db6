/** Pending changes laid over the base: the same rules the server runs, run again on whatever the base says now. */
import * as v from 'valibot'
import { allows } from '../../worker/domain/actor.ts'
import { mustBeKnown } from '../../worker/domain/erased.ts'
import type { Change, Meta, Mutation, Ref, Rows } from '../../worker/domain/mutation.ts'
import { Refusal } from '../../worker/domain/refusal.ts'
import type { ShopRow, TableName, Tables } from '../../worker/domain/rows.ts'
import type { OutboxEntry, State } from './database.ts'

/** Any catalogue of rules: the app's, or a small one of a test. */
// biome-ignore lint/suspicious/noExplicitAny: each rule has its own argument type, known only to itself
export type Catalogue = Readonly<Record<string, Mutation<any>>>

/** Rows as pending changes leave them, by table and id. */
export class Overlay implements Rows {
  readonly #base: Rows
  readonly #tables = new Map<TableName, Map<string, object>>()
  constructor(base: Rows) {
    this.#base = base
  }

  get<T extends TableName>(table: T, id: string): Tables[T] | undefined {
    return (this.#tables.get(table)?.get(id) as Tables[T] | undefined) ?? this.#base.get(table, id)
  }

  tables(): TableName[] {
    return [...this.#tables.keys()]
  }

  rowsOf<T extends TableName>(table: T): ReadonlyMap<string, Tables[T]> | undefined {
    return this.#tables.get(table) as ReadonlyMap<string, Tables[T]> | undefined
  }

  /** Shows one rule's changes, all or none. @throws Refusal `not_found` for an update of a row that is not there */
  put(changes: readonly Change[]): void {
    const ready = changes.map((change) => ({ table: change.table, row: this.#result(change) }))
    for (const { table, row } of ready) {
      const rows = this.#tables.get(table) ?? new Map<string, object>()
      this.#tables.set(table, rows.set(row.id, row))
    }
  }

  #result(change: Change): { id: string } {
    if (change.op === 'insert') return change.row
    const row = this.get(change.table, change.id)
    if (!row) throw new Refusal('not_found', { table: change.table })
    return { ...row, ...change.set }
  }
}

export interface Person {
  actor: Meta['actor']
  shop: ShopRow
}

/** Who acts and for which shop; null before the first page arrived. */
export function personOf(rows: Rows, state: State): Person | null {
  const shop = state.shopId === null ? undefined : rows.get('shops', state.shopId)
  return shop && state.role ? { actor: { kind: 'member', memberId: state.userId ?? '', role: state.role }, shop } : null
}

/** Arguments as the rule wants them. @throws Refusal unknown_mutation, old_version, bad_args */
export function parseArgs(
  catalogue: Catalogue,
  name: string,
  version: number,
  args: unknown,
): { mutation: Mutation; args: unknown } {
  const mutation = Object.hasOwn(catalogue, name) ? catalogue[name] : undefined
  if (!mutation) throw new Refusal('unknown_mutation', { name })
  if (version !== mutation.version) throw new Refusal('old_version', { version: mutation.version })
  const parsed = v.safeParse(mutation.args, args)
  if (!parsed.success)
    throw new Refusal('bad_args', { fields: parsed.issues.slice(0, 10).map((issue) => v.getDotPath(issue)) })
  return { mutation, args: parsed.output }
}

/** What one entry changes on `rows` now. @throws Refusal */
export function changesOf(
  catalogue: Catalogue,
  rows: Rows,
  person: Person | null,
  entry: Pick<OutboxEntry, 'id' | 'name' | 'version' | 'args' | 'at'>,
): Change[] {
  const { mutation, args } = parseArgs(catalogue, entry.name, entry.version, entry.args)
  if (!person) throw new Refusal('not_found', { table: 'shops' })
  if (!allows(person.actor, mutation.by)) throw new Refusal('forbidden')
  mustBeKnown(rows, mutation, mutation.touches(args))
  return mutation.apply(rows, args, { id: entry.id, at: entry.at, ...person })
}

/** The rows an entry reads and writes; nothing when its rule is unknown here. */
export function refsOf(catalogue: Catalogue, entry: Pick<OutboxEntry, 'name' | 'args' | 'version'>): Ref[] {
  try {
    const { mutation, args } = parseArgs(catalogue, entry.name, entry.version, entry.args)
    return mutation.touches(args)
  } catch {
    return []
  }
}

/** `table/id`, to mark rows that changes not yet sent have touched. */
export const rowKey = (table: TableName, id: string): string => `${table}/${id}`

export interface Replayed {
  overlay: Overlay
  /** Ids of entries whose rule does not fit the base at present: kept and sent, without effect here. */
  waiting: ReadonlySet<string>
  /** Row keys touched by entries the server has not answered. */
  unsent: ReadonlySet<string>
}

/** Lays `entries`, in order, over `base`. What the base contains already (seq ≤ baseSeq) is not laid twice. */
export function replay(catalogue: Catalogue, base: Rows, state: State, entries: readonly OutboxEntry[]): Replayed {
  const overlay = new Overlay(base)
  const waiting = new Set<string>()
  const unsent = new Set<string>()
  for (const entry of entries) {
    if (entry.seq <= state.baseSeq) continue
    try {
      const changes = changesOf(catalogue, overlay, personOf(overlay, state), entry)
      overlay.put(changes)
      if (entry.acked === 0) for (const change of changes) unsent.add(rowKey(change.table, idOf(change)))
    } catch {
      // A rule that refuses, or that fails on a base it did not expect: the server decides, nothing is lost here.
      waiting.add(entry.id)
    }
  }
  return { overlay, waiting, unsent }
}

const idOf = (change: Change): string => (change.op === 'insert' ? change.row.id : change.id)
