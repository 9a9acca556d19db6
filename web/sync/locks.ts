/** One at a time for each name, over all tabs where the browser can (Web Locks), else within this one. */
export type Locks = <R>(name: string, work: () => Promise<R>) => Promise<R>

/** Within one tab. Other tabs are then kept apart by the protocol alone: numbers, mutation ids and cursors. */
export function localLocks(): Locks {
  const tails = new Map<string, Promise<unknown>>()
  return (name, work) => {
    const turn = (tails.get(name) ?? Promise.resolve()).then(work, work)
    tails.set(name, turn)
    return turn
  }
}

export function browserLocks(): Locks {
  if (typeof navigator === 'undefined' || !navigator.locks) return localLocks()
  return (name, work) => navigator.locks.request(name, work) as ReturnType<typeof work>
}
