/** A file store in memory, with the manners of the bucket: whole files, strongly consistent, listed in order of key. */
import type { FileInfo, FileStore, StoredFile } from '../../worker/deps.ts'
import { ApiError } from '../../worker/errors.ts'

export class MemoryFiles implements FileStore {
  /** While false every call fails as an outage would. */
  up = true
  readonly held = new Map<string, { bytes: Uint8Array; type: string; at: number }>()
  readonly #now: () => number
  constructor(now: () => number) {
    this.#now = now
  }

  #checkUp(): void {
    if (!this.up) throw new ApiError(503, 'files_unavailable')
  }

  #info(key: string): FileInfo | null {
    const file = this.held.get(key)
    return file ? { key, size: file.bytes.length, at: file.at } : null
  }

  async put(key: string, bytes: Uint8Array, type: string): Promise<void> {
    this.#checkUp()
    if (new TextEncoder().encode(key).length > 1024) throw new Error('key too long')
    this.held.set(key, { bytes: bytes.slice(), type, at: this.#now() })
  }

  async get(key: string): Promise<StoredFile | null> {
    this.#checkUp()
    const info = this.#info(key)
    return info && { ...info, body: new Blob([this.held.get(key)?.bytes.slice() ?? '']).stream() }
  }

  async head(key: string): Promise<FileInfo | null> {
    this.#checkUp()
    return this.#info(key)
  }

  async delete(keys: string[]): Promise<void> {
    this.#checkUp()
    if (keys.length > 1000) throw new Error('too many keys')
    for (const key of keys) this.held.delete(key)
  }

  async list(prefix: string): Promise<FileInfo[]> {
    this.#checkUp()
    const keys = [...this.held.keys()].filter((key) => key.startsWith(prefix)).sort()
    return keys.slice(0, 1000).flatMap((key) => this.#info(key) ?? [])
  }
}
