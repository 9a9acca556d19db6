/** One file that holds everything, or one shop: rows as of one moment, and the files they speak of. */
import { createHash } from 'node:crypto'
import { createReadStream, createWriteStream } from 'node:fs'
import { open, readFile, rename, rm, stat } from 'node:fs/promises'
import { basename, dirname, join, resolve } from 'node:path'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { createGzip } from 'node:zlib'
import { VERSION } from '../../version.ts'
import { reachDatabase } from '../data-dir.ts'
import { FORMAT, HEAD, type Head, MANIFEST, type Manifest, VAPID } from './format.ts'
import { openSnapshot, type Snapshot } from './rows.ts'
import { type Entry, pack } from './tar.ts'

export interface BackupOptions {
  /** Data folder; the app may be running on it. */
  dir: string
  /** Path of the backup, which must not be there yet. */
  to: string
  /** Null for all shops. */
  shop: string | null
  /** Hears how far it has come, in words for a terminal. */
  tell(line: string): void
}

/**
 * Writes the backup, readable by this user only; a file that ends up under its name is whole.
 * @returns what is in it
 * @throws Error in one sentence; nothing is left behind then
 */
export async function backup({ dir, to, shop, tell }: BackupOptions): Promise<Manifest> {
  const path = resolve(to)
  if (await isThere(path)) throw new Error(`${to} is there already: name a new file`)
  if (!(await isThere(join(dir, 'regulars.db')))) throw new Error(`There is nothing to back up in ${dir}`)
  const database = await reachDatabase(dir, { asItIs: true })
  const half = `${path}.half`
  try {
    const snapshot = await openSnapshot(database.url, database.token, shop)
    const manifest: Manifest = { tables: {}, files: { count: 0, bytes: 0 }, missing: [], damaged: [] }
    try {
      const stream = Readable.from(pack(entries(snapshot, dir, shop, manifest, tell)))
      // Alone: a half file of a backup that was killed is no use to anybody.
      await rm(half, { force: true })
      await pipeline(stream, createGzip({ level: 6 }), createWriteStream(half, { mode: 0o600, flags: 'wx' }))
    } finally {
      snapshot.close()
    }
    await sync(half)
    await rename(half, path)
    await sync(dirname(path))
    return manifest
  } catch (error) {
    await rm(half, { force: true })
    throw error
  } finally {
    await database.close()
  }
}

async function* entries(
  snapshot: Snapshot,
  dir: string,
  shop: string | null,
  manifest: Manifest,
  tell: (line: string) => void,
): AsyncGenerator<Entry> {
  const { at, schema, tables } = snapshot
  yield json(HEAD, { format: FORMAT, version: VERSION, at, shop, schema, tables } satisfies Head)
  for (const table of Object.keys(tables)) {
    const hash = createHash('sha256')
    let rows = 0
    let page = 0
    for await (const values of snapshot.pages(table)) {
      const text = values.map((row) => `${JSON.stringify(row)}\n`).join('')
      hash.update(text)
      rows += values.length
      yield whole(`tables/${table}/${String(page++).padStart(6, '0')}.jsonl`, Buffer.from(text))
    }
    manifest.tables[table] = { rows, sha256: hash.digest('hex') }
    if (rows > 0) tell(`${table}: ${rows}`)
  }
  manifest.damaged.push(...snapshot.damaged)
  const keys = await snapshot.fileKeys()
  for (const [n, key] of keys.entries()) {
    const file = join(dir, 'files', key)
    const [beside, found] = await Promise.all([unlessGone(readFile(`${file}.json`)), unlessGone(stat(file))])
    if (!found || !(await isItself(file))) {
      manifest.missing.push(key)
      continue
    }
    if (beside) yield whole(`files/${key}.json`, beside)
    yield { name: `files/${key}`, size: found.size, body: createReadStream(file) as AsyncIterable<Buffer> }
    manifest.files.count++
    manifest.files.bytes += found.size
    if ((n + 1) % 500 === 0) tell(`files: ${n + 1} of ${keys.length}`)
  }
  if (keys.length > 0) tell(`files: ${manifest.files.count}`)
  const vapid = shop === null ? await unlessGone(readFile(join(dir, VAPID))) : null
  if (vapid) yield whole(VAPID, vapid)
  yield json(MANIFEST, manifest)
}

/** Whether a file still has the bytes it is named by: disks forget. */
async function isItself(file: string): Promise<boolean> {
  const hash = createHash('sha256')
  for await (const chunk of createReadStream(file)) hash.update(chunk as Buffer)
  return hash.digest('hex') === basename(file)
}

const whole = (name: string, bytes: Buffer): Entry => ({ name, size: bytes.length, body: [bytes] })
const json = (name: string, value: unknown): Entry => whole(name, Buffer.from(JSON.stringify(value)))

const isThere = async (path: string): Promise<boolean> => (await unlessGone(stat(path))) !== null

async function unlessGone<R>(work: Promise<R>): Promise<R | null> {
  try {
    return await work
  } catch (error) {
    if ((error as { code?: string }).code === 'ENOENT') return null
    throw error
  }
}

/** Makes what was written last, also through a power cut. */
async function sync(path: string): Promise<void> {
  const handle = await open(path, 'r')
  try {
    await handle.sync()
  } finally {
    await handle.close()
  }
}
