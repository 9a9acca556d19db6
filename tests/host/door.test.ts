import { describe, expect, test } from 'vitest'
import { guarded } from '../../worker/door.ts'
import { FORGED_HEADERS } from '../attack/raw-list.ts'

/** What is behind the door: says what reached it. */
const app = (request: Request) => new Response(JSON.stringify([...request.headers.keys()]))
const at = (url: string, headers: Record<string, string> = {}, env: { EDGE?: string } = {}) =>
  guarded(app)(new Request(url, { headers }), env, null)

describe('the door of npm start', () => {
  test.each(FORGED_HEADERS.filter((header) => !/^X-HTTP/.test(header)))('lets nobody claim %s', async (header) => {
    const [name = '', value = ''] = header.split(/: (.*)/)
    const got = await at('http://localhost:8787/api/session', { [name]: value, cookie: 'kept=1' })
    expect(await got.json()).toEqual(['cookie'])
  })

  test('believes cf-connecting-ip, and nothing else, where a test plays Cloudflare’s edge', async () => {
    const claims = { 'cf-connecting-ip': '203.0.113.7', 'cf-ray': '1', 'x-forwarded-for': '203.0.113.7' }
    const got = await at('http://localhost/api/session', claims, { EDGE: '1' })
    expect(await got.json()).toEqual(['cf-connecting-ip'])
  })

  test.each(['localhost', 'localhost:8787', '127.0.0.1:8787', '127.9.9.9', '[::1]:8787'])(
    'opens for %s',
    async (host) => {
      expect((await at(`http://${host}/today`)).status).toBe(200)
    },
  )

  test.each(['192.168.1.20:8787', 'crm.example.test', 'localhost.evil.test', '[::ffff:7f00:1]', 'evil-localhost'])(
    'under the name %s says why not, and what to do',
    async (host) => {
      const page = await at(`http://${host}/today`, { accept: 'text/html,*/*' })
      expect(page.status).toBe(421)
      const text = await page.text()
      expect(text).toContain('npm run serve')
      expect(text).toContain('这台电脑')
      expect(text).toContain('this computer')
      const api = await at(`http://${host}/api/session`)
      expect([api.status, await api.json()]).toMatchObject([421, { status: 421, code: 'wrong_host' }])
      for (const path of ['/', '/today', '/sw.js', '/api']) {
        const program = await at(`http://${host}${path}`, { accept: '*/*' })
        expect([path, program.headers.get('content-type')]).toEqual([path, 'application/problem+json'])
        expect([program.status, await program.json()]).toMatchObject([421, { type: 'urn:regulars:wrong_host' }])
      }
    },
  )
})
