/** Where a caller is: the address of its socket, or what a trusted proxy says it forwarded for. */
import { BlockList, isIP } from 'node:net'
import { placeOfAddress } from '../../domain/place.ts'

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
  let address = bareAddress(socketAddress)
  const hops = forwarded.split(',')
  while (trusted.has(address)) {
    const hop = bareAddress(hops.pop()?.trim() ?? '')
    // Nothing more, or nothing that is an address: as far as can be told it came from here.
    if (isIP(hop) === 0) break
    address = hop
  }
  return placeOfAddress(address)
}

/** Without a port or brackets. */
const bareAddress = (text: string): string =>
  /^\[([^\]]*)\](:\d+)?$/.exec(text)?.[1] ?? (/^[\d.]+:\d+$/.test(text) ? text.replace(/:\d+$/, '') : text)
