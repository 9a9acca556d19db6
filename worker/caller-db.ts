/** A shop's rows in the hands of whoever asks. */
import { LostRace, type Row, type ShopDb } from '../db/client.ts'
import type { Statement } from '../db/statement.ts'

/**
 * What was found of the caller when they were let in may have ended by the time they write: somebody was removed, a role
 * lowered, a session, key or link ended. Each write holds only while all of it stands, which is asked in the very batch.
 */
export class CallerDb implements ShopDb {
  readonly #db: ShopDb
  #standing: { guard: Statement; again: () => Promise<void> } | null = null

  constructor(db: ShopDb) {
    this.#db = db
  }

  get shopId(): string {
    return this.#db.shopId
  }

  get slice(): number {
    return this.#db.slice
  }

  /** What must hold of the caller, for a batch that somebody else writes for them. */
  get standing(): Statement[] {
    return this.#standing ? [this.#standing.guard] : []
  }

  /**
   * @param guard aborts a batch unless the caller still is what they were found to be
   * @param again throws what a new request of theirs would be refused with
   */
  holdWhile(guard: Statement, again: () => Promise<void>): void {
    this.#standing = { guard, again }
  }

  /** From here on what was begun is ended whatever becomes of the caller, since half of it would be worse. */
  letGo(): void {
    this.#standing = null
  }

  read(statements: Statement[]): Promise<Row[][]> {
    return this.#db.read(statements)
  }

  /** @throws LostRace also when the caller may do something else now; ApiError 401, 403, 404 when they may do it no more */
  async write(statements: Statement[]): Promise<Row[][]> {
    const held = this.#standing
    if (!held) return this.#db.write(statements)
    try {
      return (await this.#db.write([held.guard, ...statements])).slice(1)
    } catch (error) {
      if (error instanceof LostRace) await held.again()
      throw error
    }
  }
}
