/** The worker in workerd, as `wrangler deploy` would ship it, on this machine. */
import { resolve } from 'node:path'
import { unstable_startWorker } from 'wrangler'
import type { Vapid } from '../deps.ts'

Object.assign(process.env, {
  CLOUDFLARE_CF_FETCH_ENABLED: 'false',
  WRANGLER_SEND_METRICS: 'false',
  WRANGLER_SEND_ERROR_REPORTS: 'false',
  WRANGLER_HIDE_BANNER: 'true',
  // Traces of every request, which nobody reads.
  X_LOCAL_OBSERVABILITY: 'false',
})

export interface RunningWorker {
  /** Loopback address it listens on. */
  url: URL
  /** Runs the cron handler once. */
  tick(): Promise<void>
  close(): Promise<void>
}

export interface WorkerOptions {
  databaseUrl: string
  databaseToken: string
  vapid: Vapid | null
  publicUrl?: string
  /** Folder of the built app; the one of wrangler.toml by default. */
  assets?: string
  /** Folder that keeps the files people add; they live as long as the worker where none is given. */
  files?: string
  /** Rebuild when a source file changes. */
  watch?: boolean
  port?: number
}

const ROOT = resolve(import.meta.dirname, '../..')
const text = (value: string) => ({ type: 'plain_text' as const, value })

export async function startWorkerd(options: WorkerOptions): Promise<RunningWorker> {
  const worker = await unstable_startWorker({
    config: resolve(ROOT, 'wrangler.toml'),
    bindings: {
      LIBSQL_URL: text(options.databaseUrl),
      LIBSQL_TOKEN: text(options.databaseToken),
      ...(options.publicUrl ? { PUBLIC_URL: text(options.publicUrl) } : {}),
      ...(options.vapid
        ? {
            VAPID_PUBLIC_KEY: text(options.vapid.publicKey),
            VAPID_PRIVATE_KEY: text(options.vapid.privateKey),
            VAPID_SUBJECT: text(options.vapid.subject),
          }
        : {}),
    },
    ...(options.assets ? { assets: options.assets } : {}),
    dev: {
      server: { hostname: '127.0.0.1', port: options.port ?? 0 },
      inspector: false,
      watch: options.watch ?? false,
      // Of all the bindings only the bucket keeps anything there.
      persist: options.files ?? false,
      logLevel: process.env.LOG_LEVEL === 'debug' ? 'debug' : 'error',
    },
  })
  await worker.ready
  const url = await worker.url
  return {
    url,
    async tick() {
      const answer = await fetch(new URL('/cdn-cgi/local/scheduled?cron=*+*+*+*+*', url))
      await answer.body?.cancel()
    },
    close: () => worker.dispose(),
  }
}
