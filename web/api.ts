/** Talking to our server: JSON both ways, problems typed, nothing logged. */
import type { Problem, PullPage, PushAnswer, PushRequest, Stream } from '../worker/domain/wire.ts'

/**
 * The request did not do what was asked. `status` is 0 when no answer of ours arrived at all: no network, time-out, or
 * some gateway's page instead of our server (`code` `network`, `timeout`, `not_ours`).
 */
export class ApiError extends Error {
  readonly status: number
  readonly code: string
  /** The server's problem document; null when the answer carried none. */
  readonly problem: Problem | null
  constructor(status: number, code: string, problem: Problem | null = null) {
    super(code)
    this.name = 'ApiError'
    this.status = status
    this.code = code
    this.problem = problem
  }
}

export interface RequestOptions {
  /** Sent as JSON. */
  json?: unknown
  /** Sent as it is: a file, a form. */
  body?: BodyInit
  headers?: Record<string, string>
  signal?: AbortSignal
  /** Milliseconds until giving up; 30 s unless told. */
  timeout?: number
}

export interface ApiDeps {
  fetch: typeof fetch
  /** Aborts after so many milliseconds. */
  abortAfter: (ms: number) => AbortSignal
}

export interface PullQuery {
  clientId: string
  stream: Stream
  cursor: string | undefined
}

export interface Api {
  /** The answer's JSON, undefined for 204. @throws ApiError */
  request<R>(method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE', path: string, options?: RequestOptions): Promise<R>
  /** @throws ApiError */
  push(request: PushRequest): Promise<PushAnswer>
  /** @throws ApiError */
  pull(query: PullQuery): Promise<PullPage>
}

const TIMEOUT = 30_000

export function createApi({ fetch, abortAfter }: ApiDeps): Api {
  const request: Api['request'] = async (method, path, options = {}) => {
    const headers: Record<string, string> = { accept: 'application/json', ...options.headers }
    // No other site can send this header, so a write with it comes from our own pages.
    if (method !== 'GET') headers['x-regulars'] = '1'
    if (options.json !== undefined) headers['content-type'] = 'application/json'
    const limit = abortAfter(options.timeout ?? TIMEOUT)
    let response: Response
    let text: string
    try {
      response = await fetch(path, {
        method,
        headers,
        body: options.json === undefined ? (options.body ?? null) : JSON.stringify(options.json),
        credentials: 'same-origin',
        cache: 'no-store',
        signal: options.signal ? AbortSignal.any([options.signal, limit]) : limit,
      })
      text = await response.text()
    } catch (error) {
      if (options.signal?.aborted) throw error
      throw new ApiError(0, limit.aborted ? 'timeout' : 'network')
    }
    if (response.ok) return text === '' && response.status === 204 ? undefined : ours(response, text)
    const problem = problemIn(response, text)
    throw new ApiError(response.status, problem?.code ?? 'http', problem)
  }
  return {
    request,
    push: (json) => request('POST', '/api/push', { json }),
    pull({ clientId, stream, cursor }) {
      const query = new URLSearchParams({ client: clientId, stream, ...(cursor === undefined ? {} : { cursor }) })
      return request('GET', `/api/pull?${query}`)
    },
  }
}

/** A hotel's sign-in page also answers 200. */
function ours(response: Response, text: string) {
  if (!type(response).startsWith('application/json')) throw new ApiError(0, 'not_ours')
  try {
    return JSON.parse(text)
  } catch {
    throw new ApiError(0, 'not_ours')
  }
}

function problemIn(response: Response, text: string): Problem | null {
  if (!type(response).startsWith('application/problem+json')) return null
  try {
    return JSON.parse(text) as Problem
  } catch {
    return null
  }
}

const type = (response: Response): string => response.headers.get('content-type') ?? ''

/** The app's own. */
export const api: Api = createApi({
  fetch: (input, init) => globalThis.fetch(input, init),
  abortAfter: (ms) => AbortSignal.timeout(ms),
})
