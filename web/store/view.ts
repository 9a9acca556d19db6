/** The base in memory with pending changes laid over it, as signals. No I/O. */
import { batch, computed, type ReadonlySignal, type Signal, signal } from '@preact/signals'
import type { Rows } from '../../worker/domain/mutation.ts'
import { Refusal } from '../../worker/domain/refusal.ts'
import type { TableName, Tables } from '../../worker/domain/rows.ts'
import { ALL_TABLES, type OutboxEntry, type Rejection, type State } from './database.ts'
import type { Delta, TableDelta } from './decode.ts'
import { type Catalogue, changesOf, Overlay, personOf, type Replayed, refsOf, replay, rowKey } from './replay.ts'

type Held = { [T in TableName]: Map<string, Tables[T]> }
type PerTable<V> = { [T in TableName]: V }
const perTable = <V>(make: (table: TableName) => V): PerTable<V> =>
  Object.fromEntries(ALL_TABLES.map((table) => [table, make(table)])) as PerTable<V>

/** What is known anew; parts left out stay as they are. */
export interface News {
  delta?: Delta | undefined
  /** The base was emptied first. */
  emptied?: boolean | undefined
  state?: State | undefined
  outbox?: OutboxEntry[] | null | undefined
  rejections?: Rejection[] | undefined
}

export class View {
  /** True once a table is wholly in memory; orders never are. */
  readonly ready: PerTable<Signal<boolean>> = perTable(() => signal(false))
  readonly state: Signal<State>
  /** Changes not yet contained in the base, in order. */
  readonly outbox: Signal<readonly OutboxEntry[]> = signal([])
  readonly rejections: Signal<readonly Rejection[]> = signal([])
  /** Ids of pending changes that have no effect on the present base. */
  readonly waiting: ReadonlySignal<ReadonlySet<string>>

  /** Empty until the rules are here; before, pending changes wait. */
  #catalogue: Catalogue = {}
  readonly #held = perTable(() => new Map()) as Held
  readonly #versions: PerTable<Signal<number>> = perTable(() => signal(0))
  readonly #lists: { [T in TableName]?: ReadonlySignal<readonly Tables[T][]> } = {}
  readonly #base: Rows = { get: (table, id) => this.#held[table].get(id) }
  readonly #replayed: Signal<Replayed>

  constructor(state: State) {
    this.state = signal(state)
    this.#replayed = signal({ overlay: new Overlay(this.#base), waiting: new Set<string>(), unsent: new Set<string>() })
    this.waiting = computed(() => this.#replayed.value.waiting)
  }

  /** A row as the person sees it; reading it in a component or computed signal subscribes to its table. */
  get<T extends TableName>(table: T, id: string): Tables[T] | undefined {
    this.#versions[table].value
    return this.rows.get(table, id)
  }

  /** All rows of a table as the person sees them, in no particular order. Rebuilt only when read after a change. */
  list<T extends TableName>(table: T): ReadonlySignal<readonly Tables[T][]> {
    const known = this.#lists[table] as ReadonlySignal<readonly Tables[T][]> | undefined
    if (known) return known
    const made = computed(() => {
      this.#versions[table].value
      return this.#merged(table)
    })
    ;(this.#lists as Record<string, unknown>)[table] = made
    return made
  }

  /** Whether a change not yet answered by the server has touched this row. */
  isUnsent(table: TableName, id: string): boolean {
    return this.#replayed.value.unsent.has(rowKey(table, id))
  }

  /** The same rows without subscribing to anything: for rules. */
  get rows(): Rows {
    return this.#replayed.peek().overlay
  }

  #merged<T extends TableName>(table: T): readonly Tables[T][] {
    const base = this.#held[table] as ReadonlyMap<string, Tables[T]>
    const over = this.#replayed.peek().overlay.rowsOf(table)
    if (!over) return [...base.values()]
    const rows: Tables[T][] = []
    for (const row of base.values()) rows.push(over.get(row.id) ?? row)
    for (const row of over.values()) if (!base.has(row.id)) rows.push(row)
    return rows
  }

  /** Takes in everything that became known together; screens change once. */
  absorb(news: News): void {
    const changed = new Set<TableName>()
    if (news.emptied) {
      for (const table of ALL_TABLES) {
        this.#held[table].clear()
        changed.add(table)
      }
    }
    for (const [table, delta] of Object.entries(news.delta ?? {})) {
      if (this.#take(table as TableName, delta)) changed.add(table as TableName)
    }
    batch(() => {
      if (news.state) this.state.value = news.state
      if (news.outbox) this.outbox.value = news.outbox
      if (news.rejections) this.rejections.value = news.rejections
      this.#lay(changed)
    })
  }

  /** Orders stay on disk; only those a pending change reads are held. */
  #take(table: TableName, { rows, deleted }: TableDelta): boolean {
    const held = this.#held[table] as Map<string, object>
    const pinned = table === 'orders'
    for (const row of rows) if (!pinned || held.has(row.id)) held.set(row.id, row)
    for (const id of deleted) held.delete(id)
    return rows.length + deleted.length > 0
  }

  /** Rows read from disk ahead of their table, or that never are in memory as a whole. */
  pin(delta: Delta): void {
    for (const [table, { rows }] of Object.entries(delta)) {
      const held = this.#held[table as TableName] as Map<string, object>
      for (const row of rows) held.set(row.id, row)
    }
    this.#touch(Object.keys(delta) as TableName[])
  }

  /** The rules are here: what waited for them is shown. */
  learn(catalogue: Catalogue): void {
    this.#catalogue = catalogue
    if (this.outbox.peek().length > 0) batch(() => this.#lay(new Set()))
  }

  #lay(changed: Set<TableName>): void {
    const before = this.#replayed.peek().overlay
    const after = replay(this.#catalogue, this.#base, this.state.peek(), this.outbox.peek())
    this.#replayed.value = after
    this.#touch(new Set([...changed, ...before.tables(), ...after.overlay.tables()]))
  }

  /** Shows more changes on top of the others. */
  append(entries: readonly OutboxEntry[], state: State): void {
    const outbox = this.outbox.peek()
    const known = new Set(outbox.map(({ id }) => id))
    const fresh = entries.filter(({ id }) => !known.has(id))
    if (fresh.length === 0) return
    batch(() => {
      this.state.value = state
      this.outbox.value = [...outbox, ...fresh]
      this.#lay(new Set())
    })
  }

  #touch(tables: Iterable<TableName>): void {
    batch(() => {
      for (const table of tables) this.#versions[table].value++
    })
  }

  /** Whether changes can be made now, each after those before it: null, or why the rule says no. */
  check(changes: readonly Pick<OutboxEntry, 'id' | 'name' | 'version' | 'args' | 'at'>[]): (Refusal | null)[] {
    const after = new Overlay(this.rows)
    const state = this.state.peek()
    return changes.map((change) => {
      try {
        after.put(changesOf(this.#catalogue, after, personOf(after, state), change))
        return null
      } catch (error) {
        if (!(error instanceof Refusal)) throw error
        return error
      }
    })
  }

  /** Ids, by table, of rows these entries read that are not in memory. */
  missing(entries: readonly Pick<OutboxEntry, 'name' | 'args' | 'version'>[]): { [T in TableName]?: string[] } {
    const ids: { [T in TableName]?: Set<string> } = {}
    for (const { table, id } of entries.flatMap((entry) => refsOf(this.#catalogue, entry))) {
      if (this.ready[table].peek() || this.#held[table].has(id)) continue
      ids[table] ??= new Set()
      ids[table].add(id)
    }
    return Object.fromEntries(Object.entries(ids).map(([table, wanted]) => [table, [...wanted]]))
  }
}
