/** The server's side of an import, as strict as the real one, on a network that can be cut. */
import { createApi } from '../../../web/api.ts'
import type { OrderInput } from '../../../worker/domain/order.ts'
import type { ImportState } from '../../../worker/domain/wire.ts'

interface Kept extends ImportState {
  answers: Map<number, { created: number; updated: number; unchanged: number; rejected: object[] }>
}

export class FakeImports {
  readonly imports = new Map<string, Kept>()
  /** Content hash by order number; chunks that bring an order again count it as unchanged. */
  readonly orders = new Map<string, string>()
  /** `METHOD path` of every request that arrived. */
  readonly seen: string[] = []
  recomputed = 0
  online = true
  /** So many requests more arrive, then the network is gone. */
  left = Number.POSITIVE_INFINITY
  /** The answers of the next requests whose path ends so are lost on the way back. */
  lose: string[] = []
  /** Instead of an answer, a problem with this status and code. */
  problem: { path: string; status: number; code: string; times: number } | null = null
  /** Most chunks that were on their way at once. */
  atOnce = 0
  #inFlight = 0

  readonly api = createApi({
    fetch: (input, init) => this.#fetch(String(input), init ?? {}),
    abortAfter: () => new AbortController().signal,
  })

  /** Requests for chunks, by number. */
  get chunks(): number[] {
    return this.seen.flatMap((one) => /chunks\/(\d+)$/.exec(one)?.[1] ?? []).map(Number)
  }

  async #fetch(path: string, init: RequestInit): Promise<Response> {
    if (!this.online || this.left-- <= 0) throw new TypeError('Failed to fetch')
    this.seen.push(`${init.method} ${path}`)
    this.#inFlight++
    this.atOnce = Math.max(this.atOnce, this.#inFlight)
    // Other requests get their turn, as on a network.
    await Promise.resolve()
    this.#inFlight--
    if (this.problem && path.endsWith(this.problem.path) && this.problem.times-- > 0) {
      return problem(this.problem.status, this.problem.code)
    }
    const answer = this.#answer(`${init.method} ${path}`, init.body ? JSON.parse(String(init.body)) : {})
    const lost = this.lose.findIndex((end) => path.endsWith(end))
    if (lost >= 0) {
      this.lose.splice(lost, 1)
      throw new TypeError('Failed to fetch')
    }
    return answer
  }

  // biome-ignore lint/suspicious/noExplicitAny: bodies of every shape
  #answer(request: string, body: any): Response {
    if (request === 'GET /api/import') return Response.json({ imports: [...this.imports.values()].map(listed) })
    if (request === 'POST /api/import') return this.#start(body)
    if (request === 'POST /api/import/preview') return this.#preview(body.orders)
    if (request === 'POST /api/import/recompute') {
      this.recomputed++
      return Response.json({ customers: 0, moves: 0, ms: 0 })
    }
    const [, id = '', verb, n] = /^POST \/api\/import\/([^/]+)\/(chunks|finish)(?:\/(\d+))?$/.exec(request) ?? []
    const kept = this.imports.get(id)
    if (!kept) return problem(404, 'not_found')
    if (verb === 'chunks') return this.#take(kept, Number(n), body.orders)
    if (kept.answers.size === kept.chunks && kept.undoneAt === null) kept.finishedAt ??= 2
    return Response.json(told(kept))
  }

  #start({ id, name, format, fileHash, chunks }: ImportState): Response {
    const kept = this.imports.get(id) ?? {
      ...{ id, name, format, fileHash, chunks, done: 0, taken: [], created: 0, updated: 0, unchanged: 0, rejected: 0 },
      ...{ createdAt: 1, finishedAt: null, undoneAt: null, undoing: false, answers: new Map() },
    }
    this.imports.set(id, kept)
    return Response.json(told(kept))
  }

  #take(kept: Kept, n: number, orders: OrderInput[]): Response {
    if (n >= kept.chunks) return problem(404, 'not_found')
    if (orders.length > 500) return problem(400, 'bad_request')
    const before = kept.answers.get(n)
    if (before) return Response.json(before)
    if (kept.undoneAt !== null || kept.finishedAt !== null) return problem(409, 'import_closed')
    const answer = { created: 0, updated: 0, unchanged: 0, rejected: [] as object[] }
    for (const [index, order] of orders.entries()) {
      const content = JSON.stringify(order)
      const known = this.orders.get(order.externalId)
      if (order.total === 'bad') answer.rejected.push({ index, code: 'invalid_money', reason: 'total' })
      else if (known === content) answer.unchanged++
      else if (known === undefined) answer.created++
      else answer.updated++
      if (order.total !== 'bad') this.orders.set(order.externalId, content)
    }
    kept.answers.set(n, answer)
    kept.created += answer.created
    kept.updated += answer.updated
    kept.unchanged += answer.unchanged
    kept.rejected += answer.rejected.length
    return Response.json(answer)
  }

  #preview(orders: string[][]): Response {
    if (orders.length > 5000) return problem(400, 'bad_request')
    const unchanged = orders.filter(([, id]) => this.orders.has(id ?? '')).length
    return Response.json({ created: orders.length - unchanged, updated: 0, unchanged })
  }
}

const told = ({ answers, ...kept }: Kept): ImportState => ({
  ...kept,
  done: answers.size,
  taken: [...answers.keys()].sort((a, b) => a - b),
})
const listed = (kept: Kept): ImportState => ({ ...told(kept), taken: [] })

const problem = (status: number, code: string): Response =>
  Response.json(
    { type: `urn:regulars:${code}`, title: code, status, code },
    { status, headers: { 'content-type': 'application/problem+json' } },
  )

export const orderNo = (n: number, total = '10.00'): OrderInput => ({
  source: 'taobao',
  externalId: `T${n}`,
  placedAt: '2026-05-01T10:00:00+08:00',
  status: 'completed',
  currency: 'CNY',
  total,
  customer: { accountId: `buyer${n % 7}` },
  lines: [],
})

/** `chunks` chunks of two orders each. */
export const chunksOfTwo = (chunks: number): OrderInput[][] =>
  Array.from({ length: chunks }, (_, n) => [orderNo(2 * n), orderNo(2 * n + 1)])
