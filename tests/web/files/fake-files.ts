/** `/api/files` in memory, with the real manners: pieces in their places, the whole checked at the end. */
import { PART_BYTES, typeOf } from '../../../worker/domain/evidence/limits.ts'
import { sha256 } from '../../support/pictures.ts'
import type { FakeServer } from '../sync/fake-server.ts'

export class FakeFiles {
  online = true
  /** This many requests more are answered, then none. */
  left = Number.POSITIVE_INFINITY
  /** Every request is answered with this problem. */
  problem: { status: number; code: string } | null = null
  readonly parts = new Map<string, Map<number, Uint8Array>>()
  readonly kept = new Map<string, Uint8Array>()
  /** `METHOD path?query` of what got through. */
  readonly seen: string[] = []
  readonly #server: FakeServer
  constructor(server: FakeServer) {
    this.#server = server
  }

  readonly fetch = async (input: RequestInfo | URL, init: RequestInit = {}): Promise<Response> => {
    const url = new URL(String(input), 'http://localhost')
    if (!this.online || this.left-- <= 0) throw new TypeError('Failed to fetch')
    this.seen.push(`${init.method ?? 'GET'} ${url.pathname}${url.search}`)
    if (this.problem) return refusal(this.problem.status, this.problem.code)
    const [, , , id = '', status] = url.pathname.split('/')
    const row = this.#server.get('evidence', id)
    if (!row) return refusal(404, 'not_found')
    if (init.method === 'PUT') return this.#put(id, Number(url.searchParams.get('offset')), init.body as Uint8Array)
    if (status) return Response.json(this.#stood(id))
    const bytes = this.kept.get(id)
    return bytes ? new Response(bytes.slice()) : refusal(404, 'not_found')
  }

  #stood(id: string) {
    const row = this.#server.get('evidence', id)
    const parts = this.parts.get(id) ?? new Map<number, Uint8Array>()
    let stored = 0
    for (let n = 0; parts.has(n); n++) stored += parts.get(n)?.length ?? 0
    return { stored: row?.storedAt ? row.size : stored, storedAt: row?.storedAt ?? null, hash: row?.hash }
  }

  #put(id: string, offset: number, body: Uint8Array): Response {
    const row = this.#server.get('evidence', id)
    if (!row) return refusal(404, 'not_found')
    const { stored, storedAt } = this.#stood(id)
    if (storedAt !== null) return Response.json(this.#stood(id))
    if (offset > stored || body.length !== Math.min(PART_BYTES, row.size - offset)) return refusal(409, 'wrong_offset')
    const parts = this.parts.get(id) ?? new Map<number, Uint8Array>()
    this.parts.set(id, parts.set(offset / PART_BYTES, body.slice()))
    if (this.#stood(id).stored < row.size) return Response.json(this.#stood(id))
    const whole = new Uint8Array(Buffer.concat([...parts.keys()].sort().map((n) => parts.get(n) as Uint8Array)))
    this.parts.delete(id)
    if (sha256(whole) !== row.hash) return refusal(422, 'hash_mismatch')
    if (!typeOf(whole)) return refusal(415, 'wrong_type')
    this.kept.set(id, whole)
    this.#server.put('evidence', { ...row, storedAt: this.#server.now })
    return Response.json(this.#stood(id))
  }
}

const refusal = (status: number, code: string): Response =>
  Response.json({ status, code }, { status, headers: { 'content-type': 'application/problem+json' } })
