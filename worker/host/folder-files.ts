/**
 * Files in a folder, the same for both hosts: the bytes as `<key>`, type and time in `<key>.json` beside them. No key
 * holds a dot, so neither is ever taken for the other. Only this user reads them, whatever was there before.
 */
import { randomUUID } from 'node:crypto'
import { chmod, lstat, mkdir, open, readdir, readFile, rename, rm } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { Readable } from 'node:stream'
import type { FileInfo, FileStore } from '../deps.ts'
import { ApiError, faultLine } from '../errors.ts'
import { isFull } from './folder.ts'

/** As the app makes them: ids, hashes and numbers, a few deep. */
export const KEY = /^[0-9A-Za-z_-]{1,128}(\/[0-9A-Za-z_-]{1,128}){0,7}$/
const PREFIX = /^[0-9A-Za-z_/-]{0,1000}$/
const LIST = 1000
/** Being written. Begins with a dot as no key does. */
export const HALF = '.half'

interface Beside {
  type: string
  /** Epoch ms. */
  at: number
}

/** Makes the folder ready. Once a start and before anything is put: what an earlier write left half done is removed. */
export async function prepareFolder(root: string): Promise<void> {
  const half = join(root, HALF)
  // The folder itself stays: a full disk may have no room to make it anew.
  const isFolder = (await ifThere(lstat(half)))?.isDirectory() === true
  const left = isFolder ? (await readdir(half)).map((name) => join(half, name)) : [half]
  for (const path of left) await rm(path, { recursive: true, force: true })
  await mkdir(half, { recursive: true, mode: 0o700 })
  await makePrivate(root)
}

/** The store in a folder made ready by {@link prepareFolder}. */
export function folderFiles(root: string, now: () => number = Date.now): FileStore {
  const pathOf = (key: string): string => {
    if (!KEY.test(key)) throw new Error('no key of ours')
    return join(root, key)
  }

  /** Whole or not at all, also after a power cut. */
  async function write(path: string, bytes: Uint8Array | string): Promise<void> {
    const half = join(root, HALF, randomUUID())
    const file = await open(half, 'wx', 0o600)
    try {
      try {
        await file.writeFile(bytes)
        await file.sync()
      } finally {
        await file.close()
      }
      await rename(half, path)
    } catch (error) {
      // A full disk must not be filled further by what did not fit.
      await rm(half, { force: true })
      throw error
    }
  }

  async function info(key: string): Promise<(FileInfo & Beside) | null> {
    const path = pathOf(key)
    const found = await ifThere(lstat(path))
    if (!found?.isFile()) return null
    const beside = await ifThere(readFile(`${path}.json`, 'utf8'))
    const { type, at } = (beside ? JSON.parse(beside) : {}) as Partial<Beside>
    return { key, size: found.size, type: type ?? 'application/octet-stream', at: at ?? found.mtimeMs }
  }

  return {
    put: (key, bytes, type) =>
      answered(async () => {
        const path = pathOf(key)
        await mkdir(dirname(path), { recursive: true, mode: 0o700 })
        // First what tells of it: bytes without it are never seen.
        await write(`${path}.json`, JSON.stringify({ type, at: now() } satisfies Beside))
        await write(path, bytes)
        await keep(dirname(path))
      }),
    get: (key) =>
      answered(async () => {
        const found = await info(key)
        const file = found && (await ifThere(open(pathOf(key), 'r')))
        if (!found || !file) return null
        const body = Readable.toWeb(file.createReadStream()) as ReadableStream<Uint8Array>
        return { ...found, body }
      }),
    head: (key) => answered(() => info(key)),
    delete: (keys) =>
      answered(async () => {
        for (const key of keys) {
          const path = pathOf(key)
          await rm(path, { force: true })
          await rm(`${path}.json`, { force: true })
        }
      }),
    list: (prefix) =>
      answered(async () => {
        if (!PREFIX.test(prefix)) throw new Error('no prefix of ours')
        const keys = await keysUnder(root, prefix)
        const found = await Promise.all(keys.slice(0, LIST).map(info))
        return found.filter((file) => file !== null)
      }),
  }
}

/** Keys that begin with `prefix`, in order. */
async function keysUnder(root: string, prefix: string): Promise<string[]> {
  const folder = prefix.slice(0, prefix.lastIndexOf('/') + 1)
  const entries = (await ifThere(readdir(join(root, folder), { recursive: true, withFileTypes: true }))) ?? []
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(join(root, '/').length).replaceAll('\\', '/'))
    .filter((key) => key.startsWith(prefix) && KEY.test(key))
    .sort()
}

/** Makes a rename last. */
async function keep(folder: string): Promise<void> {
  const handle = await open(folder, 'r')
  try {
    await handle.sync()
  } finally {
    await handle.close()
  }
}

async function ifThere<R>(work: Promise<R>): Promise<R | null> {
  try {
    return await work
  } catch (error) {
    const { code } = error as { code?: string }
    if (code === 'ENOENT' || code === 'ENOTDIR') return null
    throw error
  }
}

async function answered<R>(work: () => Promise<R>): Promise<R> {
  try {
    return await work()
  } catch (error) {
    console.error('files:', faultLine(error))
    throw new ApiError(503, isFull(error) ? 'storage_full' : 'files_unavailable')
  }
}

/** Files looked at together, so that a folder of many thousands holds up no start. */
const AT_ONCE = 64

/** Takes everybody else's rights to a folder away, and to all that is in it. */
async function makePrivate(path: string): Promise<void> {
  const found = await ifThere(lstat(path))
  if (!found || found.isSymbolicLink()) return
  const mode = found.isDirectory() ? 0o700 : 0o600
  if ((found.mode & 0o777) !== mode) await chmod(path, mode)
  if (!found.isDirectory()) return
  const names = await readdir(path)
  for (let n = 0; n < names.length; n += AT_ONCE)
    await Promise.all(names.slice(n, n + AT_ONCE).map((name) => makePrivate(join(path, name))))
}
