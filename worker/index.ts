/** The edge: turns the environment into dependencies, nothing else. */
import { open } from '../db/client.ts'
import { createApp } from './app.ts'
import type { Deps, Job } from './deps.ts'
import { signUpMode } from './domain/one-time-links.ts'
import { r2Files, serviceFiles } from './files.ts'
import { newId } from './ids.ts'
import { runJobs } from './jobs/index.ts'
import { page } from './pages.ts'
import { VERSION } from './version.ts'

export interface Bindings {
  ASSETS: Fetcher
  FILES?: R2Bucket
  /** In place of the bucket, where the host keeps a folder. */
  FOLDER?: Fetcher
  FOLDER_TOKEN?: string
  LIBSQL_URL: string
  LIBSQL_TOKEN?: string
  PUBLIC_URL?: string
  SIGN_UP?: string
  VAPID_PUBLIC_KEY?: string
  VAPID_PRIVATE_KEY?: string
  VAPID_SUBJECT?: string
  JOBS?: Queue<Job>
}

function filesOf({ FOLDER, FOLDER_TOKEN, FILES }: Bindings): Pick<Deps, 'files' | 'disk'> {
  if (!FOLDER) return { files: FILES ? r2Files(FILES) : null }
  const files = serviceFiles(FOLDER, FOLDER_TOKEN ?? '')
  return { files, disk: files.disk }
}

function depsOf(env: Bindings): Deps {
  const { VAPID_PUBLIC_KEY: publicKey, VAPID_PRIVATE_KEY: privateKey } = env
  return {
    database: open(env.LIBSQL_URL, env.LIBSQL_TOKEN ?? ''),
    now: () => Date.now(),
    newId,
    version: VERSION,
    publicUrl: env.PUBLIC_URL || null,
    // Whoever mistypes it lets nobody in by mistake.
    signUp: signUpMode(env.SIGN_UP) ?? 'closed',
    vapid:
      publicKey && privateKey
        ? { publicKey, privateKey, subject: env.VAPID_SUBJECT || 'mailto:push@regulars.invalid' }
        : null,
    ...filesOf(env),
    nudge: async (jobs) => {
      if (env.JOBS && jobs.length > 0) await env.JOBS.sendBatch(jobs.map((body) => ({ body })))
    },
    fetch: (...args) => fetch(...args),
    // Only Cloudflare is in front of the worker, and it writes this header itself.
    placeOf: (request) => request.headers.get('cf-connecting-ip') ?? 'unknown',
  }
}

const app = createApp((env) => depsOf(env as Bindings))

export default {
  async fetch(request, env, execution) {
    const { pathname } = new URL(request.url)
    if (pathname.startsWith('/api/')) return app.fetch(request, env, execution)
    return page(request, env.ASSETS)
  },
  async scheduled(_controller, env) {
    await depsOf(env).nudge([{ kind: 'fan-out', shopId: '' }])
  },
  async queue(batch, env) {
    await runJobs(depsOf(env), batch.messages)
  },
} satisfies ExportedHandler<Bindings, Job>
