/** However the app is told to end — Ctrl-C, SIGTERM, its terminal closed, a part that died —, it ends in order: the door first, the database last. */

/** What will not close within this long is left behind: Ctrl-C reaches workerd too, which may be gone already. */
const PATIENCE = 3_000

type Close = () => unknown

interface Open {
  close: Close
  patience: number
}

const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const
const open: Open[] = []
let ending: Promise<never> | null = null

/**
 * Registers what is to be closed before all that was registered earlier.
 * @param patience how long it may take, ms
 */
export function closeAtEnd(close: Close, patience = PATIENCE): void {
  if (open.length === 0) {
    // Nobody reads any more when the terminal is gone.
    for (const stream of [process.stdout, process.stderr]) stream.on('error', () => {})
  }
  open.push({ close, patience })
  for (const signal of SIGNALS) {
    // Miniflare's own listener would end the process with the database open.
    process.removeAllListeners(signal)
    process.on(signal, () => end(0))
  }
}

/** Closes everything and ends the process, saying why where there is a reason. A second signal ends it at once. */
export function end(code: number, reason?: string): Promise<never> {
  if (reason) console.error(reason)
  ending ??= closeAll(code)
  return ending
}

async function closeAll(code: number): Promise<never> {
  for (const signal of SIGNALS) {
    process.removeAllListeners(signal)
    process.on(signal, () => process.exit(code || 1))
  }
  for (const each of open.reverse()) await patiently(each)
  process.exit(code)
}

async function patiently({ close, patience }: Open): Promise<void> {
  try {
    await Promise.race([close(), new Promise((done) => setTimeout(done, patience))])
  } catch (error) {
    console.error((error as Error).message)
  }
}
