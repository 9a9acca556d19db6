/** Names that never leave a private network. */
const PRIVATE = /(^|\.)(localhost|localdomain|local|internal|intranet|lan|home|corp|private|home\.arpa)$/

/**
 * Whether an address may be one of a push service: https on the usual port, a public host name, nothing else. Numbers
 * instead of a name are refused altogether: no push service has them, and they are the way into private networks.
 */
export function isPushEndpoint(text: string): boolean {
  const url = URL.parse(text)
  if (url?.protocol !== 'https:' || url.port !== '' || url.username !== '' || url.password !== '') return false
  // The parser has already turned every spelling of an IPv4 address into four decimal numbers.
  const host = url.hostname.replace(/\.$/, '')
  return host.includes('.') && !host.startsWith('[') && !/^[\d.]+$/.test(host) && !PRIVATE.test(host)
}
