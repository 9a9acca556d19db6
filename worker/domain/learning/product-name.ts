/** A case names its product in words, often those of its order: 明前龙井 ×2. */

/** The name a product is counted under. */
export type ProductNamer = (said: string) => string

const fold = (text: string): string => text.normalize('NFKC').toLowerCase().replace(/\s+/g, ' ').trim()
const withoutQuantity = (text: string): string => text.replace(/\s*[×x*]\s*\d{1,4}$/i, '').trim()

/**
 * @param known names of the shop's products. What is said is counted under the one product it names — the longest, where
 *   one name is part of another — and as it was said where it names none, or several.
 */
export function productNamer(known: readonly string[]): ProductNamer {
  const byFold = new Map(known.map((name) => [fold(name), name]))
  const found = new Map<string, string>()
  return (said) => {
    let name = found.get(said)
    if (name === undefined) {
      const text = fold(said)
      name = byFold.get(text) ?? byFold.get(withoutQuantity(text)) ?? onlyOne(text, byFold) ?? withoutQuantity(said)
      found.set(said, name)
    }
    return name
  }
}

function onlyOne(text: string, byFold: ReadonlyMap<string, string>): string | null {
  const named = [...byFold.keys()].filter((name) => name.length > 1 && text.includes(name))
  const whole = named.filter((name) => !named.some((other) => other !== name && other.includes(name)))
  return whole.length === 1 ? (byFold.get(whole[0] as string) ?? null) : null
}
