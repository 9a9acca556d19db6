import type { Locale } from './shape.ts'

/** A whole number with its digits grouped: 12,340. */
export const counted = (n: number, locale: Locale): string => Math.round(n).toLocaleString(locale)

/** A fraction as whole percent; what is not nothing does not read as 0 %, what is not all not as 100 %. */
export function inPercent(fraction: number): string {
  const percent = fraction * 100
  if (percent > 0 && percent < 1) return '<1%'
  if (percent > 99 && percent < 100) return '>99%'
  return `${Math.round(percent)}%`
}
