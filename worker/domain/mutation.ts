/**
 * A mutation is one change as a person made it: a name, parsed arguments and the rule that turns the rows it touches
 * into changes. Phone and server run the very same rule — the phone to show the result at once, the server to decide.
 */
import type * as v from 'valibot'
import type { Actor, May } from './actor.ts'
import { Refusal } from './refusal.ts'
import type { ShopRow, TableName, Tables } from './rows.ts'

export type Ref = { [T in TableName]: { table: T; id: string } }[TableName]

/** Rows as the deciding side knows them: the server's database, or the phone's store with its own pending changes. */
export interface Rows {
  get<T extends TableName>(table: T, id: string): Tables[T] | undefined
}

export interface Meta {
  /** Id of the mutation (UUIDv7). A rule that creates one new row in a table may use it as that row's id. */
  id: string
  /** When the person did it, epoch ms (the server has clamped it). */
  at: number
  actor: Actor
  shop: ShopRow
}

/**
 * What a rule wants changed. `update` names only the fields that change; the server guards them (and `expect`) with
 * the values the rule saw, so a lost race changes nothing at all.
 */
export type Change = {
  [T in TableName]:
    | { op: 'insert'; table: T; row: Tables[T] }
    | { op: 'update'; table: T; id: string; set: Partial<Tables[T]>; expect?: Partial<Tables[T]> }
}[TableName]

export interface Mutation<A = unknown> {
  /** Catalogue version of the argument shape; raised when the shape changes. */
  version: number
  by: May
  /** It says nothing of who somebody is, so it may be made of those who were erased too. */
  ofErased?: true
  args: v.GenericSchema<unknown, A>
  /** The rows the rule reads. Known from the arguments alone, so both sides load them at once. */
  touches(args: A): Ref[]
  /** What the audit trail names where nothing changes; else it goes by the changes. */
  target?(args: A): string
  /** What the audit trail calls it, where its name does not say enough. */
  auditedAs?(args: A): string
  /** Pure and deterministic. Throws Refusal. */
  apply(rows: Rows, args: A, meta: Meta): Change[]
}

export const defineMutation = <A>(mutation: Mutation<A>): Mutation<A> => mutation

/** The row, or Refusal `not_found`. */
export function mustGet<T extends TableName>(rows: Rows, table: T, id: string): Tables[T] {
  const row = rows.get(table, id)
  if (!row) throw new Refusal('not_found', { table })
  return row
}

const same = (a: unknown, b: unknown): boolean =>
  a === b || (a !== null && b !== null && typeof a === 'object' && JSON.stringify(a) === JSON.stringify(b))

/**
 * That a person decides on what is there.
 * @throws Refusal `conflict` with `{ fields: { name: { yours, theirs } } }` where they saw something else
 */
export function mustBeAsSeen<R extends object>(now: R, seen: object): void {
  const met = (Object.keys(now) as (keyof R & string)[]).flatMap((key) => {
    const yours = (seen as Partial<R>)[key] ?? null
    return same(now[key], yours) ? [] : [[key, { yours, theirs: now[key] }] as const]
  })
  if (met.length > 0) throw new Refusal('conflict', { fields: Object.fromEntries(met) })
}

/**
 * Edit fields of a row as a person saw them. Fields changed meanwhile by someone else to another value are a
 * conflict that names both sides; fields that do not meet merge. `was` holds the values seen before the edit.
 * @throws Refusal `conflict` with `{ fields: { name: { yours, theirs } } }`
 */
export function mergeEdit<R extends object>(row: R, set: Partial<R>, was: Partial<R>): Partial<R> {
  const met: Record<string, { yours: unknown; theirs: unknown }> = {}
  const changed: Partial<R> = {}
  for (const key of Object.keys(set) as (keyof R & string)[]) {
    if (same(row[key], set[key])) continue
    if (key in was && !same(row[key], was[key])) met[key] = { yours: set[key], theirs: row[key] }
    else changed[key] = set[key]
  }
  if (Object.keys(met).length > 0) throw new Refusal('conflict', { fields: met })
  return changed
}
