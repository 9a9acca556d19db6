/** Whatever people do and whatever breaks: neither the terminal nor any file that is not database or photo says who or what. */
import { createECDH, randomBytes } from 'node:crypto'
import { globSync, readFileSync, rmSync, statSync } from 'node:fs'
import { type IncomingHttpHeaders, request } from 'node:http'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { linkToken } from '../../worker/domain/buyer-page.ts'
import { DAY_MS } from '../../worker/domain/time.ts'
import { newId } from '../../worker/ids.ts'
import { nodeHost } from '../attack/node-host.ts'
import { type AppProcess, startAppProcess } from '../support/own-process.ts'
import { freePort, HOST, temporaryDir } from '../support/own-server.ts'
import { order } from '../support/worker.ts'

let dir: string
let app: AppProcess
beforeEach(() => {
  dir = temporaryDir()
})
afterEach(async () => {
  app.kill()
  await app.ended
  rmSync(dir, { recursive: true, force: true })
})

const secret = () => randomBytes(9).toString('hex')

interface Heard {
  status: number
  headers: IncomingHttpHeaders
  // biome-ignore lint/suspicious/noExplicitAny: answers of every shape
  body: any
}

type Ask = (method: string, path: string, headers?: Record<string, string>, body?: unknown) => Promise<Heard>

const asker =
  (url: string, host: string, origin: string): Ask =>
  (method, path, headers = {}, body) =>
    new Promise((done, failed) => {
      const common = { host, origin, 'x-regulars': '1', 'content-type': 'application/json' }
      const asked = request(
        url + path,
        { method, agent: false, headers: { ...common, ...headers } },
        async (answer) => {
          const chunks: Buffer[] = []
          for await (const chunk of answer) chunks.push(chunk)
          const text = Buffer.concat(chunks).toString()
          const parsed = text.startsWith('{') ? JSON.parse(text) : text
          done({ status: answer.statusCode ?? 0, headers: answer.headers, body: parsed })
        },
      )
      asked.once('error', failed)
      asked.end(typeof body === 'string' ? body : JSON.stringify(body))
    })

const cookiesOf = ({ headers }: Heard): string[] =>
  (headers['set-cookie'] ?? []).map((each) => each.split(';')[0] ?? '')
const heldBy = (cookie: string) => cookie.slice(cookie.indexOf('=') + 1)

/** Does everything that has something to hide, and says what that is. */
async function live(ask: Ask, data: string): Promise<string[]> {
  const hidden: string[] = []
  const hide = (text: string): string => {
    hidden.push(text)
    return text
  }
  const said = (what: string) => hide(`${what}${secret()}`)
  const [email, password] = [hide(`${secret()}@example.test`), said('correct horse ')]
  const place = { currency: 'CNY', timezone: 'Asia/Shanghai', locale: 'zh-CN' }
  const owner = { shop: '山间茶铺', name: said('阿青'), email, password, ...place }
  const came = await ask('POST', '/api/session/sign-up', {}, owner)
  expect(came.status).toBe(201)
  const enter = async (password: string, status: number) => {
    const answer = await ask('POST', '/api/session/sign-in', {}, { email, password })
    expect(answer.status).toBe(status)
    return answer
  }
  await enter(said('wrong one '), 401)
  const cookies = [...cookiesOf(came), ...cookiesOf(await enter(password, 200))]
  for (const cookie of cookies) hide(heldBy(cookie).replace(/^.*\./, ''))
  const cookie = cookies[0] ?? ''
  const { shopId } = came.body
  const post = (path: string, body: unknown) => ask('POST', path, { cookie }, body)

  const { token } = (await post('/api/team/invitations', { name: said('小林'), role: 'agent' })).body
  hide(token)
  expect((await ask('POST', '/api/join/look', {}, { token })).status).toBe(200)
  const colleague = {
    token,
    name: said('小林'),
    email: hide(`${secret()}@example.test`),
    password: said('kettle sill '),
  }
  const joined = await ask('POST', '/api/join/team', {}, colleague)
  expect(joined.status).toBe(201)
  for (const each of cookiesOf(joined)) hide(heldBy(each).replace(/^.*\./, ''))
  expect((await ask('POST', '/api/join/look', {}, { token: hide(randomBytes(32).toString('base64url')) })).status).toBe(
    404,
  )

  const { key } = (await post('/api/team/keys', { name: 'test', scopes: ['orders:write', 'customers:read'] })).body
  hide(key.replace(/^.*\./, ''))
  const buyer = () => ({
    ...{ accountId: said('tb_'), nickname: said('小鹿'), name: said('林小姐') },
    ...{
      phone: hide(`138${String(Math.random()).slice(2, 10).padEnd(8, '0')}`),
      email: hide(`${secret()}@buyer.test`),
    },
    address: said('浙江省杭州市'),
  })
  const bearer = { authorization: `Bearer ${key}` }
  const sent = await ask('POST', '/api/v1/orders', bearer, { orders: [order({ customer: buyer() })] })
  expect(sent.body).toMatchObject({ created: 1 })
  await ask('POST', '/api/v1/orders', bearer, {
    orders: [{ ...order({ customer: buyer() }), total: said('no money ') }],
  })
  await ask('POST', '/api/v1/orders', bearer, `{"orders": [{"phone": "${hide('13900001111')}"`)

  let seq = 0
  const clientId = newId()
  const push = (name: string, args: object) => {
    const mutation = { seq: ++seq, id: newId(), name, version: 1, args, at: Date.now() }
    return post('/api/push', { clientId, mutations: [mutation] })
  }
  const applied = async (name: string, args: object) =>
    expect((await push(name, args)).body.results).toMatchObject([{ status: 'applied' }])
  const customerId = newId()
  const phone = hide('13700002222')
  const person = { nickname: said('山雀'), name: said('王小'), phone, email: null, address: null, note: said('记') }
  await applied('customer.add', { ...person, id: customerId, source: 'taobao' })
  await applied('customer.reveal', { customerId, fields: ['phone'] })
  const disputeId = newId()
  await applied('dispute.open', { id: disputeId, customerId, channel: 'taobao', words: said('杯口裂了') })

  const links = { token: linkToken(randomBytes(16)), expiresAt: Date.now() + DAY_MS }
  await applied('link.create', { id: newId(), kind: 'complain', disputeId: null, customerId: null, ...links })
  hide(links.token)
  const complaint = {
    id: newId(),
    token: linkToken(randomBytes(16)),
    words: said('到手就坏'),
    contact: hide('13600003333'),
  }
  const complained = await ask(
    'POST',
    '/api/b/complain',
    { authorization: `Bearer bl_${shopId}.${links.token}` },
    complaint,
  )
  expect(complained.status).toBe(201)
  hide(complaint.token)

  const id = newId()
  const file = { id, name: `${said('账单')}.csv`, format: 'taobao-orders', fileHash: 'f'.repeat(64), chunks: 1 }
  expect((await post('/api/import', file)).status).toBe(200)
  expect((await post(`/api/import/${id}/chunks/0`, { orders: [order({ customer: buyer() })] })).status).toBe(200)

  const pair = createECDH('prime256v1')
  const keys = { p256dh: pair.generateKeys('base64url'), auth: hide(randomBytes(16).toString('base64url')) }
  const endpoint = `https://push.invalid/${said('phone-')}`
  const subscribed = await post('/api/notifications/subscriptions', { endpoint, keys, locale: 'zh-CN' })
  expect(subscribed.status).toBeLessThan(300)
  hide(keys.p256dh)

  hide(JSON.parse(readFileSync(join(data, 'vapid.json'), 'utf8')).privateKey)
  const { url, token: databaseToken } = JSON.parse(readFileSync(join(data, 'database.json'), 'utf8'))
  hide(databaseToken)
  // A database as no release left it: whatever needs this fails in a way nobody foresaw.
  const stmt = { sql: 'ALTER TABLE customers RENAME COLUMN nickname TO gone' }
  const damaged = await fetch(`${url}/v2/pipeline`, {
    method: 'POST',
    headers: { authorization: `Bearer ${databaseToken}`, 'content-type': 'application/json' },
    body: JSON.stringify({ requests: [{ type: 'execute', stmt }] }),
  })
  expect(damaged.status).toBe(200)
  const failed = await push('customer.add', { ...person, id: newId(), source: 'taobao', nickname: said('灰雀') })
  expect([failed.status, failed.body.code]).toEqual([500, 'internal'])
  const more = await ask('POST', '/api/v1/orders', bearer, { orders: [order({ customer: buyer() })] })
  expect(more.status).toBe(500)
  expect((await ask('GET', `/api/v1/customers?q=${encodeURIComponent(said('找'))}`, bearer)).status).toBe(500)
  return hidden
}

/** What may hold it all, for its user only. */
const KEPT = /^(regulars\.db(-wal|-shm|-owner)?|database\.json|vapid\.json)$|^files\//

describe('nothing of it is written down', () => {
  test.each(['npm start', 'npm run serve'])(
    'by %s',
    async (kind) => {
      const data = join(dir, 'data')
      const port = await freePort()
      const own = nodeHost(port)
      app = startAppProcess(
        kind === 'npm start' ? { dataDir: data } : { dataDir: data, ...own, env: { ...own.env, SIGN_UP: 'open' } },
      )
      let out = ''
      app.child.stdout?.on('data', (part) => {
        out += part
      })
      const url = await app.url
      const [host, origin] = kind === 'npm start' ? [new URL(url).host, url] : [HOST, `https://${HOST}`]
      const hidden = await live(asker(url, host, origin), data)
      expect(hidden.length).toBeGreaterThan(40)
      expect(hidden.filter((text) => text.length < 8)).toEqual([])
      app.child.kill('SIGTERM')
      await app.ended
      const written = { stdout: out, stderr: app.errors() }
      // It is known what failed, and where to look.
      expect(written.stderr).toMatch(/internal error: .*SQL/)
      const others = globSync('**', { cwd: data })
        .filter((path) => !KEPT.test(path) && statSync(join(data, path)).isFile())
        .map((path) => [path, readFileSync(join(data, path), 'utf8')])
      const told = [...Object.entries(written), ...others].flatMap(([where, text]) =>
        hidden.filter((each) => text?.includes(each)).map((each) => `${where}: ${each}`),
      )
      expect(told).toEqual([])
    },
    120_000,
  )
})
