/** What a run of recompute writes: its results staged as they come, then put in force for everybody a page at a time. */
import { beginPage, forcing, forgetHistories, useHistories } from '../../db/queries/histories.ts'
import {
  beginRun,
  dismissMoves,
  dropStaged,
  type IdRange,
  insertMoves,
  putInForce,
  type Staged,
  stage,
} from '../../db/queries/recompute.ts'
import type { Statement } from '../../db/statement.ts'
import type { Ctx } from '../context.ts'
import type { NewMove } from '../domain/moves.ts'
import { turn } from './turn.ts'

/** A page of histories is written as long as so many rows. */
const ROWS_A_HISTORY_PAGE = 100
/** Customers after whom a write that is under way gets its turn: some milliseconds' work. */
const CUSTOMERS_A_TURN = 100

export class RunWriting {
  readonly #ctx: Ctx
  readonly #runId: string
  /** What the shop's `historyRun` is to be when the next page is put in force. */
  #marker: string | null
  #forced = 0
  #opening: Statement[]
  #staged: Staged[] = []
  #pages: Statement[] = []
  #underWay: Promise<unknown> | null = null
  /** Everybody of whom something changes. */
  readonly #concerned = new Set<string>()
  readonly #moves: NewMove[] = []
  readonly #dismissed: { customerId: string; moveId: string }[] = []

  /** @param was the shop's `historyRun` when the run began to read */
  constructor(ctx: Ctx, run: { id: string; asOf: number; past: boolean }, was: string | null) {
    this.#ctx = ctx
    this.#runId = run.id
    this.#marker = was
    this.#opening = [beginRun({ ...run, startedAt: ctx.now })]
  }

  /** @throws what the write before it met */
  async stage(row: Staged): Promise<void> {
    this.#staged.push(row)
    this.#concerned.add(row.customerId)
    if (this.#staged.length >= this.#ctx.db.slice) await this.#send()
    else if (this.#underWay && this.#staged.length % CUSTOMERS_A_TURN === 0) await turn()
  }

  /** Pages of histories. @throws what the write before it met */
  async keep(pages: Statement[]): Promise<void> {
    this.#pages.push(...pages)
    if (this.#pages.length * ROWS_A_HISTORY_PAGE >= this.#ctx.db.slice) await this.#send()
  }

  propose(move: NewMove): void {
    this.#concerned.add(move.customerId)
    this.#moves.push(move)
  }

  dismiss(customerId: string, moveId: string): void {
    this.#concerned.add(customerId)
    this.#dismissed.push({ customerId, moveId })
  }

  /**
   * Puts everything in force. A small run is one write.
   * @param last goes with the last page
   * @param use the shop's `historyRun` from then on, and up to which `rev` its histories know the orders
   * @throws LostRace when another run was first
   */
  async finish(last: Statement[], use: { historyRun: string; rev: number }): Promise<void> {
    const pages = this.#inForce()
    if (pages.length > 1) await this.#send()
    await this.#underWay
    for (const page of pages.slice(0, -1)) {
      await this.#ctx.db.write(this.#page(page))
      this.#ctx.db.letGo()
    }
    const limit = Math.ceil(this.#ctx.db.slice / ROWS_A_HISTORY_PAGE)
    const forget = forgetHistories(this.#runId, limit)
    const end = [...last, useHistories(use.historyRun, use.rev), forget]
    let gone = await this.#ctx.db.write([...this.#taken(), ...this.#page(pages.at(-1) ?? []), ...end])
    while (gone.at(-1)?.length === limit) gone = await this.#ctx.db.write([forget])
  }

  /** Statements of each page; of the best moves first the ids. */
  #inForce(): Statement[][] {
    const { now, newId, db } = this.#ctx
    this.#moves.sort((a, b) => b.worth - a.worth)
    const moves = Map.groupBy(
      this.#moves.map((move) => ({
        ...move,
        id: newId(),
        runId: this.#runId,
        why: JSON.stringify(move.why),
        up: JSON.stringify(move.up),
      })),
      ({ customerId }) => customerId,
    )
    const dismissed = Map.groupBy(this.#dismissed, ({ customerId }) => customerId)
    const ids = [...this.#concerned].sort()
    const pages: Statement[][] = []
    for (let from = 0; from < ids.length; from += db.slice) {
      const some = ids.slice(from, from + db.slice)
      const range: IdRange = { after: ids[from - 1] ?? '', upTo: some.at(-1) ?? '' }
      const noted = some.flatMap((id) => moves.get(id) ?? [])
      const ended = some.flatMap((id) => dismissed.get(id)?.map(({ moveId }) => moveId) ?? [])
      pages.push([
        ...(ended.length > 0 ? [dismissMoves(ended, now)] : []),
        ...(noted.length > 0 ? [insertMoves(noted, now)] : []),
        putInForce(this.#runId, range, now),
        dropStaged(this.#runId, range),
      ])
    }
    return pages
  }

  #page(statements: Statement[]): Statement[] {
    const was = this.#marker
    this.#marker = forcing(this.#runId, this.#forced++)
    return [...beginPage(this.#marker, was), ...statements]
  }

  async #send(): Promise<void> {
    await this.#underWay
    this.#underWay = this.#ctx.db.write(this.#taken())
    // Whoever writes next gets the error; a run that has failed otherwise does not care.
    this.#underWay.catch(() => {})
  }

  #taken(): Statement[] {
    const statements = [...this.#opening, ...stage(this.#runId, this.#staged), ...this.#pages]
    this.#opening = []
    this.#staged = []
    this.#pages = []
    return statements
  }
}
