/** The phone's store: the database, its rows in memory, and the one way a change gets in. */
import { computed, type ReadonlySignal, type Signal, signal } from '@preact/signals'
import type { Refusal } from '../../worker/domain/refusal.ts'
import type { TableName, Tables } from '../../worker/domain/rows.ts'
import { CORE_TABLES } from '../../worker/domain/rows.ts'
import type { Channel, Message } from '../sync/channel.ts'
import {
  type Commit,
  forgetShop,
  inChunks,
  markEnded,
  markEntered,
  ordersOf,
  readSnapshot,
  type Snapshot,
  wipeDatabase,
} from './base.ts'
import { type Database, type Ended, openDatabase, readState, type Upload } from './database.ts'
import type { Delta } from './decode.ts'
import { dropDraftsAbout } from './drafts.ts'
import { unsentOf } from './files.ts'
import { newId } from './ids.ts'
import { append, dismiss, restoreRead } from './outbox.ts'
import type { Catalogue } from './replay.ts'
import { View } from './view.ts'

export interface StoreDeps {
  /** Loads the rules: asked for when something is changed or waits to be sent, again where it failed. */
  rules: () => Promise<Catalogue>
  channel: Channel
  /** The phone's clock, epoch ms. */
  now: () => number
  /** Database name; differs only in tests. */
  name?: string
  /** The connection to the database is gone for good: load the page again. */
  onLost?: () => void
}

/** A change a person asks for. */
interface Wanted {
  name: string
  args: unknown
}

/** Customers may be many: they come after the first screen, this many at a time. */
const CHUNK = 2000
const SMALL = CORE_TABLES.filter((table) => table !== 'customers')

export class Store {
  readonly db: Database
  readonly view: View
  /** Files whose bytes the server does not have yet, in the order they were added. */
  readonly uploads: Signal<readonly Upload[]> = signal([])
  /** How many changes and files are still only on this phone. */
  readonly unsent: ReadonlySignal<number> = computed(() => unsentOf(this.view, this.uploads.value))
  readonly #deps: StoreDeps
  /** Rules see what the change before them did, so changes of one tab are made one after the other. */
  #turn: Promise<unknown> = Promise.resolve()
  #catalogue: Catalogue | null = null
  #learning: Promise<Catalogue> | null = null
  readonly #stopListening: () => void

  private constructor(deps: StoreDeps, db: Database, view: View) {
    this.#deps = deps
    this.db = db
    this.view = view
    this.#stopListening = deps.channel.listen((message) => {
      // Reading fails only when the connection is gone, which `onLost` has been told.
      this.#hear(message).catch(() => {})
    })
  }

  /** Opens the database and shows everything but the customers; `loaded` settles when those are there too. */
  static async open(deps: StoreDeps): Promise<{ store: Store; loaded: Promise<void> }> {
    const db = await openDatabase(deps.name, deps.onLost)
    const store = new Store(deps, db, new View(await readState(db)))
    await store.#readSmall()
    return { store, loaded: store.#readCustomers() }
  }

  /** Has the rules at hand before the first change asks for them. Rejects where they cannot be had at present. */
  learnRules(): Promise<Catalogue> {
    this.#learning ??= this.#deps.rules().then(
      (catalogue) => {
        this.#catalogue = catalogue
        this.view.learn(catalogue)
        return catalogue
      },
      (error: unknown) => {
        this.#learning = null
        throw error
      },
    )
    return this.#learning
  }

  /**
   * Makes a change: the rule decides on what this person sees, then the change is on disk, then on screen.
   * @returns the mutation's id, which is also the id of the row it creates, if it creates one
   * @throws Refusal when the rule says no, DOMException when the disk does, TypeError when the rules cannot be had;
   *   nothing was changed then
   */
  mutate(name: string, args: unknown): Promise<string> {
    return this.#make([{ name, args }], ([done]) => {
      if (typeof done === 'string') return done
      throw done
    })
  }

  /**
   * Makes many changes in order, with one write to the disk and one drawing. What a rule refuses does not hold up the
   * others.
   * @returns of each change its id, or why not
   * @throws DOMException when the disk says no, TypeError when the rules cannot be had; nothing was changed then
   */
  mutateAll(changes: readonly Wanted[]): Promise<(string | Refusal)[]> {
    return this.#make(changes, (outcomes) => outcomes)
  }

  #make<R>(changes: readonly Wanted[], result: (outcomes: (string | Refusal)[]) => R): Promise<R> {
    const at = this.now()
    // Outside the turn: emptying the phone does not wait for rules that take their time.
    return this.#catalogue
      ? this.#makeBy(this.#catalogue, at, changes, result)
      : this.learnRules().then((catalogue) => this.#makeBy(catalogue, at, changes, result))
  }

  #makeBy<R>(
    catalogue: Catalogue,
    at: number,
    changes: readonly Wanted[],
    result: (outcomes: (string | Refusal)[]) => R,
  ): Promise<R> {
    return this.#inTurn(async () => {
      const wanted = changes.map(({ name, args }) => {
        const version = catalogue[name]?.version ?? 0
        return { id: newId(at), name, version, args: structuredClone(args), at }
      })
      await this.#pinMissing(wanted)
      const refusals = this.view.check(wanted)
      const made = wanted.filter((_, i) => refusals[i] === null)
      if (made.length > 0) {
        const { entries, state } = await append(this.db, made)
        this.view.append(entries, state)
        this.#deps.channel.post({ type: 'outbox' })
      }
      return result(wanted.map(({ id }, i) => refusals[i] ?? id))
    })
  }

  /** The time on the server as far as known, epoch ms. */
  now(): number {
    return Math.round(this.#deps.now() + this.view.state.peek().serverOffset)
  }

  /** Orders of a customer on this phone, newest first. */
  ordersOf(customerId: string): Promise<Tables['orders'][]> {
    return ordersOf(this.db, customerId)
  }

  /** Removes a rejection the person has dealt with. */
  async dismissRejection(id: string): Promise<void> {
    await dismiss(this.db, id)
    await this.outboxChanged()
  }

  /** The person has read that the server was restored from a backup. */
  async restoreRead(): Promise<void> {
    await restoreRead(this.db)
    await this.outboxChanged()
  }

  /** False when the data on this phone is of somebody else, or of another shop: wipe before they go on. */
  storeBelongsTo(user: { userId: string; shopId: string }): boolean {
    const { userId, shopId } = this.view.state.peek()
    return (userId === null || userId === user.userId) && (shopId === null || shopId === user.shopId)
  }

  /**
   * Removes everything stored, unsent changes too.
   * @param ended whether somebody has to sign in before anything is shown
   * @param entry only what is of this one
   * @returns false when somebody signed in since `entry`: nothing went
   */
  wipe(ended: Ended | null = null, entry: string | null = null): Promise<boolean> {
    return this.#inTurn(async () => {
      const done = await wipeDatabase(this.db, ended, entry)
      await this.#baseEmptied()
      return done
    })
  }

  /**
   * Shows nothing of what is stored any more, in every tab and after every start, until `reopen` or a wipe.
   * @param entry whose end it is; unless told, that of whoever this tab knows to be signed in
   * @returns false when somebody signed in since: nothing ended
   */
  end(ended: Ended, entry = this.view.state.peek().entry): Promise<boolean> {
    return this.#inTurn(async () => {
      if (ended !== 'removed') {
        const done = await markEnded(this.db, ended, entry)
        await this.outboxChanged()
        return done
      }
      const done = await forgetShop(this.db, entry)
      if (done) await this.#baseEmptied()
      return done
    })
  }

  /** The person whose data this is has signed in: what was asked before says nothing of them. */
  reopen(): Promise<void> {
    return this.#inTurn(async () => {
      await markEntered(this.db)
      await this.outboxChanged()
    })
  }

  /** Takes in what a pull has written and tells the other tabs. */
  async committed(commit: Commit): Promise<void> {
    if (commit.kind === 'reset') await this.#baseEmptied()
    if (commit.kind !== 'written') return
    this.view.absorb({ delta: commit.delta, state: commit.state, outbox: commit.outbox })
    this.#deps.channel.post({ type: 'rows', ids: idsOf(commit.delta) })
    if (commit.outbox) await this.#pinMissing(commit.outbox)
    const erased = this.#erasedIn(commit.delta)
    if (erased.length > 0) {
      dropDraftsAbout(erased)
      await this.outboxChanged()
    }
  }

  /** Ids of people a page tells were erased, and of all their cases and offers. */
  #erasedIn({ customers }: Delta): string[] {
    const people = new Set(customers?.rows.flatMap(({ id, erasedAt }) => (erasedAt == null ? [] : [id])))
    if (people.size === 0) return []
    const theirs = [...this.view.list('disputes').peek(), ...this.view.list('offers').peek()]
    return [...people, ...theirs.flatMap(({ id, customerId }) => (people.has(customerId) ? [id] : []))]
  }

  /** Reads queue, rejections, state and uploads again after they changed, and tells the other tabs. */
  async outboxChanged(): Promise<void> {
    this.#deps.channel.post({ type: 'outbox' })
    await this.#readOutbox()
  }

  async #baseEmptied(): Promise<void> {
    this.#deps.channel.post({ type: 'reset' })
    await this.#readSmall(true)
  }

  close(): void {
    this.#stopListening()
    this.db.close()
  }

  async #hear(message: Message): Promise<void> {
    if (message.type === 'outbox') return this.#readOutbox()
    if (message.type === 'reset') {
      this.view.ready.customers.value = false
      await this.#readSmall(true)
      return this.#readCustomers()
    }
    if (message.type === 'rows') this.#show(await readSnapshot(this.db, message.ids))
  }

  async #readOutbox(): Promise<void> {
    const snapshot = await readSnapshot(this.db)
    this.#show(snapshot)
    this.uploads.value = await this.db.getAll('uploads')
    await this.#pinMissing(snapshot.outbox)
  }

  async #readSmall(emptied = false): Promise<void> {
    const snapshot = await readSnapshot(this.db, {}, SMALL)
    for (const table of SMALL) this.view.ready[table].value = true
    this.#show(snapshot, emptied)
    this.uploads.value = await this.db.getAll('uploads')
    await this.#pinMissing(snapshot.outbox)
  }

  async #readCustomers(): Promise<void> {
    for await (const rows of inChunks(this.db, 'customers', CHUNK)) {
      this.view.absorb({ delta: { customers: { rows, deleted: [] } } })
    }
    this.view.ready.customers.value = true
  }

  #show({ delta, state, outbox, rejections }: Snapshot, emptied = false): void {
    this.view.absorb({ delta, state, outbox, rejections, emptied })
  }

  /** Rules may read rows that are not in memory (yet): those are fetched before the rule runs. */
  async #pinMissing(entries: Parameters<View['missing']>[0]): Promise<void> {
    // Without their rules they are kept, and shown once those can be had.
    if (entries.length === 0 || !(await this.learnRules().catch(() => null))) return
    const ids = this.view.missing(entries)
    if (Object.keys(ids).length === 0) return
    const snapshot = await readSnapshot(this.db, ids)
    this.view.pin(snapshot.delta)
    this.#show({ ...snapshot, delta: {} })
  }

  #inTurn<R>(work: () => Promise<R>): Promise<R> {
    const turn = this.#turn.then(work, work)
    this.#turn = turn.catch(() => {})
    return turn
  }
}

const idsOf = (delta: Delta): { [T in TableName]?: string[] } =>
  Object.fromEntries(
    Object.entries(delta).map(([table, { rows, deleted }]) => [table, [...rows.map((row) => row.id), ...deleted]]),
  )
