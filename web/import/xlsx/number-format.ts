/** What a number format makes of a number: a date, a time of day, or so many decimals. */
export type NumberFormat =
  | { kind: 'date' }
  | { kind: 'time' }
  /** `decimals` null: as many as the number has. `digits`: filled up with zeros in front to so many. */
  | { kind: 'number'; decimals: number | null; digits: number }

export const GENERAL: NumberFormat = { kind: 'number', decimals: null, digits: 0 }
const DATE: NumberFormat = { kind: 'date' }
const TIME: NumberFormat = { kind: 'time' }

/** Formats every program knows by number (ECMA-376, 18.8.30), the Chinese ones from 27 on among them. */
const KNOWN = new Map<number, NumberFormat>([
  ...[14, 15, 16, 17, 22, 27, 28, 29, 30, 31, 36, 50, 51, 52, 53, 54, 57, 58].map((id) => [id, DATE] as const),
  ...[18, 19, 20, 21, 32, 33, 34, 35, 45, 46, 47, 55, 56].map((id) => [id, TIME] as const),
  ...[1, 3, 5, 6, 37, 38, 41, 42].map((id) => [id, { kind: 'number', decimals: 0, digits: 0 }] as const),
  ...[2, 4, 7, 8, 39, 40, 43, 44].map((id) => [id, { kind: 'number', decimals: 2, digits: 0 }] as const),
])

/** The first section of a format's code without colours, locales, conditions, literals and fillers. */
function bare(code: string): string {
  const plain = code
    .replace(/"[^"]*"?|\\.|[_*]./g, '')
    .replace(/\[(h+|m+|s+)\]/gi, '$1')
    .replace(/\[[^\]]*\]/g, '')
  return (plain.split(';')[0] ?? '').trim()
}

export function formatOf(id: number, code: string | undefined): NumberFormat {
  if (code === undefined) return KNOWN.get(id) ?? GENERAL
  const plain = bare(code.slice(0, 255))
  if (/general/i.test(plain)) return GENERAL
  if (/[yd]/i.test(plain)) return DATE
  if (/[hs]/i.test(plain)) return TIME
  if (/m/i.test(plain)) return DATE
  // What shows another number than the cell holds, or the same one differently written.
  if (!/[0#?]/.test(plain) || /[%/e]|[0#?],+(?:\.|$)/i.test(plain)) return GENERAL
  const decimals = /\.([0#?]*)/.exec(plain)?.[1]?.length ?? 0
  return { kind: 'number', decimals, digits: /^0+$/.test(plain) ? plain.length : 0 }
}
