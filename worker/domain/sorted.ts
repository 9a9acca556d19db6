/** A sorted copy; far quicker than sorting numbers by a comparator. */
export const ascending = (values: readonly number[]): Float64Array => new Float64Array(values).sort()

/** How many values of an ascending array are smaller than `value`. */
export function countBelow(ascending: Float64Array, value: number): number {
  let low = 0
  let high = ascending.length
  while (low < high) {
    const middle = (low + high) >>> 1
    if ((ascending[middle] as number) < value) low = middle + 1
    else high = middle
  }
  return low
}

/** How many values of an ascending array are `value` or smaller. */
export function countUpTo(ascending: Float64Array, value: number): number {
  let low = 0
  let high = ascending.length
  while (low < high) {
    const middle = (low + high) >>> 1
    if ((ascending[middle] as number) <= value) low = middle + 1
    else high = middle
  }
  return low
}

/** Middle one of some values, at least one, in any order; the mean of the two middle ones when their number is even. */
export function medianOf(values: readonly number[]): number {
  const sorted = ascending(values)
  const half = sorted.length >>> 1
  const upper = sorted[half] as number
  return sorted.length % 2 === 1 ? upper : ((sorted[half - 1] as number) + upper) / 2
}
