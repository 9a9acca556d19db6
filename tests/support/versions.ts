/** The app behind one address at which a newer version can be put, as a deployment does while phones have it open. */
import { createServer, request } from 'node:http'
import type { AddressInfo } from 'node:net'

export interface Versions {
  url: string
  /** From now on the next version is served; its page says so in `<meta name="release">`. */
  release(): void
  close(): Promise<void>
}

export async function startVersions(app: string): Promise<Versions> {
  const { hostname, port } = new URL(app)
  let releases = 0
  const server = createServer((req, res) => {
    const { 'if-none-match': _etag, 'accept-encoding': _encoding, ...headers } = req.headers
    const upstream = request({ hostname, port, method: req.method, path: req.url, headers }, async (answer) => {
      const status = answer.statusCode ?? 502
      const isPage = answer.headers['content-type']?.startsWith('text/html')
      if (!isPage && req.url !== '/sw.js') {
        res.writeHead(status, answer.headers)
        answer.pipe(res)
        return
      }
      const chunks: Buffer[] = []
      for await (const chunk of answer) chunks.push(chunk as Buffer)
      const text = Buffer.concat(chunks).toString('utf8')
      const { 'content-length': _length, 'transfer-encoding': _chunked, etag: _old, ...rest } = answer.headers
      res.writeHead(status, rest).end(isPage ? marked(text, releases) : listed(text, releases))
    })
    upstream.on('error', () => res.destroy())
    res.on('close', () => upstream.destroy())
    req.pipe(upstream)
  })
  await new Promise<void>((listening) => server.listen(0, listening))
  return {
    url: `http://localhost:${(server.address() as AddressInfo).port}`,
    release: () => releases++,
    close: () =>
      new Promise((done) => {
        server.close(() => done())
        server.closeAllConnections()
      }),
  }
}

const marked = (page: string, release: number): string =>
  page.replace('<head>', `<head><meta name="release" content="${release}">`)

/** The service worker's list of files, in which the page has the release in its revision. */
function listed(worker: string, release: number): string {
  const entry = /(["']?revision["']?:["'])(?=[0-9a-f]+["'],["']?url["']?:["']index\.html["'])/
  if (!entry.test(worker)) throw new Error('the service worker does not list the page')
  return worker.replace(entry, `$1${release}-`)
}
