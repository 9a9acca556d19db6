/**
 * The door of `npm start`: one address in front of workerd. It speaks TLS where asked, keeps wrangler's own paths
 * inside the machine, and explains itself to a phone that came by plain http, where a browser allows neither offline
 * use nor a secure session.
 */
import { readFileSync } from 'node:fs'
import { createServer as createHttp, type IncomingMessage, request, type ServerResponse } from 'node:http'
import { createServer as createHttps } from 'node:https'
import type { AddressInfo } from 'node:net'

export interface FrontOptions {
  port: number
  worker: URL
  publicUrl: string | null
  tls: { cert: string; key: string } | null
}

export interface Front {
  port: number
  close(): Promise<void>
}

const HOP_BY_HOP = ['connection', 'keep-alive', 'proxy-authorization', 'te', 'trailer', 'transfer-encoding', 'upgrade']

export async function startFront({ port, worker, publicUrl, tls }: FrontOptions): Promise<Front> {
  const handle = (req: IncomingMessage, res: ServerResponse) => {
    const path = req.url ?? '/'
    if (decodePath(path).startsWith('/cdn-cgi')) {
      res.writeHead(404).end()
      return
    }
    if (!tls && !publicUrl && !isLocal(req.headers.host ?? '')) {
      res.writeHead(421, { 'content-type': 'text/html; charset=utf-8', 'cache-control': 'no-store' }).end(PLAIN_HTTP)
      return
    }
    forward(req, res, worker)
  }
  const server = tls
    ? createHttps({ cert: readFileSync(tls.cert), key: readFileSync(tls.key) }, handle)
    : createHttp(handle)
  await new Promise<void>((listening, failed) => {
    server.once('error', failed)
    server.listen(port, listening)
  })
  return {
    port: (server.address() as AddressInfo).port,
    close: () =>
      new Promise((done) => {
        server.close(() => done())
        server.closeAllConnections()
      }),
  }
}

function decodePath(path: string): string {
  try {
    return decodeURIComponent(path.split('?')[0] ?? '')
      .replace(/\/+/g, '/')
      .toLowerCase()
  } catch {
    return '/cdn-cgi'
  }
}

const isLocal = (host: string): boolean => /^(localhost|127(\.\d+){3}|\[::1\])(:\d+)?$/i.test(host)

function forward(req: IncomingMessage, res: ServerResponse, worker: URL): void {
  const headers = { ...req.headers }
  for (const name of HOP_BY_HOP) delete headers[name]
  headers['cf-connecting-ip'] = req.socket.remoteAddress ?? ''
  const upstream = request(
    { host: worker.hostname, port: worker.port, method: req.method, path: req.url, headers },
    (answer) => {
      res.writeHead(answer.statusCode ?? 502, answer.headers)
      answer.pipe(res)
    },
  )
  upstream.on('error', () => {
    if (res.headersSent) res.destroy()
    else res.writeHead(502, { 'content-type': 'text/plain' }).end('The app is starting or stopping; try again.')
  })
  res.on('close', () => upstream.destroy())
  req.pipe(upstream)
}

const PLAIN_HTTP = `<!doctype html><html lang="zh-CN"><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>回头客 · Regulars</title>
<h1>请用 https 打开</h1>
<p>手机浏览器只在 https 下允许离线使用和安全登录。请给这台服务器配置 <code>TLS_CERT</code> / <code>TLS_KEY</code>，
或放在 https 反向代理之后并设置 <code>PUBLIC_URL</code>，再用那个网址打开。</p>
<h1>Open this over https</h1>
<p>Browsers allow offline use and a secure session over https only. Start the server with <code>TLS_CERT</code> and
<code>TLS_KEY</code>, or put it behind an https proxy and set <code>PUBLIC_URL</code>; then open that address.</p></html>`
