/** What the edge gives the app. Read once in index.ts; nothing further in reads the environment. */
import type { Database } from '../db/client.ts'
import type { SignUpMode } from './domain/one-time-links.ts'

export interface Vapid {
  publicKey: string
  privateKey: string
  subject: string
}

export interface Job {
  kind: 'fan-out' | 'due' | 'deliver'
  /** The shop; for `fan-out` the shop id to go on after. */
  shopId: string
}

/** Files by key, whole. Every method fails with ApiError 503 `files_unavailable` when the store does not answer, `storage_full` when it has no room. */
export interface FileStore {
  put(key: string, bytes: Uint8Array, type: string): Promise<void>
  /** Null when there is none. */
  get(key: string): Promise<StoredFile | null>
  head(key: string): Promise<FileInfo | null>
  delete(keys: string[]): Promise<void>
  /** Files whose key begins with `prefix`, in order of key, 1000 at most. */
  list(prefix: string): Promise<FileInfo[]>
}

export interface FileInfo {
  key: string
  /** Bytes. */
  size: number
  /** When it was put last, epoch ms. */
  at: number
}

export interface StoredFile extends FileInfo {
  body: ReadableStream<Uint8Array>
}

export interface Disk {
  free: number
  total: number
}

export interface Deps {
  database: Database
  now: () => number
  newId: () => string
  version: string
  /** Origin people use, where it differs from the one the worker sees. */
  publicUrl: string | null
  /** Whether anybody may open a shop here. */
  signUp: SignUpMode
  vapid: Vapid | null
  /** Null where no bucket is bound. */
  files: FileStore | null
  /** Only a nudge: what is to be done lies in the database. */
  nudge: (jobs: Job[]) => Promise<void>
  fetch: typeof fetch
  /** Room on the disk that holds the database, bytes, where the host can tell. */
  disk?: () => Promise<Disk>
  /**
   * Where a request comes from: an address, as far as the host knows it for sure, never what a caller claims.
   * @param env what the host hands to the app with the request
   */
  placeOf: (request: Request, env: unknown) => string
}
