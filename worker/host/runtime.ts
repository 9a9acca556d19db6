/** The workerd process that Miniflare starts: how it begins, and what becomes of the app when it ends. */
import type { ChildProcess } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { subscribe, unsubscribe } from 'node:diagnostics_channel'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import type { Writable } from 'node:stream'

export interface SupervisedRuntime {
  /** What workerd.sh is told. */
  environment: Record<string, string>
  /** Resolves when workerd has ended without being told to. */
  died: Promise<void>
  /** From now on it ends because it is told to. */
  letGo(): void
}

const SPAWN = 'tracing:child_process.spawn:start'

/**
 * Call before Miniflare is made. It would start a workerd that died anew, over and over; the app ends instead, and
 * whoever supervises it knows.
 * @param temporary folder that is removed when workerd ends, whatever ends it
 */
export function superviseRuntime(temporary: string): SupervisedRuntime {
  if (process.platform !== 'win32') process.env.MINIFLARE_WORKERD_PATH = join(import.meta.dirname, 'workerd.sh')
  const environment = { REGULARS_WORKERD: workerdPath(), REGULARS_TEMPORARY: temporary }
  const mark = `REGULARS_TEMPORARY=${temporary}`
  let running: ChildProcess | null = null
  const { promise: died, resolve: dies } = Promise.withResolvers<void>()
  const spawned = (message: unknown) => {
    const { process: child, options } = message as { process: ChildProcess; options: { envPairs: string[] } }
    if (!options.envPairs.includes(mark)) return
    running = child
    child.once('exit', () => running === child && dies())
    sealConfiguration(child)
  }
  subscribe(SPAWN, spawned)
  return {
    environment,
    died,
    letGo() {
      running = null
      unsubscribe(SPAWN, spawned)
    },
  }
}

/** The one Miniflare would start. */
function workerdPath(): string {
  const { default: path } = createRequire(createRequire(import.meta.url).resolve('miniflare'))('workerd')
  return path
}

/**
 * Words by which anybody who reaches a socket of workerd is let past HTTP: CONNECT to the one speaks to workerd itself,
 * the other says where a request comes from. Miniflare gives them to every socket; nobody else has to know them.
 */
const WORDS = ['miniflare-unsafe-internal-capnp-connect', 'MF-CF-Blob']

/** Miniflare writes the configuration to workerd as soon as it is spawned. */
function sealConfiguration(child: ChildProcess): void {
  Object.defineProperty(child, 'stdin', {
    configurable: true,
    set(stdin: Writable) {
      Object.defineProperty(child, 'stdin', { value: stdin, writable: true })
      const write = stdin.write.bind(stdin)
      stdin.write = (configuration: Buffer) => write(sealed(configuration))
    },
  })
}

/** @throws Error when a word is missing: it then has another name, and would stay open */
function sealed(configuration: Buffer): Buffer {
  const copy = Buffer.from(configuration)
  for (const word of WORDS) {
    const secret = randomBytes(word.length).toString('hex').slice(0, word.length)
    let at = copy.indexOf(word)
    if (at < 0) throw new Error(`workerd’s configuration has no ${word}`)
    for (; at >= 0; at = copy.indexOf(word, at)) copy.write(secret, at, 'latin1')
  }
  return copy
}
