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

/** Middle value of an ascending, non-empty array; the mean of the two middle ones when their number is even. */
export function medianOf(ascending: Float64Array): number {
  const half = ascending.length >>> 1
  const upper = ascending[half] as number
  return ascending.length % 2 === 1 ? upper : ((ascending[half - 1] as number) + upper) / 2
}
