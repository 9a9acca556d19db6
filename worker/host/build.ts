/**
 * What has to be built before it runs — the app's pages, the worker's bundle. Each is made once and kept under a hash of
 * all that goes into it, so that a start that finds nothing changed builds nothing, and an app that runs keeps the files
 * it began with whatever is built beside it.
 */
import { spawn } from 'node:child_process'
import { createHash, randomUUID } from 'node:crypto'
import {
  existsSync,
  globSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  utimesSync,
} from 'node:fs'
import { join, resolve } from 'node:path'

const ROOT = resolve(import.meta.dirname, '../..')
const KEPT = join(ROOT, '.build')
/** Of older builds so many stay, and those used within so many ms: an app may still run from one. */
const KEEP = 3
const KEEP_MS = 7 * 24 * 60 * 60_000
/** No build takes so long. */
const HALF_MS = 10 * 60_000

const ALWAYS = ['package.json', 'package-lock.json', 'tsconfig.base.json']

/** Folder of the built app. @throws Error when it does not build; what went wrong was printed. */
export const builtApp = (): Promise<string> =>
  built('app', ['web/**', 'worker/**', 'vite.config.ts', 'vite.buyer.ts'], (folder) =>
    // Read as it is: bundled first, it would have to be written beside the sources, which a service may not.
    node(
      'node_modules/vite/bin/vite.js',
      ...['build', '--configLoader', 'native', '--logLevel', 'error', '--emptyOutDir', '--outDir', folder],
    ),
  )

/** Folder of the worker's bundle, see bundle.ts. @throws as `builtApp` */
export const builtWorker = (): Promise<string> =>
  built('worker', ['worker/**', 'db/**', 'wrangler.toml'], (folder) =>
    node('--disable-warning=ExperimentalWarning', 'worker/host/bundle.ts', folder),
  )

/** Folder of the own server's program, see node/bundle.ts. @throws as `builtApp` */
export const builtServer = (): Promise<string> =>
  built('server', ['worker/**', 'db/**'], (folder) => node('worker/host/node/bundle.ts', folder))

async function built(name: string, sources: string[], make: (folder: string) => Promise<void>): Promise<string> {
  const folder = join(KEPT, `${name}-${hashOf(sources)}`)
  if (!existsSync(folder)) {
    mkdirSync(KEPT, { recursive: true })
    forget(name)
    // Never half a build under the final name; of two starts at once the later one's is as good.
    const half = join(KEPT, `${name}-half-${randomUUID()}`)
    mkdirSync(half, { recursive: true })
    try {
      await make(half)
      if (!existsSync(folder)) renameSync(half, folder)
    } catch (error) {
      if (!existsSync(folder)) throw error
    } finally {
      rmSync(half, { recursive: true, force: true })
    }
  }
  utimesSync(folder, new Date(), new Date())
  return folder
}

/** None of these is built into anything. */
const APART = /^(web\/(dist|pictures)\/|worker\/host\/(?!bundle\.ts|node|folder|old-bucket|vapid))/

function hashOf(sources: string[]): string {
  const hash = createHash('sha256').update(process.version)
  const paths = globSync([...ALWAYS, ...sources], { cwd: ROOT }).map((path) => path.replaceAll('\\', '/'))
  for (const path of paths.filter((path) => !APART.test(path)).sort()) {
    const file = join(ROOT, path)
    if (statSync(file).isFile()) hash.update(`\0${path}\0`).update(readFileSync(file))
  }
  return hash.digest('hex').slice(0, 16)
}

function forget(name: string): void {
  const usedAt = (folder: string) => statSync(folder, { throwIfNoEntry: false })?.mtimeMs ?? 0
  const isHalf = (folder: string) => folder.includes(`${name}-half-`)
  const all = readdirSync(KEPT)
    .filter((entry) => entry.startsWith(`${name}-`))
    .map((entry) => join(KEPT, entry))
  // Of a start that was ended while it built.
  for (const folder of all.filter(isHalf)) {
    if (usedAt(folder) < Date.now() - HALF_MS) rmSync(folder, { recursive: true, force: true })
  }
  const kept = all.filter((folder) => !isHalf(folder)).sort((a, b) => usedAt(b) - usedAt(a))
  for (const folder of kept.slice(KEEP)) {
    if (usedAt(folder) < Date.now() - KEEP_MS) rmSync(folder, { recursive: true, force: true })
  }
}

const node = (...args: string[]): Promise<void> =>
  new Promise((done, failed) => {
    const child = spawn(process.execPath, args, { cwd: ROOT, stdio: ['ignore', 'ignore', 'inherit'] })
    child.once('error', failed)
    child.once('exit', (code) => (code === 0 ? done() : failed(new Error(`${args.join(' ')} failed`))))
  })
