/** Phones (and several tabs of one) in a test, on a network that can be cut. */
import 'fake-indexeddb/auto'
import { randomUUID } from 'node:crypto'
import { effect } from '@preact/signals'
import { type Api, createApi } from '../../../web/api.ts'
import { Store } from '../../../web/store/store.ts'
import type { Channel, Message } from '../../../web/sync/channel.ts'
import { flushOnce } from '../../../web/sync/flush.ts'
import { type Locks, localLocks } from '../../../web/sync/locks.ts'
import { pullStream } from '../../../web/sync/pull.ts'
import type { Stream } from '../../../worker/domain/wire.ts'
import { type FakeServer, ProblemAnswer } from './fake-server.ts'
import { rules } from './rules.ts'

export class Network {
  readonly server: FakeServer
  online = true
  /** This many requests more reach the server and are answered, then none. */
  left = Number.POSITIVE_INFINITY
  /** The next answers to pushes are lost on the way back. */
  loseAnswers = 0
  /** Instead of the server, something between answers this. */
  between: (() => Response) | null = null
  /** `METHOD path` of every request that got through. */
  readonly seen: string[] = []
  readonly headers: Headers[] = []
  readonly #waiting: { prefix: string; go: () => void }[] = []

  constructor(server: FakeServer) {
    this.server = server
  }

  /** Settles when a request of this kind got through the next time. */
  next(prefix: string): Promise<void> {
    return new Promise((go) => this.#waiting.push({ prefix, go }))
  }

  readonly fetch = async (input: RequestInfo | URL, init: RequestInit = {}): Promise<Response> => {
    const url = new URL(String(input), 'http://localhost')
    if (!this.online || this.left-- <= 0) throw new TypeError('Failed to fetch')
    const kind = `${init.method} ${url.pathname}`
    this.seen.push(kind)
    this.headers.push(new Headers(init.headers))
    for (const one of this.#waiting.filter(({ prefix }) => kind.startsWith(prefix))) {
      this.#waiting.splice(this.#waiting.indexOf(one), 1)
      one.go()
    }
    if (this.between) return this.between()
    const response = this.#answer(url, init)
    if (url.pathname === '/api/push' && this.loseAnswers > 0) {
      this.loseAnswers--
      throw new TypeError('Failed to fetch')
    }
    return response
  }

  #answer(url: URL, init: RequestInit): Response {
    try {
      return Response.json(
        url.pathname === '/api/push'
          ? this.server.push(JSON.parse(String(init.body)))
          : this.server.pull(
              url.searchParams.get('client') ?? '',
              url.searchParams.get('stream') as Stream,
              url.searchParams.get('cursor'),
            ),
      )
    } catch (error) {
      if (!(error instanceof ProblemAnswer)) throw error
      return Response.json(error.body, {
        status: error.status,
        headers: { 'content-type': 'application/problem+json' },
      })
    }
  }

  count(kind: string): number {
    return this.seen.filter((one) => one === kind).length
  }
}

/** Tabs of one browser hear each other at once. */
export class Tabs {
  readonly #hearers = new Set<{ owner: object; hear: (message: Message) => void }>()
  channel(): Channel {
    const owner = {}
    return {
      post: (message) => {
        for (const one of this.#hearers) if (one.owner !== owner) one.hear(structuredClone(message))
      },
      listen: (hear) => {
        const one = { owner, hear }
        this.#hearers.add(one)
        return () => this.#hearers.delete(one)
      },
      close() {},
    }
  }
}

export interface Tab {
  store: Store
  api: Api
  locks: Locks
  channel: Channel
  flush(): Promise<number>
  pull(stream?: Stream): Promise<void>
  /** flush, then pull. */
  sync(): Promise<void>
}

interface Opening {
  locks?: Locks
  /** How the rules are had. */
  catalogue?: () => Promise<typeof rules>
}

/** One browser: its database outlives the tabs opened on it. */
export class Phone {
  readonly network: Network
  readonly name = `phone-${randomUUID()}`
  readonly tabs = new Tabs()
  readonly locks = localLocks()
  clock: number
  constructor(network: Network) {
    this.network = network
    this.clock = network.server.now
  }

  async open({ locks = this.locks, catalogue = async () => rules }: Opening = {}): Promise<Tab> {
    const channel = this.tabs.channel()
    const now = () => this.clock
    const { store, loaded } = await Store.open({ rules: catalogue, channel, now, name: this.name })
    await loaded
    const api = createApi({ fetch: this.network.fetch, abortAfter: () => new AbortController().signal })
    const { db } = store
    const flush = () => flushOnce({ db, api, locks, onSettled: () => store.outboxChanged() })
    const pull = (stream: Stream = 'core') =>
      pullStream({ db, api, locks, now, onCommit: (commit) => store.committed(commit) }, stream)
    const sync = async () => {
      await flush()
      await pull()
    }
    return { store, api, locks, channel, flush, pull, sync }
  }
}

/** Settles when `condition`, read from signals, holds. */
export const until = (condition: () => boolean): Promise<void> =>
  new Promise((resolve) => {
    let settled = false
    const stop = effect(() => {
      if (settled || !condition()) return
      settled = true
      queueMicrotask(() => {
        stop()
        resolve()
      })
    })
  })
