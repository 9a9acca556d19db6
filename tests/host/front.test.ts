import { execFileSync } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { createServer, request as httpRequest, type Server } from 'node:http'
import { request as httpsRequest } from 'node:https'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Front, startFront } from '../../worker/host/front.ts'

/** Stands for workerd: says what reached it. */
let worker: Server
let url: URL
const fronts: Front[] = []

beforeAll(async () => {
  worker = createServer((req, res) => {
    const parts: Buffer[] = []
    req.on('data', (part: Buffer) => parts.push(part))
    req.on('end', () => {
      res.setHeader('set-cookie', ['a=1', 'b=2'])
      res.end(
        JSON.stringify({
          method: req.method,
          path: req.url,
          host: req.headers.host,
          from: req.headers['cf-connecting-ip'],
          body: Buffer.concat(parts).toString(),
        }),
      )
    })
  })
  await new Promise<void>((done) => worker.listen(0, '127.0.0.1', done))
  url = new URL(`http://127.0.0.1:${(worker.address() as AddressInfo).port}`)
})
afterAll(async () => {
  await Promise.all(fronts.map((front) => front.close()))
  await new Promise((done) => worker.close(done))
})

async function front(over: Partial<Parameters<typeof startFront>[0]> = {}): Promise<Front> {
  const made = await startFront({ port: 0, worker: url, publicUrl: null, tls: null, ...over })
  fronts.push(made)
  return made
}

interface Got {
  status: number
  headers: Record<string, string | string[] | undefined>
  text: string
}

/** A request with any Host, as a phone in the same network would send it. */
const get = (
  port: number,
  path: string,
  headers: Record<string, string> = {},
  secure = false,
  body?: string,
): Promise<Got> =>
  new Promise((done, failed) => {
    const send = secure ? httpsRequest : httpRequest
    const req = send(
      {
        host: '127.0.0.1',
        port,
        path,
        method: body === undefined ? 'GET' : 'POST',
        headers,
        rejectUnauthorized: false,
      },
      (res) => {
        let text = ''
        res.on('data', (part) => {
          text += part
        })
        res.on('end', () => done({ status: res.statusCode ?? 0, headers: res.headers, text }))
      },
    )
    req.on('error', failed)
    req.end(body)
  })

describe('the door of npm start', () => {
  test('hands everything on: method, path, Host, body; and cookies back', async () => {
    const { port } = await front()
    const got = await get(port, '/api/x?y=1', { host: 'localhost:8787' }, false, '{"a":1}')
    expect(JSON.parse(got.text)).toEqual({
      method: 'POST',
      path: '/api/x?y=1',
      host: 'localhost:8787',
      from: expect.stringContaining('127.0.0.1'),
      body: '{"a":1}',
    })
    expect(got.headers['set-cookie']).toEqual(['a=1', 'b=2'])
  })

  test('does not believe an address the caller claims', async () => {
    const { port } = await front()
    const got = await get(port, '/api/x', { host: 'localhost', 'cf-connecting-ip': '1.2.3.4' })
    expect(JSON.parse(got.text).from).not.toBe('1.2.3.4')
  })

  test.each(['/cdn-cgi/local/scheduled', '/CDN-CGI/x', '/%63dn-cgi/x', '//cdn-cgi/x', '/%E0%A4%A'])(
    'keeps %s inside',
    async (path) => {
      const { port } = await front({ publicUrl: 'https://crm.example.test' })
      expect((await get(port, path, { host: 'localhost' })).status).toBe(404)
    },
  )

  test('a phone that comes by plain http is told why and how, not let half in', async () => {
    const { port } = await front()
    const got = await get(port, '/today', { host: '192.168.1.20:8787' })
    expect(got.status).toBe(421)
    expect(got.text).toContain('请用 https 打开')
    expect(got.text).toContain('PUBLIC_URL')
  })

  test('behind a proxy that speaks https it serves that name', async () => {
    const { port } = await front({ publicUrl: 'https://crm.example.test' })
    expect((await get(port, '/today', { host: 'crm.example.test' })).status).toBe(200)
  })

  test('a worker that is down is a 502, not a hang', async () => {
    const { port } = await front({ worker: new URL('http://127.0.0.1:9') })
    expect((await get(port, '/', { host: 'localhost' })).status).toBe(502)
  })

  test('speaks TLS with the certificate it is given', async () => {
    const dir = mkdtempSync(join(tmpdir(), 'regulars-tls-'))
    const [cert, key] = [join(dir, 'cert.pem'), join(dir, 'key.pem')]
    execFileSync(
      'openssl',
      [
        'req',
        '-x509',
        '-newkey',
        'rsa:2048',
        '-nodes',
        '-days',
        '2',
        '-subj',
        '/CN=localhost',
        '-keyout',
        key,
        '-out',
        cert,
      ],
      { stdio: 'ignore' },
    )
    const { port } = await front({ tls: { cert, key } })
    const got = await get(port, '/today', { host: 'shop.lan' }, true)
    expect(got.status).toBe(200)
    rmSync(dir, { recursive: true })
  })
})
