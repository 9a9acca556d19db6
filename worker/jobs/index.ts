/** Jobs: each does one shop's work, or hands the shops out. What is to be done lies in the database, never in the job. */
import { DatabaseUnavailable } from '../../db/client.ts'
import { shopsAfter } from '../../db/queries/notifications.ts'
import { systemCtx } from '../context.ts'
import type { Deps, Job } from '../deps.ts'
import { ApiError, faultLine } from '../errors.ts'
import { noteOutage } from '../verbs/health.ts'
import { deliver } from './deliver.ts'
import { runDue } from './due.ts'

const SHOPS = 100

/** A job as the queue hands it over. */
export interface Message {
  body: Job
  ack(): void
  retry(): void
}

/** Runs a batch of the queue. A job that fails is tried again later and keeps none of the others waiting. */
export async function runJobs(deps: Deps, messages: readonly Message[]): Promise<void> {
  for (const message of messages) {
    try {
      await runJob(deps, message.body)
      message.ack()
    } catch (error) {
      console.error(`job ${message.body.kind}:`, faultLine(error))
      if (error instanceof DatabaseUnavailable) noteOutage(error.code, deps.now())
      message.retry()
    }
  }
}

/** Runs one job. Running it twice, or two at once, does no harm. @throws DatabaseUnavailable, after which it may be run again */
export async function runJob(deps: Deps, job: Job): Promise<void> {
  switch (job.kind) {
    case 'fan-out':
      return fanOut(deps, job.shopId)
    case 'due':
      return ofShop(runDue(deps, contextOf(deps, job.shopId)))
    case 'deliver':
      return ofShop(deliver(deps, contextOf(deps, job.shopId)))
  }
}

const contextOf = (deps: Deps, shopId: string) => systemCtx(deps.database, shopId, deps.now(), deps.newId)

async function fanOut(deps: Deps, after: string): Promise<void> {
  const [shops = []] = await deps.database.read([shopsAfter(after, SHOPS)])
  await deps.nudge(shops.map(({ id }) => ({ kind: 'due', shopId: String(id) })))
  const last = shops.at(-1)
  if (last && shops.length === SHOPS) await deps.nudge([{ kind: 'fan-out', shopId: String(last.id) }])
}

/** A shop that is gone by now has nothing to do. */
async function ofShop(work: Promise<void>): Promise<void> {
  try {
    await work
  } catch (error) {
    if (!(error instanceof ApiError) || error.status !== 401) throw error
  }
}
