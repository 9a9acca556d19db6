/** How any catalogue mutation becomes one atomic write, whoever asks: a phone, the API, a job. */
import * as v from 'valibot'
import { changeStatements } from '../../db/changes.ts'
import type { Row } from '../../db/client.ts'
import { auditStatement } from '../../db/queries/audit.ts'
import { erasedOwners, guardKnown } from '../../db/queries/erase.ts'
import { insertOnce } from '../../db/queries/notifications.ts'
import { bumpRev, type Statement } from '../../db/statement.ts'
import { selectRows, toRow } from '../../db/tables.ts'
import { type Ctx, load } from '../context.ts'
import { type Actor, actorLabel, allows, type May } from '../domain/actor.ts'
import { type AuditAction, targetOf, UNTOLD } from '../domain/audit.ts'
import { mustBeKnown } from '../domain/erased.ts'
import type { Change, Meta, Mutation, Ref, Rows } from '../domain/mutation.ts'
import { catalogue } from '../domain/mutations.ts'
import { Refusal } from '../domain/refusal.ts'
import type { ShopRow, TableName, Tables } from '../domain/rows.ts'
import { madeAt } from '../domain/uuid.ts'
import { derivedOf } from './derived.ts'
import { effectsOf } from './effects.ts'
import { guardsOf, whileLost } from './guards.ts'

/** Rows loaded for a decision; `merge` shows later mutations of the same push what the earlier ones did. */
export class LoadedRows implements Rows {
  readonly #rows = new Map<string, object>()
  get<T extends TableName>(table: T, id: string): Tables[T] | undefined {
    return this.#rows.get(`${table}:${id}`) as Tables[T] | undefined
  }
  add(table: TableName, id: string, row: object): void {
    this.#rows.set(`${table}:${id}`, row)
  }
  merge(changes: Change[]): void {
    for (const change of changes) {
      if (change.op === 'insert') this.add(change.table, change.row.id, change.row)
      else this.add(change.table, change.id, { ...this.get(change.table, change.id), ...change.set })
    }
  }
}

/** A statement a table, however many rows: a phone that was away may send changes of thousands; and who was erased. */
export const refStatements = (refs: Ref[]): Statement[] => [
  ...tablesOf(refs).map((table) =>
    selectRows(
      table,
      refs.flatMap((ref) => (ref.table === table ? [ref.id] : [])),
    ),
  ),
  ...erasedOwners(refs),
]

/** @param results what {@link refStatements} of the same `refs` found */
export function addLoaded(rows: LoadedRows, refs: Ref[], results: Row[][]): void {
  for (const [i, table] of [...tablesOf(refs), 'customers' as const].entries()) {
    for (const row of results[i] ?? []) rows.add(table, String(row.id), toRow(table, row))
  }
}

const tablesOf = (refs: Ref[]): TableName[] => [...new Set(refs.map((ref) => ref.table))]

/** Catalogue entry and parsed arguments. @throws Refusal unknown_mutation, old_version, bad_args */
export function parseMutation(name: string, version: number, args: unknown): { mutation: Mutation; args: unknown } {
  const mutation = Object.hasOwn(catalogue, name) ? catalogue[name as keyof typeof catalogue] : undefined
  if (!mutation) throw new Refusal('unknown_mutation')
  if (version !== mutation.version) throw new Refusal('old_version', { version: mutation.version })
  const parsed = v.safeParse(mutation.args, args)
  if (!parsed.success) {
    throw new Refusal('bad_args', { fields: parsed.issues.slice(0, 10).map((issue) => v.getDotPath(issue)) })
  }
  return { mutation: mutation as Mutation, args: parsed.output }
}

/**
 * The rule's changes and every statement that goes with them.
 * @param heardAt when it came to the server, epoch ms
 * @throws Refusal
 */
export function decide(
  name: string,
  mutation: Mutation,
  args: unknown,
  rows: Rows,
  meta: Meta,
  actor: Actor,
  heardAt = meta.at,
): { changes: Change[]; statements: Statement[] } {
  if (!allows(actor, mutation.by)) throw new Refusal('forbidden')
  const refs = mutation.touches(args)
  mustBeKnown(rows, mutation, refs)
  const changes = mutation.apply(rows, args, meta)
  return {
    changes,
    statements: [
      bumpRev(),
      ...changeStatements(changes, rows),
      ...derivedOf(changes),
      ...guardsOf(name, changes, meta),
      ...(mutation.ofErased ? [] : guardKnown(refs)),
      ...(UNTOLD.includes(name)
        ? []
        : [
            auditStatement(
              meta.id,
              heardAt,
              actorLabel(actor),
              (mutation.auditedAs?.(args) ?? name) as AuditAction,
              mutation.target?.(args) ?? targetOf(changes, rows),
              meta.at,
            ),
          ]),
      ...effectsOf(name, changes, rows, meta).map((n) => insertOnce(n.row, n.onceKey, actor.memberId)),
    ],
  }
}

/** A phone's clock is believed between now and the last to begin: the shop, its member, and the rows it touches. */
export function clampTime(
  saidAt: number,
  now: number,
  { refs, rows, shop, memberId }: { refs: Ref[]; rows: Rows; shop: ShopRow; memberId: string },
): number {
  // The id of a member is made as they come in.
  let earliest = Math.max(shop.createdAt, madeAt(memberId) ?? 0)
  for (const ref of refs) {
    if (ref.table === 'shops') continue
    const row = rows.get(ref.table, ref.id) as { createdAt?: number; openedAt?: number } | undefined
    earliest = Math.max(earliest, row?.createdAt ?? row?.openedAt ?? 0)
  }
  return Math.min(Math.max(saidAt, earliest), now)
}

export const metaOf = (id: string, at: number, actor: Actor, shop: ShopRow): Meta => ({ id, at, actor, shop })

/** One of several mutations that are made together. `as`: its id and time, where they are given. */
export interface Step {
  name: string
  input: unknown
  as?: { id: string; at: number }
}

/**
 * One mutation on behalf of the API, a link or a job: load, decide, write — two round trips.
 * @param as id and time of the mutation, where they are given
 * @throws Refusal when the rule says no, ApiError 409 `busy` when others kept being first
 */
export const perform = (ctx: Ctx, may: May, name: string, input: unknown, as?: Step['as']): Promise<Change[]> =>
  performAll(ctx, may, [as ? { name, input, as } : { name, input }])

/**
 * The same for several, each seeing what those before it did: all of them in one write, or none.
 * @param also what must hold, or be kept, with them
 */
export async function performAll(
  ctx: Ctx,
  may: May,
  steps: readonly Step[],
  also: readonly Statement[] = [],
): Promise<Change[]> {
  const parsed = steps.map((step) => parseStep(ctx, step))
  const refs = parsed.flatMap(({ mutation, args }) => mutation.touches(args))
  return whileLost(async () => {
    const { actor, shop, stored, rows: results } = await load(ctx, may, refStatements(refs))
    const rows = new LoadedRows()
    rows.add('shops', shop.id, stored)
    addLoaded(rows, refs, results)
    const { changes, statements } = decideAll(parsed, rows, actor, shop)
    await ctx.db.write([...statements, ...also])
    return changes
  })
}

type ParsedStep = ReturnType<typeof parseStep>

/** @throws Refusal bad_args */
export function parseStep(ctx: Ctx, { name, input, as = { id: ctx.newId(), at: ctx.now } }: Step) {
  const entry = catalogue[name as keyof typeof catalogue]
  return { name, as, ...parseMutation(name, entry.version, input) }
}

/** What the steps change in `rows`, which show it from then on. @throws Refusal */
export function decideAll(
  steps: readonly ParsedStep[],
  rows: LoadedRows,
  actor: Actor,
  shop: ShopRow,
): { changes: Change[]; statements: Statement[] } {
  const changes: Change[] = []
  const statements: Statement[] = []
  for (const { name, as, mutation, args } of steps) {
    const decided = decide(name, mutation, args, rows, metaOf(as.id, as.at, actor, shop), actor)
    statements.push(...decided.statements)
    changes.push(...decided.changes)
    rows.merge(decided.changes)
  }
  return { changes, statements }
}
