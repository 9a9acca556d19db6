/**
 * The own server: the app in this process, its pages and files in folders, its database in a thread. The main thread
 * answers requests and reads; what works long does so in the background thread; one thread writes.
 */
import { join } from 'node:path'
import { DatabaseUnavailable } from '../../db/client.ts'
import { DATABASE_THREAD, openEmbedded, startDatabaseThread, unreadable } from '../../db/embedded.ts'
import { createApp } from '../app.ts'
import { oneTimeAddress } from '../domain/one-time-links.ts'
import { newId } from '../ids.ts'
import { firstOwnerLink } from '../verbs/machine-links.ts'
import {
  damagedWords,
  databaseFile,
  endedInOrder,
  forgetAddress,
  newDatabaseToken,
  noRoom,
  privateDir,
  tellAddress,
} from './folder.ts'
import { servePages } from './node/assets.ts'
import { BACKGROUND_THREAD, isHeavy, startBackground } from './node/background.ts'
import { type AppConfig, depsOf, type RequestEnv } from './node/deps.ts'
import { listen } from './node/listener.ts'
import type { Settings } from './node/settings.ts'
import { takeOverFiles } from './old-bucket.ts'
import { loadOrCreateVapid } from './vapid.ts'

const MINUTE = 60_000
/** How long the end may take: requests that run, then jobs. */
const REQUESTS_END = 6_000
const JOBS_END = 2_000

export interface RunningServer {
  port: number
  /** Of the local listener for `admin`. */
  database: { url: string; token: string }
  /** With which the first owner opens their shop; null when somebody can sign in, or nobody ever may that way. */
  ownerLink: string | null
  /** Lets the minute come. */
  tick(): Promise<void>
  /** Settles with the reason when a part has ended by itself. */
  died: Promise<string>
  close(): Promise<void>
}

/** The programs of the threads. */
export interface Threads {
  database: URL
  background: URL
}

/**
 * Claims the data folder first. Where the last run did not end in order and its database turns out to be damaged, pages
 * are served, so that phones go on without it, and every request of the API is told.
 * @param assets folder of the built app
 * @throws Error of one sentence, after which nothing runs; `code` DATABASE_IN_USE where the folder has an owner
 */
export async function startNode(
  settings: Settings,
  assets: string,
  threads: Threads = { database: DATABASE_THREAD, background: BACKGROUND_THREAD },
): Promise<RunningServer> {
  const { dir, publicUrl, signUp } = settings
  const { promise: died, resolve: dies } = Promise.withResolvers<string>()
  const closers: (() => unknown)[] = []
  const close = async () => {
    for (const one of closers.splice(0).reverse()) await one()
  }
  try {
    privateDir(dir)
    const token = newDatabaseToken()
    const check = !endedInOrder(dir)
    const thread = await startDatabaseThread({ file: databaseFile(dir), token, check }, threads.database)
    closers.push(thread.close)
    const { damage } = thread
    const isSound = damage.length === 0
    if (!isSound) console.error(damagedWords(dir, damage))
    let ending = false
    void thread.ended.then(() => !ending && dies('the database thread ended'))
    const announce = () => tellAddress(dir, { url: thread.url, token, origin: publicUrl })
    let announced = announce()
    if (!announced) {
      console.error(
        `${noRoom(dir)}: what is there can be read, nothing can be saved, and \`npm run admin\` does not reach this server until some is freed.`,
      )
    }
    closers.push(() => {
      ending = true
      // Left where there is damage, so that the next start looks for it again.
      if (isSound) forgetAddress(dir)
    })
    const pages = servePages(assets)

    const config: AppConfig = {
      ...{ databaseFile: databaseFile(dir), files: join(dir, 'files'), publicUrl, signUp },
      vapid: loadOrCreateVapid(dir, publicUrl),
    }
    const background = startBackground({ config, port: thread.port(true) }, dies, threads.background)
    closers.push(() => background.close(JOBS_END))
    const database = isSound ? openEmbedded(config.databaseFile, thread.port(false)) : unreadable(damage)
    closers.push(() => database.close())
    if (isSound) await takeOverFiles(config.files, database)
    const machine = { directory: database, now: Date.now(), newId }
    const owner = signUp === 'first' && isSound ? await firstOwnerLink(machine).catch(sayOutage) : null
    const nudge: typeof background.nudge = isSound ? background.nudge : async () => {}
    const app = createApp(depsOf(config, database, nudge))

    const listener = await listen(settings, (request, place) => {
      const path = pathOf(request.url)
      if (!path.startsWith('/api/')) return pages(request)
      const length = Number(request.headers.get('content-length') ?? Number.NaN)
      return isSound && isHeavy(request.method, path, length)
        ? background.handle(request, place)
        : app.fetch(request, { place } satisfies RequestEnv)
    })
    closers.push(() => listener.close(REQUESTS_END))
    const tick = () => {
      announced ||= announce()
      return nudge([{ kind: 'fan-out', shopId: '' }])
    }
    const clock = setInterval(() => {
      void tick()
      listener.refresh()
    }, MINUTE)
    closers.push(() => clearInterval(clock))
    return {
      ...{ port: listener.port, database: { url: thread.url, token }, tick, died, close },
      ownerLink: owner && oneTimeAddress(publicUrl, owner.token),
    }
  } catch (error) {
    await close()
    throw error
  }
}

/** A link is no reason not to start: what stands in the way of it, health tells too. */
function sayOutage(error: unknown): null {
  if (!(error instanceof DatabaseUnavailable)) throw error
  console.error(
    `The first owner’s link could not be made (${error.code}): \`npm run admin -- owner invite\` makes one once that is put right.`,
  )
  return null
}

/** Of an address the adaptor has made: absolute and normal. */
function pathOf(url: string): string {
  const from = url.indexOf('/', url.indexOf('://') + 3)
  const to = url.slice(from).search(/[?#]/)
  return to < 0 ? url.slice(from) : url.slice(from, from + to)
}
