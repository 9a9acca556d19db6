/** Where a caller is: the address of its socket, or what a trusted proxy says it forwarded for. */
import { BlockList, isIP } from 'node:net'

export interface Trusted {
  has(address: string): boolean
}

/** @param list addresses and CIDR ranges, separated by commas or spaces. @throws Error naming what is neither */
export function trustedProxies(list: string): Trusted {
  const block = new BlockList()
  for (const entry of list.split(/[\s,]+/).filter(Boolean)) {
    const [address = '', bits, more] = entry.split('/')
    const family = isIP(address)
    const length = bits === undefined ? null : Number(bits)
    const longest = family === 6 ? 128 : 32
    if (family === 0 || more !== undefined || bits === '' || (length !== null && !(length >= 0 && length <= longest))) {
      throw new Error(`${entry} is neither an address nor a range like 10.0.0.0/8`)
    }
    const name = family === 6 ? 'ipv6' : 'ipv4'
    if (length === null) block.addAddress(address, name)
    else block.addSubnet(address, length, name)
  }
  return {
    has(address) {
      const family = isIP(address)
      return family !== 0 && block.check(address, family === 6 ? 'ipv6' : 'ipv4')
    },
  }
}

/**
 * The right-most hop that is no trusted proxy. What stands further left was written by that hop, who may have lied; so
 * nothing is believed unless the socket's own address is trusted.
 * @param forwarded the X-Forwarded-For header, all of them joined by commas
 */
export function placeOf(socketAddress: string, forwarded: string, trusted: Trusted): string {
  let place = plainAddress(socketAddress)
  const hops = forwarded.split(',')
  while (trusted.has(place)) {
    const hop = plainAddress(hops.pop()?.trim() ?? '')
    // Nothing more, or nothing that is an address: as far as can be told it came from here.
    if (isIP(hop) === 0) break
    place = hop
  }
  return isIP(place) === 6 ? network(place) : place
}

/** IPv4 in its own form also where a socket takes both, without a port or brackets. */
function plainAddress(text: string): string {
  const bare = /^\[([^\]]*)\](:\d+)?$/.exec(text)?.[1] ?? (/^[\d.]+:\d+$/.test(text) ? text.replace(/:\d+$/, '') : text)
  const address = bare.split('%')[0] ?? ''
  return /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(address)?.[1] ?? address
}

/** A household or a host has 2^64 addresses of its own: they are one place. */
function network(address: string): string {
  const [left = '', right] = address.toLowerCase().split('::')
  const head = left === '' ? [] : left.split(':')
  const tail = right ? right.split(':') : []
  // An address that ends in IPv4 form spends two groups on it.
  const written = [...head, ...tail].reduce((n, group) => n + (group.includes('.') ? 2 : 1), 0)
  const groups = right === undefined ? head : [...head, ...Array(8 - written).fill('0'), ...tail]
  return `${groups
    .slice(0, 4)
    .map((group) => Number.parseInt(group, 16).toString(16))
    .join(':')}::/64`
}
