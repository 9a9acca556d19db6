/** What the engine cannot keep as text: it cuts at NUL, and half a surrogate pair, being no UTF-8, ends its process. */

/** The same in JSON text, where `->>` would bring it to life. */
const ESCAPED = /\\u(?:0000|d[89a-f][0-9a-f]{2})/i

/** `text` without NUL characters and with U+FFFD for halves of surrogate pairs; within JSON text too. */
export function storable(text: string): string {
  const plain = clean(text)
  if (!ESCAPED.test(plain)) return plain
  try {
    return JSON.stringify(JSON.parse(plain), cleanMember)
  } catch {
    // No JSON: a backslash somebody typed.
    return plain
  }
}

const clean = (text: string): string => text.replaceAll('\0', '').toWellFormed()

function cleanMember(_name: string, value: unknown): unknown {
  if (typeof value === 'string') return clean(value)
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value
  return Object.fromEntries(Object.entries(value).map(([name, member]) => [clean(name), member]))
}
