/** The background thread: jobs, imports and recomputes, so that they hold up no other request. Its writes give way to those of requests. */
import { readlinkSync } from 'node:fs'
import { constants, setPriority } from 'node:os'
import { type MessagePort, parentPort, workerData } from 'node:worker_threads'
import { type Database, DatabaseUnavailable, type Outage } from '../../../db/client.ts'
import { openEmbedded } from '../../../db/embedded.ts'
import { createApp } from '../../app.ts'
import type { Job } from '../../deps.ts'
import { runJobs } from '../../jobs/index.ts'
import { type AppConfig, depsOf, type RequestEnv } from './deps.ts'
import { JobQueue } from './job-queue.ts'

export interface BackgroundData {
  config: AppConfig
  /** To the database thread. */
  port: MessagePort
}

interface SentRequest {
  method: string
  url: string
  headers: [string, string][]
  body: ArrayBuffer
  place: string
}

export interface SentAnswer {
  id: number
  status: number
  headers: [string, string][]
  answer: ArrayBuffer
}

export type ToBackground = { id: number; request: SentRequest } | { jobs: Job[] } | 'close'
export type FromBackground = SentAnswer | { outage: Outage } | 'closed'

giveWay()
const { config, port } = workerData as BackgroundData
const database = told(openEmbedded(config.databaseFile, port))
const queue = new JobQueue(run)
const deps = depsOf(config, database, async (jobs) => queue.add(jobs))
const app = createApp(deps)
const answering = new Set<Promise<void>>()

/** Requests come first also where more threads are at work than there are cores. */
function giveWay(): void {
  try {
    // On Linux each thread has a priority of its own, by its number; this is the one that reads the link.
    const thread = Number(readlinkSync('/proc/thread-self').split('/').at(-1))
    setPriority(thread, constants.priority.PRIORITY_BELOW_NORMAL)
  } catch {
    // Elsewhere the threads share alike.
  }
}

/** Health is asked about in the main thread, and hears of what is met here. */
function told({ read, write, slice }: Database): Database {
  const tell = (error: unknown): never => {
    if (error instanceof DatabaseUnavailable) parentPort?.postMessage({ outage: error.code } satisfies FromBackground)
    throw error
  }
  return {
    read: (statements) => read(statements).catch(tell),
    write: (statements) => write(statements).catch(tell),
    slice,
  }
}

async function run(job: Job): Promise<boolean> {
  let done = false
  const message = {
    body: job,
    ack: () => {
      done = true
    },
    retry: () => {},
  }
  await runJobs(deps, [message])
  return done
}

async function answer(id: number, { method, url, headers, body, place }: SentRequest): Promise<void> {
  const response = await app.fetch(new Request(url, { method, headers, body: body.byteLength > 0 ? body : null }), {
    place,
  } satisfies RequestEnv)
  const sent: SentAnswer = {
    id,
    status: response.status,
    headers: [...response.headers],
    answer: await response.arrayBuffer(),
  }
  parentPort?.postMessage(sent, [sent.answer])
}

parentPort?.on('message', async (message: ToBackground) => {
  if (message === 'close') {
    await queue.close()
    await Promise.all(answering)
    parentPort?.postMessage('closed' satisfies FromBackground)
  } else if ('jobs' in message) {
    queue.add(message.jobs)
  } else {
    const work = answer(message.id, message.request)
    answering.add(work)
    await work.finally(() => answering.delete(work))
  }
})
