/** What the edge gives the app. Read once in index.ts; nothing further in reads the environment. */
import type { Database } from '../db/client.ts'

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

export interface Deps {
  database: Database
  now: () => number
  newId: () => string
  version: string
  /** Origin people use, where it differs from the one the worker sees. */
  publicUrl: string | null
  vapid: Vapid | null
  /** False when there were too many tries lately on one address, or from one place. */
  allow: (tried: { address: string; from: string }) => Promise<boolean>
  /** Only a nudge: what is to be done lies in the database. */
  nudge: (jobs: Job[]) => Promise<void>
  fetch: typeof fetch
}
