/** Brings the base up to date, page by page; every page kept is a page that need not come again. */
import { type PullPage, type Stream, WIRE_SCHEMA } from '../../worker/domain/wire.ts'
import { type Api, ApiError } from '../api.ts'
import { type Asked, type Commit, commitPage, resetBase } from '../store/base.ts'
import { type Database, readState } from '../store/database.ts'
import { decodePage } from '../store/decode.ts'
import type { Locks } from './locks.ts'

export interface PullDeps {
  db: Database
  api: Pick<Api, 'pull'>
  locks: Locks
  /** The phone's clock, epoch ms. */
  now: () => number
  /** Called after each page was written, or the base emptied. */
  onCommit: (commit: Commit) => Promise<void> | void
}

/** The server speaks another schema than this build: the app has to be updated. */
export class Outdated extends Error {
  override readonly name = 'Outdated'
}
/** The session is somebody else's than the stored data: nothing was written. */
export class OtherUser extends Error {
  override readonly name = 'OtherUser'
}

const MAX_RESTARTS = 5

/**
 * Pulls a stream to its end; one tab at a time. Killed in the middle, it goes on from the last page kept.
 * The orders stream does nothing before the core was pulled once.
 * @throws ApiError, Outdated, OtherUser
 */
export function pullStream(deps: PullDeps, stream: Stream): Promise<void> {
  return deps.locks(`regulars-pull-${stream}`, async () => {
    for (let restarts = 0; restarts < MAX_RESTARTS; restarts++) {
      const state = await readState(deps.db)
      if (stream === 'orders' && !state.complete.core) return
      // What an older version stored stays to be read until the first page of this one is here.
      const outdated = stream === 'core' && state.schema !== null && state.schema !== WIRE_SCHEMA
      if (await pages(deps, stream, outdated)) return
    }
    throw new ApiError(0, 'unsettled')
  })
}

interface Answer {
  page: PullPage
  serverOffset: number
  at: number
}

/** False when it has to begin again, from what is stored then. */
async function pages(deps: PullDeps, stream: Stream, outdated: boolean): Promise<boolean> {
  const { clientId, cursors, userId, shopId } = await readState(deps.db)
  let stale = outdated
  const ask = (cursor: string | undefined) => timed(deps, { stream, clientId, cursor })
  let cursor = outdated ? undefined : cursors[stream]
  let coming = ask(cursor)
  for (;;) {
    let answer: Answer
    try {
      answer = await coming
    } catch (error) {
      if (cursor === undefined || !isCursorRefused(error)) throw error
      await empty(deps)
      return false
    }
    const { page, serverOffset, at } = answer
    if (page.schema !== WIRE_SCHEMA) throw new Outdated()
    if ((userId ?? page.userId) !== page.userId || (shopId ?? page.shopId) !== page.shopId) throw new OtherUser()
    if (stale) await empty(deps)
    stale = false
    // The next page travels while this one is written.
    if (page.more) coming = ask(page.cursor)
    coming.catch(() => {})
    const asked: Asked = { stream, clientId, cursor }
    const commit = await commitPage(deps.db, asked, { page, delta: decodePage(page.tables), serverOffset, at })
    await deps.onCommit(commit)
    if (commit.kind !== 'written') return stream === 'orders'
    if (!page.more) return true
    cursor = page.cursor
  }
}

async function timed({ api, now }: PullDeps, asked: Asked): Promise<Answer> {
  const sent = now()
  const page = await api.pull(asked)
  const at = now()
  // The answer was made about half way between asking and receiving.
  return { page, serverOffset: Math.round(page.now - (sent + at) / 2), at }
}

/** The server no longer knows where we stand. */
const isCursorRefused = (error: unknown): boolean =>
  error instanceof ApiError && error.problem !== null && (error.status === 400 || error.status === 410)

async function empty(deps: PullDeps): Promise<void> {
  await resetBase(deps.db)
  await deps.onCommit({ kind: 'reset' })
}
