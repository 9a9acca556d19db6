import { describe, expect, test } from 'vitest'
import { createApi } from '../../../web/api.ts'

const apiOf = (answer: () => Response | Promise<Response>) => {
  const calls: { input: RequestInfo | URL; init: RequestInit }[] = []
  const limit = new AbortController()
  const api = createApi({
    fetch: async (input, init = {}) => {
      calls.push({ input, init })
      return answer()
    },
    abortAfter: () => limit.signal,
  })
  return { api, calls, limit }
}

describe('a request', () => {
  test('carries JSON there and back', async () => {
    const { api, calls } = apiOf(() => Response.json({ n: 2 }))
    expect(await api.request('POST', '/api/x', { json: { n: 1 } })).toEqual({ n: 2 })
    expect(calls[0]?.init).toMatchObject({
      method: 'POST',
      body: '{"n":1}',
      credentials: 'same-origin',
      cache: 'no-store',
    })
    const headers = new Headers(calls[0]?.init.headers)
    expect(headers.get('content-type')).toBe('application/json')
    expect(headers.get('x-regulars')).toBe('1')
  })

  test('may carry a file as it is', async () => {
    const { api, calls } = apiOf(() => new Response(null, { status: 204 }))
    const body = new Blob(['x'])
    expect(await api.request('PUT', '/api/files/1', { body, headers: { 'content-type': 'image/png' } })).toBeUndefined()
    expect(calls[0]?.init.body).toBe(body)
    expect(new Headers(calls[0]?.init.headers).get('content-type')).toBe('image/png')
  })

  test('for a page names client, stream and cursor', async () => {
    const { api, calls } = apiOf(() => Response.json({}))
    await api.pull({ clientId: 'a', stream: 'core', cursor: undefined })
    await api.pull({ clientId: 'a', stream: 'orders', cursor: '1 &2' })
    expect(calls.map(({ input }) => input)).toEqual([
      '/api/pull?client=a&stream=core',
      '/api/pull?client=a&stream=orders&cursor=1+%262',
    ])
  })
})

describe('an error', () => {
  test('of ours keeps its problem document', async () => {
    const problem = { type: 'about:blank', title: 'x', status: 409, code: 'sequence_gap', expected: 3 }
    const { api } = apiOf(() =>
      Response.json(problem, { status: 409, headers: { 'content-type': 'application/problem+json' } }),
    )
    await expect(api.request('GET', '/')).rejects.toMatchObject({ status: 409, code: 'sequence_gap', problem })
  })

  test.each([
    ['of a gateway', new Response('<html>', { status: 502 }), 502, 'http'],
    ['of a broken answer', new Response('{', { headers: { 'content-type': 'application/json' } }), 0, 'not_ours'],
  ])('%s has none', async (_what, response, status, code) => {
    await expect(apiOf(() => response).api.request('GET', '/')).rejects.toMatchObject({ status, code, problem: null })
  })

  test('of time is told from one of the network', async () => {
    const { api, limit } = apiOf(() => Promise.reject(new TypeError('Failed to fetch')))
    await expect(api.request('GET', '/')).rejects.toMatchObject({ status: 0, code: 'network' })
    limit.abort()
    await expect(api.request('GET', '/')).rejects.toMatchObject({ status: 0, code: 'timeout' })
  })

  test('of the caller’s own abort is passed on', async () => {
    const abort = new AbortController()
    abort.abort()
    const { api } = apiOf(() => Promise.reject(abort.signal.reason))
    await expect(api.request('GET', '/', { signal: abort.signal })).rejects.toMatchObject({ name: 'AbortError' })
  })
})
