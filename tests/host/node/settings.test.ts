import { describe, expect, test } from 'vitest'
import { placeOf, trustedProxies } from '../../../worker/host/node/place.ts'
import { readSettings } from '../../../worker/host/node/settings.ts'

const PUBLIC_URL = 'https://crm.test'
const PEM = import.meta.filename

describe('what the environment says', () => {
  test.each([
    [{ PUBLIC_URL: '' }, 'Set PUBLIC_URL'],
    [{ PUBLIC_URL: 'http://crm.test' }, 'is no https address'],
    [{ PUBLIC_URL: 'crm.test' }, 'is no https address'],
    [{ PUBLIC_URL: 'https://crm.test/shop' }, 'https://crm.test is what to set'],
    [{ PUBLIC_URL: 'https://me:secret@crm.test' }, 'https://crm.test is what to set'],
    [{ HOST: '0.0.0.0' }, 'plain text over the network'],
    [{ TLS_CERT: PEM }, 'belong together'],
    [{ TLS_CERT: PEM, TLS_KEY: '/nowhere.pem' }, 'There is no file /nowhere.pem'],
    [{ TRUST_PROXY: '10.0.0.0/99' }, 'neither an address nor a range'],
    [{ TRUST_PROXY: 'proxy.local' }, 'neither an address nor a range'],
    [{ SIGN_UP: 'yes' }, 'none of open'],
    [{ PORT: '99999' }, 'is no port'],
    [{ PORT: '80a' }, 'is no port'],
  ] as [Record<string, string>, string][])('%o is refused in one sentence', (env, words) => {
    expect(() => readSettings({ PUBLIC_URL, ...env })).toThrow(words)
    try {
      readSettings({ PUBLIC_URL, ...env })
    } catch (error) {
      expect((error as Error).message).not.toContain('\n')
      expect((error as Error).message).toMatch(/\.$/)
    }
  })

  test('it listens to this machine unless TLS is its own, or a proxy elsewhere was named', () => {
    expect(readSettings({ PUBLIC_URL })).toMatchObject({
      publicUrl: PUBLIC_URL,
      host: '127.0.0.1',
      port: 8787,
      signUp: 'first',
    })
    expect(readSettings({ PUBLIC_URL, TLS_CERT: PEM, TLS_KEY: PEM }).host).toBe('::')
    expect(readSettings({ PUBLIC_URL, HOST: '::', TRUST_PROXY: '10.0.0.2' }).host).toBe('::')
    expect(readSettings({ PUBLIC_URL: 'https://CRM.test:8443/' }).publicUrl).toBe('https://crm.test:8443')
  })
})

describe('where a caller is', () => {
  const trusted = trustedProxies('127.0.0.1, ::1 10.0.0.0/8 2001:db8:ffff::/48')
  test.each([
    ['nobody forwarded', '203.0.113.9', '', '203.0.113.9'],
    ['a stranger who forges', '203.0.113.9', '198.51.100.1', '203.0.113.9'],
    ['a proxy', '127.0.0.1', '198.51.100.1', '198.51.100.1'],
    ['a proxy handing a forged header on', '127.0.0.1', '1.1.1.1, 198.51.100.1', '198.51.100.1'],
    ['two proxies', '127.0.0.1', '1.1.1.1, 198.51.100.1, 10.2.3.4', '198.51.100.1'],
    ['a proxy and a header that pretends to come from one', '127.0.0.1', '10.9.9.9, 198.51.100.1', '198.51.100.1'],
    ['a caller on the proxy itself', '127.0.0.1', '', '127.0.0.1'],
    ['nonsense', '127.0.0.1', '198.51.100.1, unknown', '127.0.0.1'],
    ['more nonsense', '127.0.0.1', ', ,', '127.0.0.1'],
    ['IPv4 on a socket of both', '::ffff:127.0.0.1', '::ffff:198.51.100.1', '198.51.100.1'],
    ['a port', '::1', '198.51.100.1:5555', '198.51.100.1'],
    ['IPv6 with a port', '::1', '[2001:db8:1:2:3::4]:5555', '2001:db8:1:2::/64'],
    ['one household', '2001:0DB8:1:2:ffff:ffff:ffff:ffff', '', '2001:db8:1:2::/64'],
    ['a short address', '2001:db8::1', '', '2001:db8:0:0::/64'],
    ['a proxy by its range', '2001:db8:ffff::7', '2001:db8:1::', '2001:db8:1:0::/64'],
  ])('%s', (_who, socket, forwarded, place) => {
    expect(placeOf(socket, forwarded, trusted)).toBe(place)
  })
})
