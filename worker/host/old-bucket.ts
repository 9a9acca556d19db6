/**
 * Files of an older release lie in `files/v3`, as Miniflare keeps a bucket. They are moved to where both hosts keep them
 * now: copied, checked, and only when all are there the old ones are removed. May be cut off anywhere and go on later.
 */
import { createHash } from 'node:crypto'
import { existsSync, globSync } from 'node:fs'
import { readFile, rename, rm } from 'node:fs/promises'
import { join } from 'node:path'
import Database from 'libsql'
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

/**
 * @param root the folder of files, made ready
 * @returns how many were moved, and how many had to stay because they are missing or damaged; null where there are none
 */
export async function moveOldBucket(root: string): Promise<{ moved: number; left: number } | null> {
  const old = join(root, 'v3')
  if (!existsSync(old)) return null
  let moved = 0
  let left = 0
  for (const file of listed(old)) {
    if (await moveOne(root, old, file)) moved++
    else left++
  }
  if (left === 0) {
    // Out of sight in one step: a removal that is cut off must not look like a bucket with holes.
    await rename(old, join(root, HALF, 'old-bucket'))
    await rm(join(root, HALF, 'old-bucket'), { recursive: true, force: true })
  }
  return { moved, left }
}

function listed(old: string): OldFile[] {
  return globSync(join(old, 'r2', 'miniflare-R2BucketObject', '*.sqlite')).flatMap((path) => {
    const database = new Database(path)
    try {
      const [table] = database.prepare(`SELECT 1 FROM sqlite_master WHERE name = '_mf_objects'`).all([])
      return table ? (database.prepare('SELECT * FROM _mf_objects ORDER BY key').all([]) as OldFile[]) : []
    } finally {
      database.close()
    }
  })
}

async function moveOne(root: string, old: string, file: OldFile): Promise<boolean> {
  const at = Number(file.uploaded)
  const files = folderFiles(root, () => at)
  if (!KEY.test(file.key) || !file.blob_id || !/^[0-9a-f]+$/.test(file.blob_id)) return false
  if (await isThere(files, file)) return true
  const [path] = globSync(join(old, 'r2', '*', 'blobs', file.blob_id))
  const bytes = path ? await readFile(path) : null
  if (!bytes || !isWhole(bytes, file)) return false
  const { contentType = 'application/octet-stream' } = JSON.parse(file.http_metadata) as { contentType?: string }
  await files.put(file.key, bytes, contentType)
  return isThere(files, file)
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
export async function takeOverFiles(root: string): Promise<void> {
  await prepareFolder(root)
  const done = await moveOldBucket(root)
  if (!done) return
  console.info(`${done.moved} files of an older release were moved to ${root}.`)
  if (done.left > 0) {
    console.error(`${done.left} of them are missing or damaged and stay in ${join(root, 'v3')}: compare with a backup.`)
  }
}
