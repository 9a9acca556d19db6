/** The own server as a process of its own, on pages made for the test. */
import { type ChildProcess, execFileSync, spawn } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { type RequestOptions as HttpOptions, request as httpRequest, type IncomingHttpHeaders } from 'node:http'
import { request as httpsRequest } from 'node:https'
import { type AddressInfo, connect, createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'

export interface Heard {
  status: number
  headers: IncomingHttpHeaders
  text: string
}

export interface OwnServer {
  dir: string
  port: number
  pid: number
  child: ChildProcess
  /** All it has said so far. */
  said(): string
  /** Its exit code; null after a signal nobody caught. */
  ended: Promise<number | null>
  /** A request with exactly these headers beside Host, which is the server's own unless given. */
  ask(path: string, options?: HttpOptions & { body?: string }): Promise<Heard>
  /** Sends `text` and gives what comes back until the other side closes. */
  raw(text: string): Promise<string>
}

export const HOST = 'crm.test'

const PAGES: Record<string, string> = {
  'index.html': '<!doctype html><title>app</title>',
  'b/index.html': '<!doctype html><title>buyer</title>',
  'b/files/b-1.js': 'export const buyer = 1',
  'assets/app-1.js': `export const app = '${'x'.repeat(2000)}'`,
  'icons/icon.svg': '<svg xmlns="http://www.w3.org/2000/svg"/>',
  'sw.js': '// worker',
}

/** A folder of pages under `dir`, with the real `_headers`. */
export function pagesIn(dir: string, headers: string): string {
  const folder = join(dir, 'pages')
  for (const [name, text] of Object.entries({ ...PAGES, _headers: headers })) {
    mkdirSync(join(folder, name, '..'), { recursive: true })
    writeFileSync(join(folder, name), text)
  }
  return folder
}

export const temporaryDir = (): string => mkdtempSync(join(tmpdir(), 'regulars-'))

/** A certificate for HOST under `dir`, signed by itself. */
export function certificateIn(dir: string): { cert: string; key: string } {
  const [cert, key] = [join(dir, 'cert.pem'), join(dir, 'key.pem')]
  const curve = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1']
  const args = ['req', '-x509', ...curve, '-nodes', '-days', '1', '-subj', `/CN=${HOST}`, '-out', cert, '-keyout', key]
  execFileSync('openssl', args, { stdio: 'ignore' })
  return { cert, key }
}

export async function freePort(): Promise<number> {
  const server = createServer()
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
  const { port } = server.address() as AddressInfo
  await new Promise((done) => server.close(done))
  return port
}

const running = new Set<OwnServer>()

/** Ends every server a test has left running, and removes its folder. */
export async function endServers(): Promise<void> {
  for (const server of running) {
    server.child.kill('SIGKILL')
    await server.ended
    rmSync(server.dir, { recursive: true, force: true })
  }
  running.clear()
}

/** Starts one and waits until it is ready, or has ended. @param env over what is needed at least */
export async function startServer(dir: string, env: Record<string, string> = {}): Promise<OwnServer> {
  const port = env.PORT === undefined ? await freePort() : Number(env.PORT)
  const child = spawn(process.execPath, [resolve(import.meta.dirname, 'serve-process.ts')], {
    env: {
      ...{ PATH: process.env.PATH, DATA_DIR: join(dir, 'data'), ASSETS: join(dir, 'pages') },
      ...{ PUBLIC_URL: `https://${HOST}`, PORT: String(port), SIGN_UP: 'open', ...env },
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let text = ''
  const ended = new Promise<number | null>((done) => child.once('exit', done))
  await new Promise<void>((ready) => {
    const hear = (chunk: Buffer) => {
      text += chunk
      if (text.includes('Regulars: https://')) ready()
    }
    child.stdout.on('data', hear)
    child.stderr.on('data', hear)
    child.once('close', () => ready())
  })
  const tls = Boolean(env.TLS_CERT)
  const server: OwnServer = {
    ...{ dir, port, child, ended, pid: child.pid ?? 0, said: () => text },
    ask: (path, { body, ...options } = {}) =>
      new Promise((done, failed) => {
        const headers = { host: HOST, ...options.headers }
        const request = (tls ? httpsRequest : httpRequest)(
          {
            host: '127.0.0.1',
            port,
            path,
            rejectUnauthorized: false,
            agent: false,
            ...options,
            headers,
          } as HttpOptions,
          async (answer) => {
            const chunks: Buffer[] = []
            for await (const chunk of answer) chunks.push(chunk)
            done({ status: answer.statusCode ?? 0, headers: answer.headers, text: Buffer.concat(chunks).toString() })
          },
        )
        request.once('error', failed)
        request.end(body)
      }),
    raw: (sent) =>
      new Promise((done) => {
        const socket = connect(port, '127.0.0.1')
        let heard = ''
        socket.on('data', (chunk) => {
          heard += chunk
        })
        socket.on('error', () => {})
        socket.once('close', () => done(heard))
        socket.write(sent)
      }),
  }
  running.add(server)
  return server
}

/** Until `holds`, which is asked again and again. */
export async function until(holds: () => boolean | Promise<boolean>): Promise<void> {
  while (!(await holds())) await pause(20)
}
