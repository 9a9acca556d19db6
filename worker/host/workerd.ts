/**
 * The worker in workerd, as `wrangler deploy` would ship it, on this machine. Miniflare starts workerd; requests go to
 * workerd's own socket, with none of the development tools on the way.
 */
import { randomBytes } from 'node:crypto'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { convertV4MiniflareOptions, Miniflare, type V4WorkerOptions } from 'miniflare'
import { open } from '../../db/client.ts'
import type { Vapid } from '../deps.ts'
import type { SignUpMode } from '../domain/one-time-links.ts'
import { builtWorker } from './build.ts'
import { DOOR_PARTS } from './door-parts.ts'
import { diskOf } from './folder.ts'
import { folderFiles } from './folder-files.ts'
import { folderService } from './folder-service.ts'
import { takeOverFiles } from './old-bucket.ts'
import { superviseRuntime } from './runtime.ts'

export interface RunningWorker {
  /** Loopback address it listens on. */
  url: URL
  /** Runs the cron handler once. */
  tick(): Promise<void>
  /** Resolves when workerd has ended without being told to. */
  died: Promise<void>
  close(): Promise<void>
}

export interface WorkerOptions {
  databaseUrl: string
  databaseToken: string
  vapid: Vapid | null
  publicUrl?: string
  /** `open` unless told: whoever reaches this machine is its owner. */
  signUp?: SignUpMode
  /** Folder of the built app. */
  assets: string
  /** Folder that keeps the files people add; where none is given there is a bucket, as in production, which lives as long as the worker. */
  files?: string
  /** A free one by default. @throws Error code ERR_ADDRESS_IN_USE */
  port?: number
  /** For tests that play Cloudflare's edge: `cf-connecting-ip` is believed. */
  edge?: boolean
}

const NAME = 'regulars'
const LOOPBACK = '127.0.0.1'

/** @throws Error code ERR_ADDRESS_IN_USE when the port is taken */
export async function startWorkerd(options: WorkerOptions): Promise<RunningWorker> {
  if (options.files) await takeOverFiles(options.files, open(options.databaseUrl, options.databaseToken))
  const temporary = mkdtempSync(join(tmpdir(), 'regulars-workerd-'))
  const runtime = superviseRuntime(temporary)
  const configured = optionsOf(options, await builtWorker(), runtime.environment)
  const miniflare = inFolder(temporary, () => new Miniflare(configured))
  const close = async () => {
    runtime.letGo()
    await miniflare.dispose()
    rmSync(temporary, { recursive: true, force: true })
  }
  try {
    await miniflare.ready
    const url = await miniflare.unsafeGetDirectURL(DOOR)
    return {
      url,
      async tick() {
        const worker = await miniflare.getWorker(NAME)
        const { outcome } = await worker.scheduled({ cron: '* * * * *' })
        if (outcome !== 'ok') throw new Error(`the cron handler ended with ${outcome}`)
      },
      died: runtime.died,
      close,
    }
  } catch (error) {
    await close()
    throw error
  }
}

const folderOn = (folder: string, token: string) => folderService(folderFiles(folder), token, () => diskOf(folder))

const DOOR = 'door'
const DOOR_MODULE = `import door from './door.js'; export default door`
/** The same rule for the few ways into the worker that do not lead through the door. */
const GUARDED_MODULE = `import { guarded } from './door.js'
import worker from './index.js'
export default { ...worker, fetch: guarded(worker.fetch) }`

function optionsOf(options: WorkerOptions, folder: string, environment: Record<string, string>) {
  const { modulesRules: _, ...shipped } = JSON.parse(readFileSync(join(folder, 'worker.json'), 'utf8'))
  const { vapid } = options
  const token = randomBytes(32).toString('base64url')
  const edge = options.edge ? { EDGE: '1' } : {}
  const module = (path: string, contents?: string) => ({
    type: 'ESModule' as const,
    path: join(folder, path),
    ...(contents ? { contents } : {}),
  })
  const worker: V4WorkerOptions = {
    ...shipped,
    name: NAME,
    modulesRoot: folder,
    modules: [
      module('guarded.js', GUARDED_MODULE),
      module('index.js'),
      ...DOOR_PARTS.map((part) => module(`${part}.js`)),
    ],
    bindings: {
      ...shipped.bindings,
      LIBSQL_URL: options.databaseUrl,
      LIBSQL_TOKEN: options.databaseToken,
      SIGN_UP: options.signUp ?? 'open',
      ...(options.publicUrl ? { PUBLIC_URL: options.publicUrl } : {}),
      ...(vapid
        ? { VAPID_PUBLIC_KEY: vapid.publicKey, VAPID_PRIVATE_KEY: vapid.privateKey, VAPID_SUBJECT: vapid.subject }
        : {}),
      ...edge,
      ...(options.files ? { FOLDER_TOKEN: token } : {}),
    },
    ...(options.files ? { r2Buckets: {}, serviceBindings: { FOLDER: folderOn(options.files, token) } } : {}),
    assets: { ...shipped.assets, directory: options.assets },
  }
  const door: V4WorkerOptions = {
    name: DOOR,
    compatibilityDate: shipped.compatibilityDate,
    modulesRoot: folder,
    modules: [module('front.js', DOOR_MODULE), ...DOOR_PARTS.map((part) => module(`${part}.js`))],
    bindings: edge,
    serviceBindings: { APP: NAME },
    unsafeDirectSockets: [{ host: LOOPBACK, port: options.port ?? 0 }],
  }
  return convertV4MiniflareOptions({
    // What Miniflare itself listens on leads to the first.
    workers: [door, worker],
    host: LOOPBACK,
    port: 0,
    cf: false,
    logRequests: false,
    unsafeLocalExplorer: false,
    unsafeTriggerHandlers: false,
    unsafeRuntimeEnv: environment,
    handleStructuredLogs: ({ level, message }) => {
      if (level === 'error' || level === 'warn') console.error(message)
      else if (process.env.LOG_LEVEL === 'debug') console.info(message)
    },
  })
}

/** Miniflare takes its temporary folder when it is made. */
function inFolder<T>(folder: string, make: () => T): T {
  const before = process.env.TMPDIR
  process.env.TMPDIR = folder
  try {
    return make()
  } finally {
    if (before === undefined) delete process.env.TMPDIR
    else process.env.TMPDIR = before
  }
}
