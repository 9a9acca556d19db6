/** The own server's socket: who may speak to it, how long and how much, before the app hears of it. */
import { readFileSync } from 'node:fs'
import {
  createServer as createHttp,
  type Server as HttpServer,
  type IncomingMessage,
  type ServerOptions,
  type ServerResponse,
} from 'node:http'
import { createServer as createHttps, type Server as HttpsServer } from 'node:https'
import type { AddressInfo, Socket } from 'node:net'
import { getRequestListener } from '@hono/node-server'
import { placeOfAddress } from '../../domain/place.ts'
import { faultLine } from '../../errors.ts'
import { problemOf } from '../../http.ts'
import { problemResponse } from '../../problem.ts'
import { arriving } from './arriving.ts'
import { placeOf } from './place.ts'
import { refusal, refuse, refuseBytes } from './refusals.ts'
import { isLoopback, type Settings } from './settings.ts'
import { Shares } from './shares.ts'

const SECOND = 1_000
const LIMITS: ServerOptions = {
  /** A caller has so long for its headers, and for the whole of its request; phones on a poor network are slow. */
  headersTimeout: 15 * SECOND,
  requestTimeout: 120 * SECOND,
  connectionsCheckingInterval: 5 * SECOND,
  /** Longer than proxies keep theirs, so that none is closed just as it is used again. */
  keepAliveTimeout: 75 * SECOND,
  maxHeaderSize: 16 * 1024,
  /** The listener looks for itself. */
  requireHostHeader: false,
}
/** From the first byte to the last, a request and its answer. */
const LONGEST = 600 * SECOND
const CONNECTIONS = 1_000
const HEADERS = 100
/** Connections and requests at work of one place: an office or a carrier's network. */
const OF_ONE = 200
/** Bodies on their way in, of all callers and of one, in bytes. */
const BODIES = 128 * 1024 * 1024
const BODIES_OF_ONE = 32 * 1024 * 1024
const HSTS = 'max-age=31536000'

/** @param place where the caller is */
export type Handle = (request: Request, place: string) => Response | Promise<Response>

interface Known {
  place: string
  /** Settles when its body is too much. */
  refused: Promise<void>
}

export interface Listener {
  port: number
  /** Reads the certificate anew if it was renewed. */
  refresh(): void
  /** Takes nothing more, finishes what runs, and after `ms` drops the rest. */
  close(ms: number): Promise<void>
}

/**
 * @param limits over the usual ones
 * @throws Error of one sentence: the port is taken, or the certificate is none
 */
export async function listen(settings: Settings, handle: Handle, limits: ServerOptions = {}): Promise<Listener> {
  const { tls, trusted } = settings
  const options = { ...LIMITS, ...limits }
  const host = new URL(settings.publicUrl).host
  const [connections, requests] = [new Shares(CONNECTIONS, OF_ONE), new Shares(CONNECTIONS, OF_ONE)]
  const bodies = new Shares(BODIES, BODIES_OF_ONE)
  const known = new WeakMap<IncomingMessage, Known>()
  const active = new Map<ServerResponse, number>()
  let closing = false

  const respond = getRequestListener(
    (request, { incoming }) => {
      const { place, refused } = known.get(incoming as IncomingMessage) as Known
      return Promise.race([handle(request, place), refused.then(() => refusal(503))])
    },
    {
      errorHandler(error) {
        // Of the adaptor itself: an address that is none, say.
        if ((error as Error).name === 'RequestError') return refusal(400)
        // Whoever sent it has gone in the middle; nobody hears this.
        if ((error as NodeJS.ErrnoException).code === 'ECONNRESET') return new Response(null, { status: 400 })
        console.error('internal error:', faultLine(error))
        return problemResponse(problemOf(error))
      },
    },
  )

  /** This machine or a proxy: everybody may be behind it. */
  const isOurs = (address: string) => isLoopback(address.replace(/^::ffff:/, '')) || trusted.has(address)
  /** Nothing is known of where a caller is but the proxy. */
  const isEverybody = (place: string, { remoteAddress = '' }: Socket) =>
    isOurs(remoteAddress) && place === placeOfAddress(remoteAddress)

  const onRequest = (incoming: IncomingMessage, outgoing: ServerResponse) => {
    outgoing.setHeader('strict-transport-security', HSTS)
    if (closing) outgoing.setHeader('connection', 'close')
    const wrong = misaddressed(incoming, host)
    if (wrong) return refuse(outgoing, wrong)
    const place = placeOf(incoming.socket.remoteAddress ?? '', forwardedFor(incoming), trusted)
    const of = isEverybody(place, incoming.socket) ? null : place
    if (!requests.take(of, 1)) return refuse(outgoing, 503)
    const body = arriving(incoming, bodies, of)
    known.set(incoming, { place, refused: body.refused })
    active.set(outgoing, Date.now())
    outgoing.once('close', () => {
      requests.give(of, 1)
      body.done()
      active.delete(outgoing)
    })
    void respond(incoming, outgoing)
  }

  const server = tls
    ? createHttps({ ...options, ...pems(tls), handshakeTimeout: 10 * SECOND }, onRequest)
    : createHttp(options, onRequest)
  server.maxConnections = CONNECTIONS
  server.maxHeadersCount = HEADERS
  server.on('checkExpectation', (_incoming, outgoing) => {
    outgoing.setHeader('strict-transport-security', HSTS)
    refuse(outgoing, 417)
  })
  server.on('clientError', (error: NodeJS.ErrnoException, socket) => {
    const isAnswering = [...active.keys()].some((outgoing) => outgoing.socket === socket && outgoing.headersSent)
    if (!socket.writable || isAnswering || error.code === 'ECONNRESET') return socket.destroy()
    refuseBytes(socket, error.code ?? '', { 'strict-transport-security': HSTS })
  })
  server.on('connection', (socket) => {
    const address = socket.remoteAddress ?? ''
    const ours = isOurs(address)
    const of = ours ? null : placeOfAddress(address)
    // What comes in plain text from elsewhere comes through a proxy that was named.
    if ((!ours && !tls) || !connections.take(of, 1)) return socket.destroy()
    socket.once('close', () => connections.give(of, 1))
  })
  const overdue = setInterval(() => {
    for (const [outgoing, since] of active) if (since < Date.now() - LONGEST) outgoing.destroy()
  }, 15 * SECOND)
  overdue.unref()
  await listening(server, settings)

  return {
    port: (server.address() as AddressInfo).port,
    refresh: tls ? refresher(server as HttpsServer, tls) : () => {},
    async close(ms) {
      closing = true
      clearInterval(overdue)
      const closed = new Promise<void>((done) => server.close(() => done()))
      const late = setTimeout(() => server.closeAllConnections(), ms)
      await closed
      clearTimeout(late)
    },
  }
}

/** The status for a request that is not for us, else null. */
function misaddressed({ url, rawHeaders }: IncomingMessage, host: string): 400 | 421 | null {
  // An absolute address names a host of its own, beside the header's.
  if (!url?.startsWith('/')) return 400
  let named: string | null = null
  for (let i = 0; i < rawHeaders.length; i += 2) {
    if (rawHeaders[i]?.length !== 4 || rawHeaders[i]?.toLowerCase() !== 'host') continue
    if (named !== null) return 400
    named = rawHeaders[i + 1]?.toLowerCase().replace(/:443$/, '') ?? ''
  }
  if (named === null) return 400
  return named === host ? null : 421
}

function forwardedFor({ headers }: IncomingMessage): string {
  const header = headers['x-forwarded-for']
  return (Array.isArray(header) ? header.join(',') : header) ?? ''
}

const pems = ({ cert, key }: { cert: string; key: string }) => ({ cert: readFileSync(cert), key: readFileSync(key) })

/** A certificate that cannot be read, or does not fit its key yet, leaves the one in force. */
function refresher(server: HttpsServer, tls: { cert: string; key: string }): () => void {
  let known = pems(tls)
  return () => {
    try {
      const found = pems(tls)
      if (found.cert.equals(known.cert) && found.key.equals(known.key)) return
      server.setSecureContext(found)
      known = found
    } catch (error) {
      console.error('the new certificate cannot be used:', (error as Error).message)
    }
  }
}

async function listening(server: HttpServer | HttpsServer, { port, host }: Settings): Promise<void> {
  const listen = (on: string) =>
    new Promise<void>((done, failed) => {
      server.once('error', failed)
      server.listen(port, on, () => {
        server.off('error', failed)
        done()
      })
    })
  try {
    // Where there is no IPv6 all of IPv4 is meant.
    await listen(host).catch((error: NodeJS.ErrnoException) => {
      if (host !== '::' || error.code !== 'EAFNOSUPPORT') throw error
      return listen('0.0.0.0')
    })
  } catch (error) {
    throw new Error(reason(error as NodeJS.ErrnoException, port, host))
  }
}

function reason({ code, message }: NodeJS.ErrnoException, port: number, host: string): string {
  if (code === 'EADDRINUSE') return `Port ${port} is in use: choose another with PORT.`
  if (code === 'EACCES') return `Port ${port} may not be used by this user: choose one above 1023 with PORT.`
  if (code === 'EADDRNOTAVAIL') return `This machine has no address ${host}: correct HOST.`
  return message
}
