/** Sends the queue, in order, each change until the server has answered it. No DOM: the service worker runs it too. */
import { PUSH_LIMIT, type PushAnswer, type PushRequest } from '../../worker/domain/wire.ts'
import { type Api, ApiError } from '../api.ts'
import type { Database } from '../store/database.ts'
import { giveUp, nextPush, rejoin, settle } from '../store/outbox.ts'
import type { Locks } from './locks.ts'

export interface FlushDeps {
  db: Database
  api: Pick<Api, 'push'>
  locks: Locks
  /** Called after each answer was kept. */
  onSettled: () => Promise<void> | void
}

/** A server that keeps disagreeing about numbers is broken; it is asked again later, not forever. */
const MAX_REJOINS = 3

/**
 * Sends until the queue is empty; one tab at a time. Nothing leaves the queue without the server's answer.
 * @returns how many changes were answered
 * @throws ApiError when the rest has to wait: network, server, or signed out (401)
 */
export function flushOnce(deps: FlushDeps): Promise<number> {
  return deps.locks('regulars-flush', async () => {
    let limit = PUSH_LIMIT
    let rejoins = 0
    let answered = 0
    for (;;) {
      const request = await nextPush(deps.db, limit)
      if (!request) return answered
      const outcome = await send(deps.api, request)
      if (outcome.kind === 'answer') {
        const settled = await settle(deps.db, request.clientId, outcome.answer.results)
        if (settled === 0) throw new ApiError(0, 'no_results')
        answered += settled
        rejoins = 0
      } else if (outcome.kind === 'gap') {
        if (++rejoins > MAX_REJOINS) throw outcome.error
        await rejoin(deps.db, request.clientId, outcome.expected)
      } else if (request.mutations.length > 1) {
        // Something in it cannot be read: send ever smaller pushes until it stands alone at the front.
        limit = Math.ceil(request.mutations.length / 2)
        continue
      } else {
        await giveUp(deps.db, request.clientId, request.mutations[0]?.seq ?? 0, { status: outcome.error.status })
        limit = PUSH_LIMIT
      }
      await deps.onSettled()
    }
  })
}

type Outcome =
  | { kind: 'answer'; answer: PushAnswer }
  | { kind: 'gap'; expected: number; error: ApiError }
  | { kind: 'unreadable'; error: ApiError }

async function send(api: Pick<Api, 'push'>, request: PushRequest): Promise<Outcome> {
  try {
    return { kind: 'answer', answer: await api.push(request) }
  } catch (error) {
    if (!(error instanceof ApiError)) throw error
    if (error.code === 'sequence_gap') return { kind: 'gap', expected: Number(error.problem?.expected ?? 0), error }
    // Only our server's own word counts: a gateway's 400 says nothing about the change.
    if (error.problem && (error.status === 400 || error.status === 413)) return { kind: 'unreadable', error }
    throw error
  }
}
