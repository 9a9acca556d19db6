/**
 * A reason as data: a code and the numbers that decided. It is stored, synced and rendered in the reader's
 * language by `explain()` (explain.ts), on the phone and for the API alike. Values: money in minor units, times in
 * epoch ms, shares as fractions 0–1, counts as they are.
 */
export interface Why {
  code: string
  params: Record<string, number | string | null>
}
