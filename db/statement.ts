/** SQL bound to one shop. The only ways to make one name the shop, so a query that forgets it does not compile. */
export type Value = string | number | null
export type Args = Record<string, Value>

declare const scoped: unique symbol
export interface Statement {
  readonly sql: string
  readonly args: Args
  readonly [scoped]: true
}

/** Literal SQL must contain `:shop`; the handle binds it. */
type ScopedSql = `${string}:shop${string}`

export const statement = (sql: ScopedSql, args: Args = {}): Statement => ({ sql, args }) as Statement

/** SQL of the directory, which is asked before a shop is known. */
export const ofDirectory = (sql: string, args: Args): Statement => ({ sql, args }) as Statement

/** Follows a statement that must have changed exactly one row; else the whole batch is undone. */
export const guard = (): Statement => ({ sql: 'INSERT INTO guard (ok) SELECT changes()', args: {} }) as Statement

/** The next `rev`; first in every batch that changes synced rows, so that they share one number. */
export const bumpRev = (): Statement => statement('UPDATE shops SET head = head + 1 WHERE id = :shop')

/** SQL for the `rev` a changed row takes. */
export const REV = '(SELECT head FROM shops WHERE id = :shop)'
