/** The background thread, as the main one sees it. It is started when there is first something for it to do. */
import { type MessagePort, Worker } from 'node:worker_threads'
import { MAX_BODY } from '../../app.ts'
import type { Job } from '../../deps.ts'
import { problem, problemResponse } from '../../problem.ts'
import { noteOutage } from '../../verbs/health.ts'
import type { BackgroundData, FromBackground, SentAnswer, ToBackground } from './background-thread.ts'

/** Larger bodies of orders are worked on beside the requests. */
const MANY_ORDERS = 32 * 1024

/** Requests that work long on the processor, by what they ask for. Their answer may wait; those of others may not. */
export function isHeavy(method: string, path: string, length: number): boolean {
  if (method !== 'POST') return false
  if (path === '/api/v1/orders') return !(length <= MANY_ORDERS)
  return (
    path === '/api/v1/recompute' || path === '/api/replay' || path === '/api/import' || path.startsWith('/api/import/')
  )
}

export interface Background {
  /** Has the app answer there. */
  handle(request: Request, place: string): Promise<Response>
  nudge(jobs: Job[]): Promise<void>
  /** Ends within `ms`: requests and jobs that run are waited for as long. */
  close(ms: number): Promise<void>
}

export const BACKGROUND_THREAD = new URL('./background-thread.ts', import.meta.url)

/**
 * @param data for the thread; `port` its way to the database thread
 * @param died told when the thread ends by itself
 * @param program of the thread
 */
export function startBackground(
  data: BackgroundData,
  died: (reason: string) => void,
  program = BACKGROUND_THREAD,
): Background {
  const waiting = new Map<number, { resolve(answer: SentAnswer): void; reject(error: Error): void }>()
  let last = 0
  let worker: Worker | null = null
  let closed = () => {}
  let closing = false

  const end = (reason: string) => {
    for (const { reject } of waiting.values()) reject(new Error(reason))
    waiting.clear()
    closed()
    if (!closing) died(reason)
  }
  const say = (message: ToBackground, transfer: ArrayBuffer[] = []) => {
    worker ??= launch()
    worker.postMessage(message, transfer)
  }
  const launch = () => {
    const port = data.port as MessagePort
    const started = new Worker(program, {
      workerData: data,
      transferList: [port],
    })
    started.on('message', (message: FromBackground) => {
      if (message === 'closed') return closed()
      if ('outage' in message) return noteOutage(message.outage, Date.now())
      waiting.get(message.id)?.resolve(message)
      waiting.delete(message.id)
    })
    started.once('error', (error) => end(`the background thread failed: ${error.name}`))
    started.once('exit', () => end('the background thread ended'))
    return started
  }

  return {
    async handle(request, place) {
      const body = await readAtMost(request, MAX_BODY)
      if (!body) return problemResponse(problem(413, 'body_too_large'))
      const { status, headers, answer } = await new Promise<SentAnswer>((resolve, reject) => {
        const id = ++last
        waiting.set(id, { resolve, reject })
        const { method, url } = request
        say({ id, request: { method, url, headers: [...request.headers], body, place } }, [body])
      })
      return new Response(answer.byteLength > 0 ? answer : null, { status, headers })
    },
    async nudge(jobs) {
      if (jobs.length > 0 && !closing) say({ jobs })
    },
    async close(ms) {
      closing = true
      if (!worker) return
      const tidy = new Promise<void>((done) => {
        closed = done
      })
      say('close')
      await Promise.race([tidy, new Promise((late) => setTimeout(late, ms))])
      await worker.terminate()
    },
  }
}

/** The body in one piece; null when it is larger than that. */
async function readAtMost(request: Request, most: number): Promise<ArrayBuffer | null> {
  if (Number(request.headers.get('content-length') ?? 0) > most) return null
  const chunks: Uint8Array[] = []
  let size = 0
  for await (const chunk of request.body ?? []) {
    size += chunk.length
    if (size > most) return null
    chunks.push(chunk)
  }
  const whole = new Uint8Array(size)
  let at = 0
  for (const chunk of chunks) {
    whole.set(chunk, at)
    at += chunk.length
  }
  return whole.buffer
}
