/** The online import job: sends the chunks the server does not have yet, then has tiers reckoned and fetched. */
import { type ReadonlySignal, signal } from '@preact/signals'
import type { OrderInput } from '../../worker/domain/order.ts'
import type { ImportState, TakenOrders } from '../../worker/domain/wire.ts'
import { type Api, ApiError, type RequestOptions } from '../api.ts'

export interface ImportContent {
  /** Of a new import, or of the one to go on with. */
  id: string
  name: string
  format: string
  fileHash: string
  chunks: readonly (readonly OrderInput[])[]
}

/** An order the server did not take, by its number. */
export interface RefusedOrder {
  externalId: string
  /** One of the codes of `parseOrder`. */
  code: string
}

/** How many orders the server has dealt with. */
export const ordersIn = (at: Pick<RunState, 'created' | 'updated' | 'unchanged' | 'rejected'>): number =>
  at.created + at.updated + at.unchanged + at.rejected

/** `paused`: by the person or for want of a connection; `failed`: sending again would not help. Both can be started again. */
export type Phase = 'sending' | 'reckoning' | 'fetching' | 'paused' | 'failed' | 'done'

export interface RunState {
  phase: Phase
  /** Chunks the server has. */
  done: number
  chunks: number
  created: number
  updated: number
  unchanged: number
  rejected: number
  /** Those of `rejected` that were sent since the page was opened. */
  refused: RefusedOrder[]
  /** Code of what stopped it; null when it goes on or the person stopped it. */
  problem: string | null
}

export interface Run {
  state: ReadonlySignal<RunState>
  /** Begins or goes on; while it is under way this is the same run. Settles when it pauses, fails or is done; never rejects. */
  start(): Promise<void>
  /** Stops after the requests that are on their way. */
  pause(): void
}

export interface RunDeps {
  api: Pick<Api, 'request'>
  /** Fetches what the import changed. */
  sync: () => Promise<void>
  wait: (ms: number) => Promise<void>
  /** False when the phone itself knows that it has no network. */
  online: () => boolean
}

const LANES = 2
const RETRIES_MS = [1000, 4000]
const CHUNK_TIMEOUT = 60_000
const RECOMPUTE_TIMEOUT = 180_000

class Paused extends Error {}

/** Sending it again may help. */
const passes = ({ status, code }: ApiError): boolean =>
  status === 0 || status === 429 || status >= 500 || code === 'busy'

/** Prepares the job; nothing is sent before `start`. */
export function createRun({ api, sync, wait, online }: RunDeps, content: ImportContent): Run {
  const { chunks, ...about } = content
  const state = signal<RunState>({
    ...{ phase: 'sending', done: 0, chunks: chunks.length },
    ...{ created: 0, updated: 0, unchanged: 0, rejected: 0, refused: [], problem: null },
  })
  const refused = new Map<number, RefusedOrder[]>()
  let current: Promise<void> | null = null
  let halted = false

  const set = (change: Partial<RunState>) => {
    state.value = { ...state.peek(), ...change }
  }

  async function ask<R>(path: string, options: RequestOptions = {}): Promise<R> {
    for (let tries = 0; ; tries++) {
      if (halted) throw new Paused()
      try {
        return await api.request<R>('POST', path, options)
      } catch (error) {
        const ms = RETRIES_MS[tries]
        if (!(error instanceof ApiError) || !passes(error) || ms === undefined || !online()) throw error
        await wait(ms)
      }
    }
  }

  async function sendChunk(n: number): Promise<void> {
    const orders = chunks[n] ?? []
    const path = `/api/import/${about.id}/chunks/${n}`
    const answer = await ask<TakenOrders>(path, { json: { orders }, timeout: CHUNK_TIMEOUT })
    refused.set(
      n,
      answer.rejected.map(({ index, code }) => ({ externalId: orders[index]?.externalId ?? '', code })),
    )
    const before = state.peek()
    set({
      done: before.done + 1,
      created: before.created + answer.created,
      updated: before.updated + answer.updated,
      unchanged: before.unchanged + answer.unchanged,
      rejected: before.rejected + answer.rejected.length,
      refused: [...refused.values()].flat(),
    })
  }

  async function sendMissing(taken: ReadonlySet<number>): Promise<void> {
    const missing = [...chunks.keys()].filter((n) => !taken.has(n))
    let failure: unknown = null
    const lane = async () => {
      for (let n = missing.shift(); n !== undefined && failure === null; n = missing.shift()) {
        try {
          await sendChunk(n)
        } catch (error) {
          failure ??= error
        }
      }
    }
    await Promise.all(Array.from({ length: LANES }, lane))
    if (failure !== null) throw failure
  }

  async function go(): Promise<void> {
    set({ phase: 'sending', problem: null })
    const begun = await ask<ImportState>('/api/import', { json: { ...about, chunks: chunks.length } })
    // The server's word on what it has, also of chunks whose answers never came.
    const { created, updated, unchanged, rejected } = begun
    set({ done: begun.done, created, updated, unchanged, rejected })
    if (begun.undoneAt !== null) throw new ApiError(409, 'import_closed')
    if (begun.finishedAt === null) {
      await sendMissing(new Set(begun.taken))
      const closed = await ask<ImportState>(`/api/import/${about.id}/finish`)
      if (closed.finishedAt === null) throw new ApiError(409, closed.undoneAt === null ? 'busy' : 'import_closed')
    }
    set({ phase: 'reckoning' })
    await ask('/api/import/recompute', { timeout: RECOMPUTE_TIMEOUT })
    set({ phase: 'fetching' })
    await sync()
    set({ phase: 'done' })
  }

  async function attempt(): Promise<void> {
    halted = false
    try {
      await go()
    } catch (error) {
      if (error instanceof Paused) set({ phase: 'paused' })
      else if (error instanceof ApiError) set({ phase: passes(error) ? 'paused' : 'failed', problem: error.code })
      else set({ phase: 'failed', problem: 'unknown' })
    }
  }

  return {
    state,
    start() {
      current ??= attempt().finally(() => {
        current = null
      })
      return current
    },
    pause() {
      halted = true
    },
  }
}
