/** Where a caller is, in the one form in which places are counted and compared. */

/**
 * An IPv4 address as it is, also where it comes dressed as IPv6; of IPv6 the /64, which is what one household or phone
 * gets and changes at will within. Anything else (a host that knows no addresses) is a name of its own.
 */
export function placeOfAddress(address: string): string {
  const bare = address.trim().toLowerCase().split('%', 1)[0] ?? ''
  const groups = groupsOf(bare)
  if (!groups) return bare.slice(0, 64) || 'unknown'
  const mapped = groups.slice(0, 5).every((group) => group === 0) && groups[5] === 0xffff
  if (mapped) return [groups[6] ?? 0, groups[7] ?? 0].flatMap((group) => [group >> 8, group & 255]).join('.')
  return `${groups
    .slice(0, 4)
    .map((group) => group.toString(16))
    .join(':')}::/64`
}

/** The eight groups of an IPv6 address; null for anything else. */
function groupsOf(address: string): number[] | null {
  if (!address.includes(':')) return null
  const [head = '', tail, ...more] = withoutDots(address).split('::')
  if (more.length > 0) return null
  const before = head === '' ? [] : head.split(':')
  const after = tail === undefined || tail === '' ? [] : tail.split(':')
  const missing = 8 - before.length - after.length
  if (tail === undefined ? missing !== 0 : missing < 1) return null
  const groups = [...before, ...Array<string>(missing).fill('0'), ...after]
  return groups.every((group) => /^[0-9a-f]{1,4}$/.test(group))
    ? groups.map((group) => Number.parseInt(group, 16))
    : null
}

/** `::ffff:10.0.0.1` as `::ffff:a00:1`. */
const withoutDots = (address: string): string =>
  address.replace(/(\d{1,3})\.(\d{1,3})\.(\d{1,3})\.(\d{1,3})$/, (_, a, b, c, d) =>
    [Number(a) * 256 + Number(b), Number(c) * 256 + Number(d)].map((group) => group.toString(16)).join(':'),
  )
