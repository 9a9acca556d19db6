/** What a person wants of settings somebody else changed meanwhile. */

type Values = Record<string, unknown>

const same = (a: unknown, b: unknown): boolean => JSON.stringify(a) === JSON.stringify(b)
const isTiers = (value: unknown): value is Values =>
  value !== null && typeof value === 'object' && !Array.isArray(value)

/**
 * `wanted` upon `current`: what the person changed from `seen` stays, everything else is as it is now. Values that
 * differ by tier are taken tier by tier.
 */
export function rebase(wanted: Values, seen: Values, current: Values): Values {
  return Object.fromEntries(
    Object.entries(wanted).map(([field, value]) => {
      const [before, now] = [seen[field], current[field]]
      if (isTiers(value) && isTiers(before) && isTiers(now)) return [field, rebase(value, before, now)]
      return [field, same(value, before) ? now : value]
    }),
  )
}
