/**
 * Sends the raw list to a host while an honest victim asks on connections of its own, and judges what comes back. Loopback
 * only, bounded in number and time.
 */
import { Agent, request } from 'node:http'
import { connect, type Socket } from 'node:net'
import { RAW_LIST, type RawCase, type RawKind, type RawTarget, SLOW } from './raw-list.ts'

/** So long an answer is waited for where the host neither answers nor closes, ms. */
const PATIENCE = 1_000
const AT_ONCE = 16
const VICTIMS = 4
const HELD = 40

export interface RawHost extends RawTarget {
  /**
   * A proxy reads first: what it takes for a second request of the same caller is answered too, and what it cannot
   * forward is a 502.
   */
  behindProxy?: boolean
  /** What the app's own page has in it. */
  page: string
  /** Asked for again and again by the victim, and what must be in each of its answers and in nobody else's. */
  victim: { path: string; headers: Record<string, string>; secret: string }
}

export interface RawReport {
  tried: Record<RawKind, number>
  /** Answered with 4xx, 501 or 505, or the connection closed. */
  refused: number
  /** Answered by the app as it answers anybody. */
  answered: number
  /** What must not be: which case, and what came. */
  problems: string[]
  victim: { asked: number; wrong: string[] }
}

/** @param smugglingRounds how often each smuggled request is tried: it hits only when somebody else’s comes just then */
export async function attackRaw(host: RawHost, smugglingRounds = 10): Promise<RawReport> {
  const report: RawReport = {
    tried: { smuggling: 0, path: 0, host: 0, forged: 0, tunnel: 0, malformed: 0, slow: 0 },
    refused: 0,
    answered: 0,
    problems: [],
    victim: { asked: 0, wrong: [] },
  }
  const victim = new Victim(host)
  const held = await hold(host)
  report.tried.slow = held.length
  const rest = rounds(smugglingRounds)
  await Promise.all(
    Array.from({ length: AT_ONCE }, async () => {
      for (const one of rest) {
        const came = await exchange(host, one.bytes(host))
        report.tried[one.kind]++
        const { problem, answered } = judge(one, came, host)
        if (problem) report.problems.push(`${one.kind}, ${one.name}: ${problem}`)
        else if (answered) report.answered++
        else report.refused++
      }
    }),
  )
  report.victim = await victim.stop()
  for (const socket of held) socket.destroy()
  return report
}

function* rounds(count: number): Generator<RawCase> {
  yield* RAW_LIST
  const smuggling = RAW_LIST.filter(({ kind }) => kind === 'smuggling')
  for (let round = 1; round < count; round++) yield* smuggling
}

/** Everything that comes back until the host closes, or says nothing for a while. */
export function exchange({ port }: RawTarget, bytes: string): Promise<string> {
  return new Promise((done) => {
    let came = ''
    const socket = connect(port, '127.0.0.1', () => socket.write(bytes, 'latin1'))
    const timer = setTimeout(() => socket.destroy(), PATIENCE)
    socket.setEncoding('latin1')
    socket.on('data', (part) => {
      came += part
      timer.refresh()
    })
    // A host that closes while it is still written to.
    socket.on('error', () => {})
    socket.on('close', () => {
      clearTimeout(timer)
      done(came)
    })
  })
}

async function hold(host: RawHost): Promise<Socket[]> {
  const held = Array.from({ length: HELD }, (_, n) => ({
    socket: connect(host.port, '127.0.0.1'),
    one: SLOW[n % SLOW.length],
  }))
  await Promise.all(
    held.map(({ socket, one }) => {
      socket.on('error', () => {})
      return new Promise((sent) => socket.write(one?.bytes(host) ?? '', 'latin1', sent))
    }),
  )
  return held.map(({ socket }) => socket)
}

interface Answer {
  status: number
  headers: string
  body: string
}

function judge(one: RawCase, came: string, host: RawHost): { problem: string | null; answered: boolean } {
  const answers = answersIn(came)
  const final = answers.filter(({ status }) => status >= 200)
  const say = (what: string) => ({ problem: `${what}: ${JSON.stringify(came.slice(0, 300))}`, answered: false })
  if (came.includes(host.victim.secret)) return say('somebody else’s answer')
  if (final.length > one.answers + (host.behindProxy ? 1 : 0))
    return say(`${final.length} answers where ${one.answers} may come`)
  // Whatever it is refused with, a way through it is not.
  const fault = one.kind !== 'tunnel' && final.find((answer) => answer.status >= 500 && !isRefusal(answer, host))
  if (fault) return say('a fault')
  const good = final.filter(({ status }) => status < 400)
  if (one.kind === 'tunnel' && answers.some(isTunnel)) return say('a way through')
  if (one.kind === 'host' && good.some(({ body }) => body !== '' || isRedirect(came)))
    return say('the app under another name')
  const foreign = good.find((answer) => !isOwn(answer, host))
  if (foreign && one.kind !== 'host') return say('an answer that is not the app’s')
  return { problem: null, answered: good.length > 0 }
}

/** What this server does not do. */
const isRefusal = ({ status }: Answer, { behindProxy }: RawHost): boolean =>
  (behindProxy && status === 502) || status === 501 || status === 505

/** A way through has no length. */
const isTunnel = ({ status, headers }: Answer): boolean => status < 300 && !/^content-length: 0\r$/im.test(headers)

const isRedirect = (came: string): boolean => /^HTTP\/1\.1 3/.test(came)

/** The app's page, its JSON, its one redirect, or nothing at all. */
function isOwn({ status, headers, body }: Answer, { page }: RawHost): boolean {
  if (status >= 300)
    return status === 304 || /^location: (\/|http:\/\/(localhost|127\.0\.0\.1)[:/]|https:\/\/[\w.]+\/)/im.test(headers)
  // HTTP/0.9 has no headers.
  if (headers === '' || /^content-type: application\/json/im.test(headers))
    return /^($|null$|\{"ok":true,"version")/.test(body)
  if (/^content-type: text\/html/im.test(headers)) return body === '' || body.includes(page)
  return body === ''
}

/** The answers in what came, by their own lengths. What does not begin as one is an answer of HTTP/0.9. */
function answersIn(came: string): Answer[] {
  const answers: Answer[] = []
  for (let rest = came; rest !== ''; ) {
    const head = /^HTTP\/1\.[01] (\d{3})[^\r\n]*\r\n((?:[^\r\n]+\r\n)*)\r\n/.exec(rest)
    if (!head) return [...answers, { status: 200, headers: '', body: rest }]
    const [whole, status = '', headers = ''] = head
    rest = rest.slice(whole.length)
    const { body, left } = bodyOf(headers, rest, Number(status))
    answers.push({ status: Number(status), headers, body })
    rest = left
  }
  return answers
}

function bodyOf(headers: string, rest: string, status: number): { body: string; left: string } {
  if (status < 200 || status === 204 || status === 304) return { body: '', left: rest }
  const length = /^content-length: (\d+)/im.exec(headers)?.[1]
  if (length !== undefined) {
    // The answer to a HEAD tells a length and brings nothing: what follows is then the next answer, or the end.
    const size = rest === '' || rest.startsWith('HTTP/1.') ? 0 : Number(length)
    return { body: rest.slice(0, size), left: rest.slice(size) }
  }
  if (!/^transfer-encoding: chunked/im.test(headers)) return { body: rest, left: '' }
  let body = ''
  for (;;) {
    const [line, hex = ''] = /^([0-9a-f]+)[^\r\n]*\r\n/i.exec(rest) ?? []
    if (line === undefined) return { body, left: rest }
    const size = Number.parseInt(hex, 16)
    body += rest.slice(line.length, line.length + size)
    rest = rest.slice(line.length + size + 2)
    if (size === 0) return { body, left: rest }
  }
}

/** Of what went wrong so much is told; a host that is gone answers thousands of times a second. */
const MOST_TOLD = 20

/** Somebody honest on connections that are kept. Whatever else goes on, each answer must be theirs. */
class Victim {
  readonly #host: RawHost
  readonly #agent = new Agent({ keepAlive: true, maxSockets: VICTIMS })
  readonly #wrong: string[] = []
  #asked = 0
  #going = true
  readonly #loops: Promise<void>[]
  constructor(host: RawHost) {
    this.#host = host
    this.#loops = Array.from({ length: VICTIMS }, () => this.#ask())
  }

  async #ask(): Promise<void> {
    while (this.#going) {
      const { status, text } = await this.#once()
      this.#asked++
      if (status === 200 && text.includes(this.#host.victim.secret)) continue
      if (this.#wrong.length < MOST_TOLD) this.#wrong.push(`${status} ${text.slice(0, 200)}`)
    }
  }

  /** A kept connection may be closed by the host just when it is used again: that much is anybody's to try once more. */
  async #once(): Promise<{ status: number; text: string }> {
    const first = await this.#send()
    return first.status === 0 ? this.#send() : first
  }

  #send(): Promise<{ status: number; text: string }> {
    const { port, host, victim } = this.#host
    return new Promise((done) => {
      const asked = request(
        { host: '127.0.0.1', port, path: victim.path, agent: this.#agent, headers: { ...victim.headers, host } },
        (answer) => {
          let text = ''
          answer.setEncoding('utf8')
          answer.on('data', (part) => {
            text += part
          })
          answer.on('end', () => done({ status: answer.statusCode ?? 0, text }))
        },
      )
      asked.on('error', (error) => done({ status: 0, text: error.message }))
      asked.end()
    })
  }

  async stop(): Promise<{ asked: number; wrong: string[] }> {
    this.#going = false
    await Promise.all(this.#loops)
    this.#agent.destroy()
    return { asked: this.#asked, wrong: this.#wrong }
  }
}
