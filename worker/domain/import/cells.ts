/** Undoes what exports wrap around a value. A cell beginning with = + - @ is otherwise plain text and stays so. */

const FORMULA_TEXT = /^="([^"]*)"$/

/** Trims spaces, tabs and byte-order marks, and unwraps ="…", by which exports keep Excel from rounding numbers. */
export function cleanCell(raw: string): string {
  const trimmed = raw.trim()
  if (!trimmed.startsWith('="')) return trimmed
  return FORMULA_TEXT.exec(trimmed)?.[1]?.trim() ?? trimmed
}

/** An id, phone, date or amount: also without the ' that makes Excel treat it as text. */
export function codeCell(raw: string): string {
  return cleanCell(raw).replace(/^['‘’]\s*/, '')
}

const EMPTY = new Set(['', '-', '--', '—', 'null', 'NULL', "'null", '无'])

/** Free text for a person's fact: undefined where the export writes its word for nothing; at most `max` characters. */
export function factCell(raw: string, max: number): string | undefined {
  const cleaned = cleanCell(raw)
  return EMPTY.has(cleaned) ? undefined : shorten(cleaned, max)
}

/** As {@link factCell} for phones and e-mail addresses, which exports prefix with '. */
export function contactCell(raw: string, max: number): string | undefined {
  const cleaned = codeCell(raw)
  return EMPTY.has(cleaned) || cleaned.length > max ? undefined : cleaned
}

/** Cuts descriptive text to `max` UTF-16 units, never through a character; line breaks become spaces. */
export function shorten(text: string, max: number): string {
  const line = text
    .slice(0, max * 4)
    .replace(/\s+/g, ' ')
    .trim()
  if (line.length <= max) return line
  const cut = line.slice(0, max - 1)
  return `${/[\ud800-\udbff]$/.test(cut) ? cut.slice(0, -1) : cut}…`
}

/** A count as exports write it ("2", "2.00"); null unless it is a whole number from 1 to a million. */
export function quantityCell(raw: string): number | null {
  const match = /^(\d{1,7})(?:\.0+)?$/.exec(codeCell(raw))
  const count = match ? Number(match[1]) : 0
  return count >= 1 && count <= 1_000_000 ? count : null
}

/** An order number: 1 to 128 characters. Null where there is none or a spreadsheet program rounded it to 6.2E+18. */
export function idCell(raw: string): string | null {
  const cleaned = codeCell(raw)
  // biome-ignore lint/suspicious/noControlCharactersInRegex: an id never holds them
  if (cleaned === '' || cleaned.length > 128 || /[\u0000-\u001f\u007f]/.test(cleaned)) return null
  return isRoundedNumber(cleaned) ? null : cleaned
}

/** True for a long number a spreadsheet program has turned into scientific notation. */
export function isRoundedNumber(text: string): boolean {
  return /^\d(?:\.\d+)?E\+\d+$/i.test(text)
}

/** An object with the field, or without it where there is no value: absent facts are never written as empty ones. */
export function present<K extends string>(key: K, value: string | undefined): Partial<Record<K, string>> {
  return (value === undefined ? {} : { [key]: value }) as Partial<Record<K, string>>
}
