/**
 * The bytes of evidence: taken in pieces from a phone or whole from a link, checked by what they are, kept under their
 * SHA-256 and given out again. A shop's keys begin with its id, and the id always comes from who asks.
 */
import { createHash } from 'node:crypto'
import { changeStatements } from '../../db/changes.ts'
import { LostRace } from '../../db/client.ts'
import { auditStatement } from '../../db/queries/audit.ts'
import { erasedOwners, guardKnown } from '../../db/queries/erase.ts'
import { atMostFiles, countFiles, fileOfHash, fileRow, sameFile, storeFile } from '../../db/queries/evidence.ts'
import { insertOnce } from '../../db/queries/notifications.ts'
import { bumpRev, type Statement } from '../../db/statement.ts'
import { selectRow, toRow } from '../../db/tables.ts'
import { type Ctx, load } from '../context.ts'
import type { FileInfo, FileStore, StoredFile } from '../deps.ts'
import { type Actor, actorLabel, type May } from '../domain/actor.ts'
import { type EvidenceType, MOST_A_CASE, MOST_BYTES, PART_BYTES, typeOf } from '../domain/evidence/limits.ts'
import { stripMetadata } from '../domain/evidence/strip.ts'
import type { Meta, Ref } from '../domain/mutation.ts'
import { addedEvidence, evidenceEvent } from '../domain/mutations/evidence.ts'
import type { DisputeRow, EvidenceRow, ShopRow } from '../domain/rows.ts'
import { ApiError, notFound } from '../errors.ts'
import { whileLost } from './guards.ts'
import { LoadedRows, metaOf } from './perform.ts'

const AGENT: May = { role: 'agent' }
const ANYONE: May = { role: 'viewer' }

/** The store, where there is one. @throws ApiError 503 `files_unavailable` */
export function needFiles(files: FileStore | null): FileStore {
  if (!files) throw new ApiError(503, 'files_unavailable')
  return files
}

export const fileKey = (shopId: string, hash: string): string => `${shopId}/${hash}`
export const partsOf = (shopId: string, id = ''): string => `${shopId}/parts/${id}${id && '/'}`

const sha256 = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex')

/** How far an upload has come. */
export interface Upload {
  /** Bytes the server has from the first on; the next piece begins there. */
  stored: number
  /** When the whole was checked and kept; null until then. */
  storedAt: number | null
  /** SHA-256 of what is kept: another than announced where metadata was taken out. */
  hash: string
}

const uploadOf = ({ storedAt, hash, size }: EvidenceRow, stored = size): Upload => ({ stored, storedAt, hash })

async function findRow(ctx: Ctx, may: May, id: string): Promise<{ row: EvidenceRow; actor: Actor; shop: ShopRow }> {
  const { rows, actor, shop } = await load(ctx, may, [fileRow(id)])
  const found = rows[0]?.[0]
  if (!found) throw notFound()
  return { row: toRow('evidence', found), actor, shop }
}

/** Where to go on. @throws ApiError 404 when the file is not of this shop, or removed */
export async function uploadState(ctx: Ctx, files: FileStore, id: string): Promise<Upload> {
  const { row } = await findRow(ctx, AGENT, id)
  if (row.storedAt !== null) return uploadOf(row)
  return uploadOf(row, storedBytes(await files.list(partsOf(ctx.db.shopId, id)), row.size))
}

/** Of pieces 0, 1, 2 … each in its place and of its length, those without a gap from the first on. */
function storedBytes(parts: readonly FileInfo[], size: number): number {
  const sizes = new Map(parts.map((part) => [Number(part.key.slice(part.key.lastIndexOf('/') + 1)), part.size]))
  let stored = 0
  while (stored < size && sizes.get(stored / PART_BYTES) === Math.min(PART_BYTES, size - stored)) {
    stored += Math.min(PART_BYTES, size - stored)
  }
  return stored
}

/**
 * One piece of a file; the last one has the whole checked and kept. Sending a piece again does no harm, and after the
 * end any piece is answered as the last one was.
 * @throws ApiError 404; 409 `wrong_offset` with `stored`; 415 `wrong_type`, 422 `hash_mismatch`, after which the pieces
 *   are gone and the upload begins anew
 */
export async function takePart(
  ctx: Ctx,
  files: FileStore,
  id: string,
  offset: number,
  bytes: Uint8Array,
): Promise<Upload> {
  const found = await findRow(ctx, AGENT, id)
  const { row } = found
  if (row.storedAt !== null) return uploadOf(row)
  const prefix = partsOf(ctx.db.shopId, id)
  const before = storedBytes(await files.list(prefix), row.size)
  const length = Math.min(PART_BYTES, row.size - offset)
  if (offset > before || offset % PART_BYTES !== 0 || bytes.length !== length) {
    throw new ApiError(409, 'wrong_offset', { stored: before })
  }
  const key = `${prefix}${offset / PART_BYTES}`
  await files.put(key, bytes, 'application/octet-stream')
  try {
    await findRow(ctx, AGENT, id)
    const stored = Math.max(before, offset + length)
    return stored < row.size ? uploadOf(row, stored) : await finish(ctx, files, found)
  } catch (error) {
    // Removed or its buyer erased while the piece came in: whoever did that may have looked for pieces before this one. Or
    // sent by somebody who may no longer. The pieces before it wait for whoever goes on.
    if (error instanceof ApiError && error.status < 500) await files.delete([key])
    throw error
  }
}

interface Checked {
  bytes: Uint8Array
  type: EvidenceType
  hash: string
  stripped: boolean
}

/** A whole file by what it holds. @throws ApiError 415 `wrong_type` */
function checked(bytes: Uint8Array, announced: string): Checked {
  const type = typeOf(bytes)
  const clean = type && stripMetadata(bytes, type)
  if (!type || !clean) throw new ApiError(415, 'wrong_type')
  const stripped = clean !== bytes
  return { bytes: clean, type, hash: stripped ? sha256(clean) : announced, stripped }
}

async function finish(
  ctx: Ctx,
  files: FileStore,
  { row, actor, shop }: { row: EvidenceRow; actor: Actor; shop: ShopRow },
): Promise<Upload> {
  const prefix = partsOf(ctx.db.shopId, row.id)
  const keys = Array.from({ length: Math.ceil(row.size / PART_BYTES) }, (_, n) => `${prefix}${n}`)
  let file: Checked
  try {
    const bytes = await wholeOf(files, keys, row.size)
    if (sha256(bytes) !== row.hash) throw new ApiError(422, 'hash_mismatch')
    file = checked(bytes, row.hash)
  } catch (error) {
    if (error instanceof ApiError && error.status < 500) await files.delete(keys)
    throw error
  }
  const { bytes, type, hash, stripped } = file
  await files.put(fileKey(ctx.db.shopId, hash), bytes, type)
  const kept = { id: row.id, type, size: bytes.length, hash, at: ctx.now }
  const meta = metaOf(ctx.newId(), ctx.now, actor, shop)
  const said = stripped ? changeStatements([evidenceEvent({ ...row, hash }, 'stripped', meta)], new LoadedRows()) : []
  try {
    await ctx.db.write([
      bumpRev(),
      ...storeFile(kept, row.hash),
      ...said,
      auditStatement(meta.id, ctx.now, actorLabel(actor), 'evidence.store', row.id),
    ])
  } catch (error) {
    // The same upload twice at once: the other was first. Or it was removed meanwhile, or its buyer erased; or whoever
    // sends it may no longer.
    if (error instanceof LostRace || error instanceof ApiError) await dropUnneeded(ctx, files, hash)
    if (!(error instanceof LostRace)) throw error
    await files.delete(keys)
    return uploadState(ctx, files, row.id)
  }
  await stillThere(files, ctx.db.shopId, file)
  await files.delete(keys)
  return { stored: kept.size, storedAt: ctx.now, hash }
}

async function wholeOf(files: FileStore, keys: readonly string[], size: number): Promise<Uint8Array> {
  const whole = new Uint8Array(size)
  let at = 0
  for (const key of keys) {
    const part = await files.get(key)
    // Another upload of the same file ended meanwhile and took its pieces away.
    if (!part || at + part.size > size) throw new ApiError(409, 'wrong_offset', { stored: 0 })
    whole.set(new Uint8Array(await new Response(part.body).arrayBuffer()), at)
    at += part.size
  }
  return whole
}

/** Bytes that were put for a row that did not come to be. */
async function dropUnneeded(ctx: Ctx, files: FileStore, hash: string): Promise<void> {
  const [held] = await ctx.db.read([fileOfHash(hash)])
  if (!held?.[0]) await files.delete([fileKey(ctx.db.shopId, hash)])
}

/** The sweep may have taken bytes nobody needed at the very moment somebody did. */
async function stillThere(files: FileStore, shopId: string, { bytes, type, hash }: Checked): Promise<void> {
  const key = fileKey(shopId, hash)
  if (!(await files.head(key))) await files.put(key, bytes, type)
}

export interface WholeFile {
  disputeId: string
  bytes: Uint8Array
  name: string
  source: 'link' | 'share' | 'hand'
}

/**
 * A whole small file at once, as a buyer sends it over a link: the same checks, then the row with its bytes in place.
 * With a system context the file is nobody's of the shop (`by` null). The same bytes again are the file that is there.
 * @param also what must hold when it is kept
 * @returns the row as it is kept
 * @throws ApiError 404 no such case; 409 `too_many`, `busy` where others kept being first or what must hold does not; 413 `too_large`; 415 `wrong_type`
 */
export const takeEvidence = (
  ctx: Ctx,
  files: FileStore,
  given: WholeFile,
  also: readonly Statement[] = [],
): Promise<EvidenceRow> => whileLost(() => takeOnce(ctx, files, given, also))

async function takeOnce(
  ctx: Ctx,
  files: FileStore,
  given: WholeFile,
  also: readonly Statement[],
): Promise<EvidenceRow> {
  const { disputeId, source } = given
  if (given.bytes.length > MOST_BYTES) throw new ApiError(413, 'too_large')
  const file = checked(given.bytes, sha256(given.bytes))
  const { bytes, type, hash } = file
  const ofCase: Ref[] = [{ table: 'disputes', id: disputeId }]
  const { rows, actor, shop } = await load(ctx, AGENT, [
    selectRow('disputes', disputeId),
    countFiles(disputeId),
    sameFile(disputeId, hash, source),
    ...erasedOwners(ofCase),
  ])
  const found = rows[0]?.[0]
  if (!found || rows[3]?.[0]) throw notFound()
  const same = rows[2]?.[0]
  if (same) return toRow('evidence', same)
  if (Number(rows[1]?.[0]?.n) >= MOST_A_CASE) throw new ApiError(409, 'too_many')
  await files.put(fileKey(ctx.db.shopId, hash), bytes, type)
  const meta = metaOf(ctx.newId(), ctx.now, actor, shop)
  const name = given.name.trim().slice(0, 200) || type
  const row: EvidenceRow = {
    ...{ id: meta.id, disputeId, name, type, size: bytes.length, hash, source },
    ...{ at: meta.at, by: meta.actor.memberId, storedAt: ctx.now, removedAt: null },
  }
  try {
    await ctx.db.write([
      bumpRev(),
      ...changeStatements(addedEvidence(row, meta), new LoadedRows()),
      atMostFiles(disputeId, MOST_A_CASE),
      ...guardKnown(ofCase),
      ...also,
      auditStatement(meta.id, ctx.now, actorLabel(actor), 'evidence.take', meta.id),
      ...(source === 'link' ? [photoNotice(toRow('disputes', found), meta)] : []),
    ])
  } catch (error) {
    if (error instanceof LostRace || error instanceof ApiError) await dropUnneeded(ctx, files, hash)
    throw error
  }
  await stillThere(files, ctx.db.shopId, file)
  return row
}

const HOUR = 3_600_000
/** The buyer added a photo; said once an hour, for they come in handfuls. */
const photoNotice = ({ id, product }: DisputeRow, meta: Meta): Statement =>
  insertOnce(
    {
      ...{ id: meta.id, category: 'heard', params: { kind: 'photo', name: null, product } },
      ...{ url: `/disputes/${id}`, at: meta.at, readBy: {} },
    },
    `photo:${id}:${Math.floor(meta.at / HOUR)}`,
    meta.actor.memberId,
  )

export interface Served extends StoredFile {
  row: EvidenceRow
}

/** A file for somebody of the shop. @throws ApiError 401, 404 also while its bytes are not in */
export async function openEvidence(ctx: Ctx, files: FileStore, id: string): Promise<Served> {
  return served(files, ctx.db.shopId, (await findRow(ctx, ANYONE, id)).row)
}

/** The bytes of a file somebody may see. @throws ApiError 404 while they are not in */
export async function served(files: FileStore, shopId: string, row: EvidenceRow): Promise<Served> {
  const file = row.storedAt === null ? null : await files.get(fileKey(shopId, row.hash))
  if (!file) throw notFound()
  return { ...file, row }
}
