/** Ctrl-C and SIGTERM end the app in order: the door first, the database last. */

/** What will not close within this long is left behind: Ctrl-C reaches workerd too, which may be gone already. */
const PATIENCE = 3_000

/** Call once everything runs. The second Ctrl-C ends the process at once. */
export function endInOrder(closers: readonly (() => Promise<unknown>)[]): void {
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    // wrangler's own listener would end the process with the database open.
    process.removeAllListeners(signal)
    process.once(signal, async () => {
      for (const close of closers) await patiently(close)
      process.exit(0)
    })
  }
}

async function patiently(close: () => Promise<unknown>): Promise<void> {
  try {
    await Promise.race([close(), new Promise((done) => setTimeout(done, PATIENCE))])
  } catch (error) {
    console.error((error as Error).message)
  }
}
