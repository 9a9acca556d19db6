import { Hono } from 'hono'
import { DatabaseUnavailable } from '../db/client.ts'
import { atMost } from './body-limit.ts'
import type { Deps } from './deps.ts'
import { faultLine, notFound } from './errors.ts'
import { type Env, problemOf } from './http.ts'
import { problemResponse } from './problem.ts'
import { account } from './routes/account.ts'
import { audit } from './routes/audit.ts'
import { files } from './routes/files.ts'
import { health } from './routes/health.ts'
import { imports } from './routes/imports.ts'
import { join } from './routes/join.ts'
import { inbox } from './routes/notifications.ts'
import { people } from './routes/people.ts'
import { buyers } from './routes/public.ts'
import { session } from './routes/session.ts'
import { sync } from './routes/sync.ts'
import { team } from './routes/team.ts'
import { v1 } from './routes/v1.ts'
import { noteOutage } from './verbs/health.ts'

/** Bytes of a request. */
export const MAX_BODY = 4 * 1024 * 1024
/** An answer is data: opened as a page it may do nothing, and no other site may take it in. */
const CLOSED = {
  'x-content-type-options': 'nosniff',
  'content-security-policy': "default-src 'none'; frame-ancestors 'none'; sandbox",
  'cross-origin-resource-policy': 'same-origin',
  'referrer-policy': 'no-referrer',
}
const limited = atMost(MAX_BODY)

/**
 * The whole API. Routes are chained so that `Api` keeps their types. To be made once: working out which route a request
 * takes costs more than most requests.
 * @param deps what the app works with, or how a request's environment becomes that
 */
export function createApp(deps: Deps | ((env: unknown) => Deps)) {
  return new Hono<Env>()
    .use(async (c, next) => {
      c.set('deps', typeof deps === 'function' ? deps(c.env) : deps)
      await next()
      // Only the headers are sent: nobody reads the file that came open with them.
      if (c.req.method === 'HEAD') await c.res.body?.cancel()
      if (!c.res.headers.has('cache-control')) c.header('cache-control', 'no-store')
      for (const [name, value] of Object.entries(CLOSED)) if (!c.res.headers.has(name)) c.header(name, value)
    })
    .use((c, next) => {
      // A buyer's photo is weighed where it comes in.
      return c.req.path === '/api/b/photos' ? next() : limited(c, next)
    })
    .onError((error, c) => {
      const problem = problemOf(error)
      if (problem.status === 500) console.error('internal error:', faultLine(error))
      if (error instanceof DatabaseUnavailable) {
        console.error('database:', faultLine(error))
        noteOutage(error.code, c.var.deps.now())
      }
      return problemResponse(problem)
    })
    .notFound(() => problemResponse(problemOf(notFound())))
    .route('/api', health)
    .route('/api/session', session)
    .route('/api/join', join)
    .route('/api/account', account)
    .route('/api/team', team)
    .route('/api/import', imports)
    .route('/api/notifications', inbox)
    .route('/api/files', files)
    .route('/api/people', people)
    .route('/api/v1', v1)
    .route('/api/audit', audit)
    .route('/api/b', buyers)
    .route('/api', sync)
}

export type Api = ReturnType<typeof createApp>
