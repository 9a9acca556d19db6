/** Stopwatches. All times in milliseconds. */

/** How long `work` took, and what it gave. */
export async function timed<R>(work: () => R | Promise<R>): Promise<{ ms: number; result: R }> {
  const started = performance.now()
  const result = await work()
  return { ms: performance.now() - started, result }
}

export function median(values: readonly number[]): number {
  const ascending = [...values].sort((a, b) => a - b)
  const middle = ascending.length >> 1
  const upper = ascending[middle] ?? 0
  return ascending.length % 2 === 1 ? upper : ((ascending[middle - 1] ?? 0) + upper) / 2
}

/** Medians of several pieces of work, run in turn so that whatever else the machine does meets all of them alike. */
export async function interleaved<K extends string>(
  works: Record<K, () => Promise<unknown>>,
  times: number,
): Promise<Record<K, number>> {
  const names = Object.keys(works) as K[]
  const taken = Object.fromEntries(names.map((name) => [name, [] as number[]])) as Record<K, number[]>
  for (let i = 0; i < times; i++) {
    for (const name of names) taken[name].push((await timed(works[name])).ms)
  }
  return Object.fromEntries(names.map((name) => [name, median(taken[name])])) as Record<K, number>
}
