/**
 * Files of an older release lie in `files/v3`, as Miniflare keeps a bucket. They are moved to where both hosts keep them
 * now: copied, checked, and only when all are there the old ones are removed. May be cut off anywhere and go on later.
 */
import { createHash } from 'node:crypto'
import { existsSync, globSync } from 'node:fs'
import { mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import Engine from 'libsql'
import { type Database, forShop } from '../../db/client.ts'
import { liveFiles, shopExists } from '../../db/queries/evidence.ts'
import type { FileStore } from '../deps.ts'
import { folderFiles, HALF, KEY, prepareFolder } from './folder-files.ts'

interface OldFile {
  key: string
  blob_id: string | null
  size: number
  /** MD5, hexadecimal. */
  etag: string
  /** Epoch ms. */
  uploaded: number
  http_metadata: string
}

/** What became of the files. */
export interface Moved {
  moved: number
  /** No row speaks of them any more: they were removed or erased, and are not brought back. */
  forgotten: number
  /** Damaged, or of a shop the database does not know: they lie in {@link ASIDE}. */
  aside: number
  missing: number
}

/** Begins with a dot as no key does. */
const ASIDE = '.aside'

/**
 * @param root the folder of files, made ready
 * @returns null where there is no such bucket
 */
export async function moveOldBucket(root: string, database: Database): Promise<Moved | null> {
  const old = join(root, 'v3')
  if (!existsSync(old)) return null
  const done: Moved = { moved: 0, forgotten: 0, aside: 0, missing: 0 }
  const known = new Map<string, Known>()
  for (const file of listed(old)) {
    const shopId = file.key.split('/', 1)[0] ?? ''
    const shop = known.get(shopId) ?? (await knownOf(database, shopId))
    known.set(shopId, shop)
    done[await moveOne(root, old, file, shop)]++
  }
  // Out of sight in one step: a removal that is cut off must not look like a bucket with holes.
  await rename(old, join(root, HALF, 'old-bucket'))
  await rm(join(root, HALF, 'old-bucket'), { recursive: true, force: true })
  return done
}

function listed(old: string): OldFile[] {
  return globSync(join(old, 'r2', 'miniflare-R2BucketObject', '*.sqlite')).flatMap((path) => {
    const database = new Engine(path)
    try {
      const [table] = database.prepare(`SELECT 1 FROM sqlite_master WHERE name = '_mf_objects'`).all([])
      return table ? (database.prepare('SELECT * FROM _mf_objects ORDER BY key').all([]) as OldFile[]) : []
    } finally {
      database.close()
    }
  })
}

/** Hashes and ids of the files a shop has; null where there is no such shop. */
type Known = ReadonlySet<string> | null

async function knownOf(database: Database, shopId: string): Promise<Known> {
  const [shops, rows = []] = await forShop(database, shopId).read([shopExists(), liveFiles()])
  return shops?.[0] ? new Set(rows.flatMap(({ id, hash }) => [String(id), String(hash)])) : null
}

/** `shop/hash`, or `shop/parts/id/n`. */
const subjectOf = (key: string): string => /^[^/]+\/(?:parts\/)?([^/]*)/.exec(key)?.[1] ?? ''

async function moveOne(root: string, old: string, file: OldFile, shop: Known): Promise<keyof Moved> {
  if (shop && !shop.has(subjectOf(file.key))) return 'forgotten'
  const at = Number(file.uploaded)
  const files = folderFiles(root, () => at)
  const [path] = /^[0-9a-f]+$/.test(file.blob_id ?? '')
    ? globSync(join(old, 'r2', '*', 'blobs', `${file.blob_id}`))
    : []
  const sound = shop !== null && KEY.test(file.key)
  if (sound && (await isThere(files, file))) return 'moved'
  if (!path) return 'missing'
  const bytes = await readFile(path)
  if (!sound || !isWhole(bytes, file)) {
    await mkdir(join(root, ASIDE), { recursive: true, mode: 0o700 })
    await writeFile(join(root, ASIDE, encodeURIComponent(file.key).slice(0, 200)), bytes, { mode: 0o600 })
    return 'aside'
  }
  const { contentType = 'application/octet-stream' } = JSON.parse(file.http_metadata) as { contentType?: string }
  await files.put(file.key, bytes, contentType)
  return 'moved'
}

async function isThere(files: FileStore, file: OldFile): Promise<boolean> {
  const found = await files.get(file.key)
  return found !== null && isWhole(new Uint8Array(await new Response(found.body).arrayBuffer()), file)
}

/** By the bucket's own sum, and by the name where that is one. */
function isWhole(bytes: Uint8Array, { key, size, etag }: OldFile): boolean {
  const sum = (kind: string) => createHash(kind).update(bytes).digest('hex')
  const name = key.slice(key.lastIndexOf('/') + 1)
  return bytes.length === size && sum('md5') === etag && (!/^[0-9a-f]{64}$/.test(name) || sum('sha256') === name)
}

/** Makes the folder of files ready, with what an older release left in it, and says so. */
export async function takeOverFiles(root: string, database: Database): Promise<void> {
  await prepareFolder(root)
  const done = await moveOldBucket(root, database)
  if (!done) return
  const { moved, aside, missing } = done
  console.info(`${moved} files of an older release were moved to ${root}.`)
  if (missing > 0) console.error(`${missing} of them are missing: compare with a backup.`)
  if (aside > 0) {
    console.error(
      `${aside} of them are damaged, or of a shop that is not here, and lie in ${join(root, ASIDE)}: compare with a backup, then delete them.`,
    )
  }
}
