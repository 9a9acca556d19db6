/** What the listener itself answers, before the app hears of a request: problem documents, as the app's own are. */
import { type ServerResponse, STATUS_CODES } from 'node:http'
import type { Duplex } from 'node:stream'
import { problem, problemHeaders } from '../../problem.ts'

const CODES = {
  400: 'bad_request',
  408: 'too_slow',
  417: 'bad_request',
  421: 'wrong_host',
  431: 'headers_too_large',
  503: 'overloaded',
}
export type Refused = keyof typeof CODES

/** Of what is no request, or not in time, by node's codes. */
const STATUS_OF: Record<string, Refused> = { ERR_HTTP_REQUEST_TIMEOUT: 408, HPE_HEADER_OVERFLOW: 431 }

function told(status: Refused): { text: string; headers: Record<string, string> } {
  const of = problem(status, CODES[status])
  const text = JSON.stringify(of)
  const length = String(Buffer.byteLength(text))
  return { text, headers: { ...problemHeaders(of), 'content-length': length, connection: 'close' } }
}

export function refusal(status: Refused): Response {
  const { text, headers } = told(status)
  return new Response(text, { status, headers })
}

export function refuse(outgoing: ServerResponse, status: Refused): void {
  const { text, headers } = told(status)
  outgoing.writeHead(status, headers)
  outgoing.end(text)
}

/** To a connection on which no request came to be. */
export function refuseBytes(socket: Duplex, code: string, more: Record<string, string>): void {
  const status = STATUS_OF[code] ?? 400
  const { text, headers } = told(status)
  const lines = Object.entries({ ...more, ...headers }).map(([name, value]) => `${name}: ${value}\r\n`)
  socket.end(`HTTP/1.1 ${status} ${STATUS_CODES[status]}\r\n${lines.join('')}\r\n${text}`)
}
