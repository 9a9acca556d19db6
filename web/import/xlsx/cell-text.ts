/** A cell's value as the text a seller sees in it. */
import type { NumberFormat } from './number-format.ts'

const DAY_S = 86_400
/** 31 December 9999, the last day a sheet can show. */
const LAST_DAY = 2_958_465
/** A spreadsheet program keeps 15 digits of a number and turns the rest into zeros. */
const KEPT_WHOLE = 1e15

const trimmedExponent = (text: string): string => text.replace(/\.?0*e/, 'E')

function integerText(value: number): string {
  const text = String(value)
  const size = Math.abs(value)
  // The digits of a number this long are not the ones somebody entered: written so that no reader takes it for one.
  const rounded = size > Number.MAX_SAFE_INTEGER || (size >= KEPT_WHOLE && text.endsWith('0'))
  return rounded ? trimmedExponent(value.toExponential(14)) : text
}

/** Rounds as spreadsheet programs do, by the decimal digits: 1.005 to two places is 1.01. */
function rounded(value: number, decimals: number): number {
  const text = String(Math.abs(value))
  if (text.includes('e')) return Number(value.toFixed(Math.min(decimals, 20)))
  return Math.sign(value) * Number(`${Math.round(Number(`${text}e${decimals}`))}e-${decimals}`)
}

function numberText(value: number, decimals: number | null, digits: number): string {
  // Fifteen digits are what was entered; the ones behind them are noise.
  let exact = Number.isInteger(value) ? value : Number(value.toPrecision(15))
  if (decimals !== null && !Number.isInteger(exact)) exact = rounded(exact, decimals)
  if (!Number.isInteger(exact)) return String(exact)
  const text = integerText(exact)
  return exact >= 0 && digits > 0 ? text.padStart(digits, '0') : text
}

function dateText(serial: number, timeOnly: boolean, epoch1904: boolean): string {
  const seconds = Math.round(serial * DAY_S)
  // The epoch of 1900 counts a 29 February 1900 there never was.
  const first = epoch1904 ? Date.UTC(1904, 0, 1) : Date.UTC(1899, 11, seconds < 60 * DAY_S ? 31 : 30)
  const text = new Date(first + seconds * 1000).toISOString()
  return timeOnly && seconds < DAY_S ? text.slice(11, 19) : `${text.slice(0, 10)} ${text.slice(11, 19)}`
}

/** The text of a numeric cell; `raw` as the file writes the number. */
export function numericText(raw: string, format: NumberFormat, epoch1904: boolean): string {
  const written = raw.trim()
  const value = Number(written)
  if (written === '' || !Number.isFinite(value)) return written
  if (format.kind === 'number') return numberText(value, format.decimals, format.digits)
  return value >= 0 && value <= LAST_DAY
    ? dateText(value, format.kind === 'time', epoch1904)
    : numberText(value, null, 0)
}

/** A date a cell holds as text (ISO 8601), the way numeric dates are written. */
export function isoText(raw: string): string {
  return raw
    .trim()
    .replace(/^(\d{4}-\d{2}-\d{2})T/, '$1 ')
    .replace(/(:\d{2})(?:\.\d+)?Z?$/, '$1')
}

/** The longest text a cell can hold. */
export const LONGEST_TEXT = 32_767

/** Text of a cell: characters XML cannot hold are written _x000D_. */
export function plainText(raw: string): string {
  const text = raw.slice(0, LONGEST_TEXT)
  if (!text.includes('_x')) return text
  return text.replace(/_x([0-9a-f]{4})_/gi, (_, hex) => String.fromCharCode(Number.parseInt(hex, 16)))
}
