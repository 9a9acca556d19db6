/** When to send and when to pull: keeps the phone and the server together without anybody asking. */
import { computed, effect, type ReadonlySignal, signal } from '@preact/signals'
import { type Api, ApiError } from '../api.ts'
import type { Commit } from '../store/base.ts'
import { readState } from '../store/database.ts'
import type { Store } from '../store/store.ts'
import { createBackoff } from './backoff.ts'
import type { Channel } from './channel.ts'
import { flushOnce } from './flush.ts'
import type { Locks } from './locks.ts'
import { OtherUser, Outdated, pullStream } from './pull.ts'
import { isRemoved } from './removed.ts'
import { createRunner, type Schedule } from './runner.ts'

export type PageEvent = 'online' | 'offline' | 'visible' | 'focus' | 'pull'

/** What the engine must know of the page it runs in. */
export interface Page {
  online(): boolean
  visible(): boolean
  /** Returns how to stop hearing. */
  on(event: PageEvent, hear: () => void): () => void
  /** Asks the browser to wake the service worker when there is a network again, where it can. */
  requestBackgroundSync(): void
}

export interface EngineDeps {
  store: Store
  api: Pick<Api, 'push' | 'pull'>
  locks: Locks
  channel: Channel
  page: Page
  schedule: Schedule
  now: () => number
  random: () => number
}

/**
 * `other-user`: the session is not of the person whose data is stored here; wipe or sign in as them. `removed`: the person
 * does not work in the shop any more.
 */
export type Session = 'unknown' | 'in' | 'signed-out' | 'other-user' | 'removed'

export interface Status {
  online: boolean
  syncing: boolean
  /** Changes the server has not answered yet. */
  pending: number
  /** Refused changes not dismissed yet. */
  rejected: number
  /** Pending changes without effect on the present data. */
  waiting: number
  /** When everything was last pulled, the phone's clock, epoch ms. */
  lastSyncAt: number | null
  /** Code of what went wrong last, null when the last try went well. `outdated`: the app must be updated; `storage`: this phone's database failed. */
  error: string | null
  /** Rows received so far while the data is loaded from nothing, else null. */
  firstLoad: { rows: number } | null
  /** The server was put back to an older state, until the person has read of it. */
  restored: boolean
}

export interface Engine {
  status: ReadonlySignal<Status>
  session: ReadonlySignal<Session>
  /** Once; a second call does nothing. */
  start(): void
  stop(): void
  /** Sends what waits, then pulls. Settles when done or given up for now. */
  sync(): Promise<void>
  /** Somebody has signed in: go on. */
  signedIn(): Promise<void>
}

const POLL_MS = 60_000

export function createEngine(deps: EngineDeps): Engine {
  const { store, channel, page, schedule, random } = deps
  const { view } = store
  const session = signal<Session>('unknown')
  const online = signal(page.online())
  const error = signal<string | null>(null)
  const unsent = computed(() => view.outbox.value.filter((entry) => entry.acked === 0).length)

  /** Whose session an answer is about: somebody may sign in, in whichever tab, while it is on its way. */
  const entryNow = async () => (await readState(store.db)).entry

  /** Runs one piece of work and files how it ended. @returns whether to try again later */
  async function attempt(work: () => Promise<unknown>): Promise<boolean> {
    if (session.peek() !== 'unknown' && session.peek() !== 'in') return false
    let entry = store.view.state.peek().entry
    try {
      entry = await entryNow()
      await work()
      error.value = null
      return false
    } catch (failure) {
      return file(failure, entry)
    }
  }

  /** What is stored is closed before the screen is told. Where the disk does not take it, the screen closes all the same. */
  async function end(ended: 'signed-out' | 'removed', entry: string): Promise<boolean> {
    if (!(await store.end(ended, entry).catch(() => true))) return true
    session.value = ended
    return false
  }

  async function file(failure: unknown, entry: string): Promise<boolean> {
    if (failure instanceof OtherUser) {
      if ((await entryNow().catch(() => entry)) !== entry) return true
      session.value = 'other-user'
      return false
    }
    if (isRemoved(failure)) return end('removed', entry)
    if (failure instanceof ApiError && failure.status === 401) return end('signed-out', entry)
    if (failure instanceof ApiError) {
      if (failure.status === 0) online.value = false
      error.value = failure.code
      return true
    }
    error.value = failure instanceof Outdated ? 'outdated' : 'storage'
    return error.value === 'storage'
  }

  const answered = () => {
    online.value = true
    if (session.peek() === 'unknown') session.value = 'in'
  }
  const onCommit = async (commit: Commit) => {
    answered()
    await store.committed(commit)
  }
  const pull = (stream: 'core' | 'orders') => pullStream({ ...deps, db: store.db, onCommit }, stream)
  const onSettled = async () => {
    answered()
    await store.outboxChanged()
  }

  const runner = (work: () => Promise<unknown>) => createRunner(() => attempt(work), createBackoff(random), schedule)
  const flush = runner(async () => {
    const sent = await flushOnce({ ...deps, db: store.db, onSettled })
    // Only the pull makes what was applied part of the base.
    if (sent > 0) void core.run()
  })
  const core = runner(async () => {
    await pull('core')
    void orders.run()
  })
  const orders = runner(async () => {
    await pull('orders')
    if (!view.state.peek().complete.core) void core.run()
  })
  const runners = [flush, core, orders]

  async function sync(): Promise<void> {
    await flush.run()
    await core.run()
  }

  async function signedIn(): Promise<void> {
    session.value = 'unknown'
    await sync()
  }

  const status = computed<Status>(() => ({
    online: online.value,
    syncing: flush.busy.value || core.busy.value,
    pending: unsent.value,
    rejected: view.rejections.value.length,
    waiting: view.waiting.value.size,
    lastSyncAt: view.state.value.lastPullAt,
    error: error.value,
    firstLoad: view.state.value.complete.core ? null : { rows: view.state.value.loadedRows },
    restored: (view.state.value.restored ?? null) !== null,
  }))

  let stops: (() => void)[] = []

  function pollLater(): () => void {
    let callOff = schedule(poll, POLL_MS)
    function poll() {
      if (page.visible()) void sync()
      callOff = schedule(poll, POLL_MS)
    }
    return () => callOff()
  }

  function sendNewChanges(): () => void {
    let before = unsent.peek()
    return effect(() => {
      const now = unsent.value
      if (now > before) {
        page.requestBackgroundSync()
        void flush.run()
      }
      before = now
    })
  }

  return {
    status,
    session,
    sync,
    start() {
      if (stops.length > 0) return
      const now = () => void sync()
      stops = [
        page.on('online', now),
        page.on('visible', now),
        page.on('focus', now),
        page.on('pull', now),
        page.on('offline', () => {
          online.value = false
        }),
        channel.listen((message) => {
          if (message.type === 'session') void signedIn()
          else if (message.type === 'pull') now()
        }),
        pollLater(),
        sendNewChanges(),
      ]
      now()
    },
    stop() {
      for (const stop of stops) stop()
      stops = []
      for (const one of runners) one.stop()
    },
    async signedIn() {
      await store.reopen()
      channel.post({ type: 'session' })
      await signedIn()
    },
  }
}
