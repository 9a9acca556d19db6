/** One import from chosen files to its result; it goes on while the person looks at other screens. */
import { type ReadonlySignal, signal } from '@preact/signals'
import type { CustomerRow } from '../../worker/domain/rows.ts'
import type { ImportPreview, ImportState } from '../../worker/domain/wire.ts'
import { type Api, ApiError } from '../api.ts'
import type { ParseRequest, Reading } from './parse.worker.ts'
import type { ParseProgress } from './parse-files.ts'
import type { Identity } from './prepare.ts'
import { createRun, type Run, type RunDeps } from './run.ts'
import { type TierCounts, tierCounts } from './tier-counts.ts'

export type Flow =
  | { step: 'pick'; unreadable: boolean }
  | { step: 'reading'; progress: ParseProgress | null }
  | {
      step: 'found'
      reading: Reading
      /** Null while the server is asked. */
      preview: ImportPreview | null
      /** The import of the same content that was not brought to its end. */
      resume: ImportState | null
      /** Why the server could not be asked. */
      problem: string | null
    }
  | { step: 'running'; reading: Reading; run: Run; before: TierCounts }

export interface FlowDeps extends RunDeps {
  api: Pick<Api, 'request'>
  parse: (request: ParseRequest, onProgress: (p: ParseProgress) => void, signal: AbortSignal) => Promise<Reading>
  newId: () => string
  shop: () => { timezone: string; currency: string }
  customers: () => readonly CustomerRow[]
  /** Calls `hear` whenever the phone has a network again. */
  onOnline: (hear: () => void) => void
}

export interface ImportFlow {
  state: ReadonlySignal<Flow>
  /** Reads files and compares what they hold with the shop. */
  pick(files: readonly File[]): Promise<void>
  /** Asks the server again what is new. */
  compare(): Promise<void>
  /** Starts sending; a second tap does nothing. */
  begin(): void
  /** Back to choosing files. A run under way is left to be gone on with later. */
  reset(): void
}

const PREVIEW_ORDERS = 5000
const MOST_NAME = 200
const MOST_FORMAT = 40

export function createFlow(deps: FlowDeps): ImportFlow {
  const { api } = deps
  const state = signal<Flow>({ step: 'pick', unreadable: false })
  let reading = new AbortController()

  async function pick(files: readonly File[]): Promise<void> {
    if (files.length === 0) return
    reset()
    const { signal: gone } = reading
    state.value = { step: 'reading', progress: null }
    const { timezone: timeZone, currency } = deps.shop()
    // The same files make the same import in whatever order they were chosen; of two exports the later name wins.
    const sorted = files.toSorted((a, b) => (a.name < b.name ? -1 : 1))
    let found: Reading
    try {
      found = await deps.parse(
        { files: sorted, timeZone, currency },
        (progress) => {
          if (!gone.aborted) state.value = { step: 'reading', progress }
        },
        gone,
      )
    } catch {
      if (!gone.aborted) state.value = { step: 'pick', unreadable: true }
      return
    }
    if (gone.aborted) return
    state.value = { step: 'found', reading: found, preview: null, resume: null, problem: null }
    await compare()
  }

  async function compare(): Promise<void> {
    const at = state.peek()
    if (at.step !== 'found') return
    const { reading: found } = at
    const still = (change: Partial<typeof at>) => {
      const now = state.peek()
      if (now.step === 'found' && now.reading === found) state.value = { ...now, ...change }
    }
    still({ problem: null, preview: null })
    try {
      const [preview, resume] = await Promise.all([previewOf(found), unfinished(found)])
      still({ preview, resume })
    } catch (error) {
      still({ problem: error instanceof ApiError ? error.code : 'unknown' })
    }
  }

  async function previewOf({ chunks }: Reading): Promise<ImportPreview> {
    const all: Identity[] = chunks.flatMap((chunk) => chunk.identities)
    const sum: ImportPreview = { created: 0, updated: 0, unchanged: 0 }
    for (let from = 0; from < all.length; from += PREVIEW_ORDERS) {
      const orders = all.slice(from, from + PREVIEW_ORDERS)
      const part = await api.request<ImportPreview>('POST', '/api/import/preview', { json: { orders } })
      sum.created += part.created
      sum.updated += part.updated
      sum.unchanged += part.unchanged
    }
    return sum
  }

  async function unfinished({ hash, chunks }: Reading): Promise<ImportState | null> {
    if (chunks.length === 0) return null
    const { imports } = await api.request<{ imports: ImportState[] }>('GET', '/api/import')
    const same = (one: ImportState) => one.fileHash === hash && one.chunks === chunks.length
    return imports.find((one) => same(one) && one.finishedAt === null && one.undoneAt === null) ?? null
  }

  function begin(): void {
    const at = state.peek()
    if (at.step !== 'found' || at.preview === null || at.reading.chunks.length === 0) return
    const { files } = at.reading.summary
    const formats = [...new Set(files.flatMap((file) => file.format ?? []))].join('+')
    const run = createRun(deps, {
      id: at.resume?.id ?? deps.newId(),
      name: files
        .map((file) => file.name)
        .join('、')
        .slice(0, MOST_NAME),
      format: formats.length > MOST_FORMAT ? 'mixed' : formats,
      fileHash: at.reading.hash,
      chunks: at.reading.chunks.map((chunk) => chunk.orders),
    })
    state.value = { step: 'running', reading: at.reading, run, before: tierCounts(deps.customers()) }
    void run.start()
  }

  function reset(): void {
    reading.abort()
    reading = new AbortController()
    const at = state.peek()
    if (at.step === 'running') at.run.pause()
    state.value = { step: 'pick', unreadable: false }
  }

  // Somebody who lost the network does not have to come back to tap a button.
  deps.onOnline(() => {
    const at = state.peek()
    if (at.step === 'found' && at.problem !== null) void compare()
    if (at.step !== 'running') return
    const { phase, problem } = at.run.state.peek()
    if (phase === 'paused' && problem !== null) void at.run.start()
  })

  return { state, pick, compare, begin, reset }
}
