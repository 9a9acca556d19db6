/** Stands between the worker and its database and counts what passes. */
import { Agent, createServer, request } from 'node:http'
import type { AddressInfo } from 'node:net'

export interface CountingProxy {
  url: string
  /** Pipelines sent to the database so far: its round trips. */
  readonly pipelines: number
  /** Anything else asked of it so far. */
  readonly others: number
  close(): Promise<void>
}

export async function startCountingProxy(database: string): Promise<CountingProxy> {
  const { hostname, port } = new URL(database)
  const agent = new Agent({ keepAlive: true })
  let pipelines = 0
  let others = 0
  const server = createServer((incoming, outgoing) => {
    if (incoming.method === 'POST' && /^\/v[23]\/pipeline$/.test(incoming.url ?? '')) pipelines++
    else others++
    const { method, url: path, headers } = incoming
    const upstream = request({ hostname, port, agent, method, path, headers }, (answer) => {
      outgoing.writeHead(answer.statusCode ?? 502, answer.headers)
      answer.pipe(outgoing)
    })
    upstream.on('error', () => outgoing.destroy())
    incoming.pipe(upstream)
  })
  server.keepAliveTimeout = 75_000
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening))
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    get pipelines() {
      return pipelines
    },
    get others() {
      return others
    },
    async close() {
      const closed = new Promise<void>((done) => server.close(() => done()))
      server.closeAllConnections()
      agent.destroy()
      await closed
    },
  }
}
