/**
 * Erasing a person: one write that is in force for every reader at once, then the bytes of their files, which another call
 * goes on with where this one stopped. What stays are numbers of somebody without a name (see db/erasure.ts).
 */
import type { Row } from '../../db/client.ts'
import { auditStatement } from '../../db/queries/audit.ts'
import {
  erasedFiles,
  eraseStatements,
  filesGone,
  hashesOf,
  personRow,
  productNames,
  productsOfCases,
} from '../../db/queries/erase.ts'
import { fileOfHash } from '../../db/queries/evidence.ts'
import { bumpRev } from '../../db/statement.ts'
import { type Ctx, load } from '../context.ts'
import type { FileStore } from '../deps.ts'
import { actorLabel } from '../domain/actor.ts'
import { productNamer } from '../domain/learning/product-name.ts'
import { notFound } from '../errors.ts'
import { fileKey, partsOf } from './evidence.ts'
import { whileLost } from './guards.ts'

/** Files whose bytes are deleted by one call. */
const FILES = 100

export interface Erased {
  erasedAt: number
  /** Whether no bytes of their files are left; else call again, or leave it to the sweep. */
  done: boolean
}

/** Owners only. Done twice is done. @throws ApiError 403, 404; 503 `files_unavailable` once all but the bytes is done */
export async function erasePerson(ctx: Ctx, files: FileStore | null, id: string): Promise<Erased> {
  const erasedAt = await whileLost(async () => {
    const { actor, rows } = await load(ctx, { role: 'owner' }, [
      personRow(id),
      productsOfCases(id),
      productNames(),
      hashesOf(id),
    ])
    const [found, cases = [], products = [], hashes = []] = rows
    const person = found?.[0]
    if (!person) throw notFound()
    if (person.erasedAt !== null) return Number(person.erasedAt)
    const names = products.map(({ name }) => String(name))
    const left = {
      products: JSON.stringify(productsLeft(cases, names)),
      hashes: JSON.stringify(Object.fromEntries(hashes.map(({ hash }) => [String(hash), ctx.newId()]))),
    }
    // One batch, for nothing of it may be seen half: as many statements as there are tables, however many rows.
    await ctx.db.write([
      bumpRev(),
      ...eraseStatements(id, left, ctx.now),
      auditStatement(ctx.newId(), ctx.now, actorLabel(actor), 'person.erase', id),
    ])
    return ctx.now
  })
  return { erasedAt, done: files === null || (await eraseFiles(ctx, files)) }
}

/** A case keeps what the shop, or what others, call its product: under that it is counted. */
function productsLeft(cases: Row[], names: string[]): Record<string, string> {
  const known = new Set(names)
  const nameOf = productNamer(names)
  return Object.fromEntries(
    cases.flatMap((row) => {
      const said = String(row.product)
      const name = nameOf(said)
      const left = known.has(name) ? name : row.common === 1 || isSummary(said, row.summary) ? said : null
      return left === null ? [] : [[String(row.id), left]]
    }),
  )
}

const isSummary = (said: string, summary: unknown): boolean => typeof summary === 'string' && summary.startsWith(said)

/**
 * Bytes that no case needs, unless one came to need them at this very moment: then they are put back. Whoever adds a file
 * looks for its bytes once its row is kept (`stillThere`), so one of the two sees the other.
 */
async function deleteUnheld(ctx: Ctx, files: FileStore, hash: string): Promise<void> {
  const key = fileKey(ctx.db.shopId, hash)
  const file = await files.get(key)
  if (!file) return
  const bytes = new Uint8Array(await new Response(file.body).arrayBuffer())
  const [row] = (await ctx.db.read([fileOfHash(hash)]))[0] ?? []
  if (row) return
  await files.delete([key])
  const [held] = (await ctx.db.read([fileOfHash(hash)]))[0] ?? []
  if (held) await files.put(key, bytes, String(held.type))
}

/** @returns whether no bytes of erased files are left that no other case needs */
export async function eraseFiles(ctx: Ctx, files: FileStore): Promise<boolean> {
  const { shopId } = ctx.db
  const [rows = []] = await ctx.db.read([erasedFiles(FILES)])
  if (rows.length === 0) return true
  const parts = await Promise.all(rows.map(({ id }) => files.list(partsOf(shopId, String(id)))))
  await files.delete(parts.flat().map(({ key }) => key))
  for (const { hash, held } of rows) if (held !== 1) await deleteUnheld(ctx, files, String(hash))
  await ctx.db.write([filesGone(rows.map(({ id }) => String(id)))])
  return rows.length < FILES
}
