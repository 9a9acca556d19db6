/** A backup put into an empty data folder: made aside and checked to the last byte before it counts. */
import { createHash } from 'node:crypto'
import { createReadStream, createWriteStream } from 'node:fs'
import { mkdir, readdir, rename, rm, rmdir, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { pipeline } from 'node:stream/promises'
import { createGunzip } from 'node:zlib'
import * as v from 'valibot'
import { open } from '../../../db/client.ts'
import { claim } from '../../../db/local/owner.ts'
import { startLocalDatabase } from '../../../db/local.ts'
import { migrate, newestMigration } from '../../../db/migrate.ts'
import { newId } from '../../ids.ts'
import { FILE, FORMAT, HEAD, Head, MANIFEST, Manifest, PAGE, PAGE_BYTES, VAPID } from './format.ts'
import { RowWriter } from './row-writer.ts'
import { Damaged, type Entry, unpack } from './tar.ts'

export interface RestoreOptions {
  /** Data folder: empty, or not there. */
  dir: string
  /** Path of the backup. */
  from: string
  /** Hears how far it has come, in words for a terminal. */
  tell(line: string): void
}

/** What was put back, and from when, of which shop (null for all). */
export type Restored = Manifest & Pick<Head, 'at' | 'shop'>

const ASIDE = '.restoring'
const DATABASE = 'regulars.db'
/** All that is made here: nothing else is ever removed. */
const OURS = [ASIDE, 'files', VAPID, DATABASE, ...['-owner', '-wal', '-shm'].map((end) => DATABASE + end)]
const SMALL = 64 * 1024 * 1024

/**
 * Older backups are brought up to date. Every shop gets a new `epoch`, so that phones load anew what they hold.
 * @returns what was put back
 * @throws Error in one sentence, Damaged where it is the file; the folder is then empty, or not there, as it was
 */
export async function restore({ dir, from, tell }: RestoreOptions): Promise<Restored> {
  const before = await readdir(dir).catch(() => null)
  // What a restore that was killed left: it begins anew.
  const left =
    before?.includes(ASIDE) === true && !before.includes(DATABASE) && before.every((name) => OURS.includes(name))
  if (before && before.length > 0 && !left) throw new Error(`${dir} is not empty: restore into an empty folder`)
  const source = createReadStream(from)
  await new Promise((opened, failed) => source.once('open', opened).once('error', failed))
  await mkdir(dir, { recursive: true, mode: 0o700 })
  const release = claim(join(dir, DATABASE))
  const aside = join(dir, ASIDE)
  const empty = async () => {
    for (const name of OURS) await rm(join(dir, name), { recursive: true, force: true })
    if (before === null) await rmdir(dir)
  }
  try {
    for (const name of [ASIDE, 'files', VAPID]) await rm(join(dir, name), { recursive: true, force: true })
    await mkdir(join(aside, 'files'), { recursive: true, mode: 0o700 })
    const manifest = await unpackInto(aside, source, tell)
    // The database last: with it the folder counts.
    for (const name of ['files', VAPID, DATABASE]) {
      await rename(join(aside, name), join(dir, name)).catch((error) => {
        if (name !== VAPID) throw error
      })
    }
    await rm(aside, { recursive: true, force: true })
    release()
    return manifest
  } catch (error) {
    source.destroy()
    release()
    await empty()
    throw inWords(error, from)
  }
}

function inWords(error: unknown, from: string): unknown {
  const { code = '', message = '' } = error as { code?: string; message?: string }
  const why = error instanceof Damaged ? message : code.startsWith('Z_') ? 'it is not whole' : null
  return why === null ? error : new Damaged(`${from} cannot be restored: ${why}. Nothing was changed.`)
}

/** Damaged files that are told of by name. */
const NAMED = 5

async function unpackInto(
  aside: string,
  source: AsyncIterable<Buffer>,
  tell: (line: string) => void,
): Promise<Restored> {
  const gunzip = createGunzip()
  const reading = pipeline(source, gunzip)
  // Whoever reads the end of the pipe meets the same error.
  reading.catch(() => {})
  const entries = unpack(gunzip)
  const first = await entries.next()
  if (first.done || first.value.name !== HEAD) throw new Damaged('it is no backup of Regulars')
  const head = await parsed(Head, first.value)
  if (head.format > FORMAT || head.schema > (await newestMigration()))
    throw new Damaged(`it was made by a newer release (${head.version}): update first`)

  const file = join(aside, DATABASE)
  await withServer(file, (url, token) => migrate(url, token, head.schema))
  const writer = new RowWriter(file, head.tables)
  let manifest: Manifest | null = null
  const found: Manifest = { tables: {}, files: { count: 0, bytes: 0 }, missing: [], damaged: [] }
  try {
    for await (const entry of entries) {
      if (manifest) throw new Damaged('it goes on after its end')
      const page = PAGE.exec(entry.name)
      const added = FILE.exec(entry.name)
      if (page) writer.page(page[1] as string, Number(page[2]), await bytesOf(entry, PAGE_BYTES))
      else if (added?.[3]) await keep(join(aside, entry.name), await bytesOf(entry, SMALL))
      else if (added) await keepFile(join(aside, entry.name), added[2] as string, entry, found)
      else if (entry.name === VAPID) await keep(join(aside, VAPID), await bytesOf(entry, SMALL))
      else if (entry.name === MANIFEST) manifest = await parsed(Manifest, entry)
      else throw new Damaged(`it holds ${JSON.stringify(entry.name)}, which no backup holds`)
    }
    if (!manifest) throw new Damaged('it ends too early')
    found.tables = writer.finish()
  } finally {
    writer.close()
  }
  compare(manifest, found)
  for (const [table, { rows }] of Object.entries(found.tables)) if (rows > 0) tell(`${table}: ${rows}`)
  const left = found.missing.length
  if (found.files.count > 0) tell(`files: ${found.files.count - left}`)
  if (left > 0) tell(`${left} damaged files in it were left out: ${found.missing.slice(0, NAMED).join(' ')}`)
  await withServer(file, async (url, token) => {
    await migrate(url, token)
    await beginEpoch(url, token, head.at)
  })
  return { ...manifest, at: head.at, shop: head.shop }
}

function compare(told: Manifest, found: Manifest): void {
  for (const table of new Set([...Object.keys(told.tables), ...Object.keys(found.tables)])) {
    const [a, b] = [told.tables[table], found.tables[table]]
    if (a?.rows !== b?.rows || a?.sha256 !== b?.sha256) throw new Damaged(`its ${table} are not what was backed up`)
  }
  if (told.files.count !== found.files.count || told.files.bytes !== found.files.bytes)
    throw new Damaged('files are missing in it')
}

async function withServer<R>(file: string, work: (url: string, token: string) => Promise<R>): Promise<R> {
  const token = newId()
  const server = await startLocalDatabase({ file, token })
  try {
    return await work(server.url, token)
  } finally {
    await server.close()
  }
}

async function beginEpoch(url: string, token: string, at: number): Promise<void> {
  const database = open(url, token)
  const [shops = []] = await database.read([{ sql: 'SELECT id FROM shops', args: {} }])
  for (const { id } of shops) {
    const args = { id: String(id), epoch: newId(), at }
    await database.write([{ sql: 'UPDATE shops SET epoch = :epoch, restoredTo = :at WHERE id = :id', args }])
  }
}

async function bytesOf({ name, size, body }: Entry, most: number): Promise<Buffer> {
  if (size > most) throw new Damaged(`${name} in it is too large`)
  const chunks: Buffer[] = []
  for await (const chunk of body) chunks.push(chunk)
  return Buffer.concat(chunks)
}

async function parsed<T>(schema: v.GenericSchema<unknown, T>, entry: Entry): Promise<T> {
  try {
    return v.parse(schema, JSON.parse((await bytesOf(entry, SMALL)).toString('utf8')))
  } catch (error) {
    if (error instanceof SyntaxError || error instanceof v.ValiError) throw new Damaged(`${entry.name} in it is wrong`)
    throw error
  }
}

async function keep(path: string, bytes: Buffer): Promise<void> {
  await mkdir(dirname(path), { recursive: true, mode: 0o700 })
  await writeFile(path, bytes, { mode: 0o600, flag: 'wx', flush: true })
}

async function keepFile(path: string, sha256: string, { size, body }: Entry, found: Manifest): Promise<void> {
  await mkdir(dirname(path), { recursive: true, mode: 0o700 })
  const hash = createHash('sha256')
  async function* hashed() {
    for await (const chunk of body) {
      hash.update(chunk)
      yield chunk
    }
  }
  await pipeline(hashed(), createWriteStream(path, { mode: 0o600, flags: 'wx', flush: true }))
  if (hash.digest('hex') !== sha256) {
    // One bad photo keeps nobody from all the rest.
    await rm(path)
    await rm(`${path}.json`, { force: true })
    found.missing.push(sha256)
  }
  found.files.count++
  found.files.bytes += size
}
