/** What is fuzzed: every way bytes come in from outside, as far as the code that must hold. */
import { mkdtempSync, rmSync } from 'node:fs'
import { connect } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseFiles } from '../../web/import/parse-files.ts'
import { readTable } from '../../web/import/read-table.ts'
import { createApp } from '../../worker/app.ts'
import { listen } from '../../worker/host/node/listener.ts'
import { trustedProxies } from '../../worker/host/node/place.ts'
import { newId } from '../../worker/ids.ts'
import { startTestDatabase, TestShop } from '../support/in-process.ts'
import { CASE_TOKEN, COMPLAIN_TOKEN, makeSamples, versionOf } from '../support/mutation-samples.ts'
import { plainFile, shopifyOrdersFile, taobaoOrdersFile } from '../support/order-files.ts'
import { bookOf, bookParts, zipOf } from '../support/xlsx.ts'
import { halfWrites } from './half-writes.ts'
import type { Target } from './loop.ts'
import { type Dice, mutateBytes, mutateJson } from './mutate.ts'

const CONTEXT = { timeZone: 'Asia/Shanghai', currency: 'CNY', now: Date.parse('2026-11-01T00:00:00Z') }
const HISTORY = { customers: 3, orders: 6, seed: 7 }

const CSV_WORDS = [
  ...[
    '订单编号',
    '买家会员名',
    '买家实际支付金额',
    '订单状态',
    '订单创建时间',
    '交易成功',
    '退款',
    '交易关闭',
    '"',
    '""',
    '",',
  ],
  ...[
    '"\n',
    '\r\n',
    '\r',
    '\t',
    ';',
    ',',
    '\ufeff',
    '2026-05-01 10:00:00',
    '1,234.50',
    '￥12',
    '-1',
    '1e9',
    '=1+1',
    'NaN',
  ],
  ...[
    'Name',
    'Lineitem name',
    'Financial Status',
    'Paid at',
    'Total',
    'Currency',
    '+8:00',
    '１２３',
    '\u2028',
    '"'.repeat(99),
  ],
  Buffer.from([0xff, 0xfe]),
  Buffer.from([0x81, 0x30]),
  Buffer.from([0xe4, 0xb8]),
]

async function readWhole(name: string, bytes: Buffer): Promise<void> {
  const file = new File([new Uint8Array(bytes)], name)
  const { orders, problems } = await parseFiles([file], CONTEXT)
  for (const order of orders) {
    if (!/^\d{1,15}(\.\d+)?$/.test(order.total)) throw new Error(`an order of ${order.total}`)
    if (!Number.isSafeInteger(Date.parse(order.placedAt))) throw new Error(`an order placed at ${order.placedAt}`)
  }
  if (!Array.isArray(problems)) throw new Error('no list of problems')
  await readTable(file, () => false)
}

function csv(): Target {
  const seeds = [
    taobaoOrdersFile(HISTORY).orders,
    shopifyOrdersFile(HISTORY).orders,
    plainFile(HISTORY).orders,
    Buffer.from('a;b\n"1;2\n'),
  ].map((bytes) => Buffer.from(bytes as Uint8Array))
  return {
    name: 'csv',
    covers: ['/web/import/', '/domain/import/', 'papaparse'],
    seeds,
    vary: (input, other, dice) => mutateBytes(input, other, CSV_WORDS, dice),
    run: (input) => readWhole('orders.csv', input),
  }
}

const XLSX_WORDS = [
  ...[
    'PK\x03\x04',
    'PK\x01\x02',
    'PK\x05\x06',
    'xl/workbook.xml',
    'xl/sharedStrings.xml',
    '<row r="',
    '<c r="A1" t="s"><v>',
  ],
  ...[
    '</v></c>',
    '<v>99999999999</v>',
    't="inlineStr"',
    '<!DOCTYPE a [<!ENTITY b "c">]>',
    '&b;',
    '<![CDATA[',
    ']]>',
    'r="XFD9"',
  ],
  ...['xmlns:x="', '<t xml:space="preserve">', '&#x10FFFF;', '&#0;', '1904', '\0'],
  ...[Buffer.from([0xff, 0xff, 0xff, 0xff]), Buffer.from([0, 0, 0, 0, 0, 0, 0, 0x80])],
]

function xlsx(): Target {
  const rows = [
    ['交易日期', '顾客网名', '真实姓名', '电子邮箱', '联系电话', '收货地址', '购买商品', '成交价格'],
    ['2026-05-01', '小鹿', '林', 'a@b.cn', '13800000001', '杭州', '茶杯', 128],
  ]
  const parts = bookParts([{ name: 'Sheet1', rows }] as never)
  const stored = zipOf(parts.map((part) => ({ ...part, stored: true })))
  const seeds = [bookOf([{ name: 'Sheet1', rows }] as never), stored, zipOf(parts, { zip64: true })].map((b) =>
    Buffer.from(b),
  )
  return {
    name: 'xlsx',
    covers: ['/web/import/', '/domain/import/', 'saxen'],
    seeds,
    /** Inside its parts as well: the bytes of a packed part say nothing of what is in it. */
    vary(input, other, dice) {
      if (dice.roll(2) === 0) return mutateBytes(input, other, XLSX_WORDS, dice)
      const one = dice.roll(parts.length)
      const varied = parts.map((part, i) =>
        i === one
          ? {
              ...part,
              bytes: mutateBytes(Buffer.from(part.bytes), Buffer.from(dice.of(parts).bytes), XLSX_WORDS, dice),
            }
          : part,
      )
      return Buffer.from(zipOf(varied, { zip64: dice.roll(8) === 0 }))
    },
    run: (input) => readWhole('orders.xlsx', input),
  }
}

type Json = Parameters<typeof mutateJson>[0]
interface Call {
  method: string
  path: string
  as: 'owner' | 'viewer' | 'key' | 'link' | 'case' | 'nobody'
  body: Json
}

const bytesOf = (call: Call): Buffer => Buffer.from(JSON.stringify(call))

function varyCall(input: Buffer, other: Buffer, dice: Dice): Buffer {
  const [a, b] = [JSON.parse(input.toString()), JSON.parse(other.toString())] as [Call, Call]
  const call = { ...a, body: mutateJson(a.body, b.body, [], dice) }
  if (dice.roll(6) === 0)
    call.path = mutateBytes(
      Buffer.from(a.path),
      Buffer.from(b.path),
      ['%00', '../', '?', '&cursor=', '%ff', '-1'],
      dice,
    ).toString()
  if (dice.roll(12) === 0) call.as = dice.of(['owner', 'viewer', 'key', 'link', 'case', 'nobody'])
  return bytesOf(call)
}

/** The app in this process on the real engine, asked by everybody there is. */
async function api(name: string, calls: (shop: TestShop, samples: [string, object][]) => Call[]): Promise<Target> {
  const store = await startTestDatabase()
  const shop = await TestShop.create(store.database)
  const owner = await shop.member()
  const viewer = await shop.member('viewer')
  const key = await shop.key()
  const seeds = calls(shop, await makeSamples(shop, owner))
  const links = { link: COMPLAIN_TOKEN, case: CASE_TOKEN }
  const headers = (as: Call['as']): Record<string, string> => {
    if (as === 'owner') return { cookie: owner.cookie }
    if (as === 'viewer') return { cookie: viewer.cookie }
    if (as === 'key') return key
    if (as === 'nobody') return {}
    return { authorization: `Bearer bl_${shop.id}.${links[as]}` }
  }
  return {
    name,
    covers: ['/worker/', '/db/'],
    seeds: seeds.map(bytesOf),
    vary: varyCall,
    async run(input) {
      const { method, path, as, body } = JSON.parse(input.toString()) as Call
      const sent = method === 'GET' ? undefined : JSON.stringify(filled(body))
      let answer: { status: number; text: string }
      try {
        answer = await shop.raw(
          method,
          path.startsWith('/') ? encodeURI(path.toWellFormed()) : '/api/x',
          headers(as),
          sent,
        )
      } catch (error) {
        // Not even a browser can ask for such an address.
        if ((error as Error).message.includes('Invalid URL')) return
        throw error
      }
      if (answer.status >= 500) throw new Error(`${answer.status} ${answer.text.slice(0, 200)}`)
      if (answer.status >= 400 && answer.status !== 404 && typeof JSON.parse(answer.text).code !== 'string')
        throw new Error(`no problem: ${answer.text.slice(0, 200)}`)
      // Lasting: what was taken in must not stand in the way of the next.
      shop.nudges.length = 0
    },
    check: () => halfWrites(store.database),
    close: () => store.close(),
  }
}

/** What must be new each time is told by these words. */
function filled(body: Json): Json {
  if (typeof body !== 'object' || body === null || Array.isArray(body)) return body
  if (!('mutations' in body) || !Array.isArray(body.mutations)) return body
  const mutations = body.mutations.map((one, i) =>
    typeof one === 'object' && one !== null && !Array.isArray(one) ? { seq: i + 1, id: newId(), ...one } : one,
  )
  return { clientId: newId(), ...body, mutations }
}

const ORDER = {
  ...{
    source: 'taobao',
    externalId: 'T1',
    placedAt: '2026-05-01T10:00:00+08:00',
    status: 'completed',
    currency: 'CNY',
  },
  ...{
    total: '128.00',
    refunded: '1',
    updatedAt: '2026-05-02T10:00:00Z',
    carrier: 'SF',
    tracking: 'SF1',
    channel: 'live',
  },
  customer: {
    accountId: 'a',
    nickname: 'n',
    name: 'm',
    phone: '13800000001',
    email: 'a@b.cn',
    address: '浙江省杭州市',
  },
  recipient: { name: 'r', phone: '13800000002', address: '上海市' },
  lines: [{ product: '茶杯', sku: 's', quantity: 2, price: '64.005', refunded: 0 }],
}
const IMPORT = newId()

const push = () =>
  api('push', (shop, samples) =>
    samples.map(([name, args]) => ({
      ...{ method: 'POST', path: '/api/push', as: 'owner' as const },
      body: { mutations: [{ name, version: versionOf(name), args: args as Json, at: shop.now }] },
    })),
  )

const pull = () =>
  api('pull', () =>
    ['', '&cursor=5.tasks.abc.7', '&cursor=-1...', '&stream=orders', '&stream=orders&cursor=0.orders.x.'].map(
      (query) => ({
        ...{ method: 'GET', path: `/api/pull?client=${newId()}${query}`, as: 'owner' as const, body: null },
      }),
    ),
  )

const importing = () =>
  api('import', () => [
    call('POST', '/api/import', 'owner', {
      id: IMPORT,
      name: 'a.csv',
      format: 'taobao',
      fileHash: 'ab'.repeat(32),
      chunks: 3,
    }),
    call('POST', `/api/import/${IMPORT}/chunks/0`, 'owner', { orders: [chunkOrder('1'), chunkOrder('2')] }),
    call('POST', `/api/import/${IMPORT}/chunks/1`, 'owner', { orders: [chunkOrder('3')] }),
    call('POST', '/api/import/preview', 'owner', { orders: [['taobao', '1', 'h']] }),
    call('POST', `/api/import/${IMPORT}/finish`, 'owner', {}),
    call('POST', `/api/import/${IMPORT}/undo`, 'owner', {}),
  ])

const chunkOrder = (externalId: string): Json => ({ ...ORDER, externalId })

const call = (method: string, path: string, as: Call['as'], body: Json = null): Call => ({ method, path, as, body })

const routes = () =>
  api('routes', (shop) => [
    call('POST', '/api/v1/orders', 'key', { orders: [ORDER] }),
    call('POST', '/api/v1/disputes', 'key', { order: { externalId: 'T1' }, customer: { accountId: 'a' }, words: 'w' }),
    ...[
      'customers?tier=A&q=x&limit=5',
      'disputes?state=open',
      'win-back?group=x&limit=3',
      'model',
      'openapi.json',
      'orders',
    ].map((path) => call('GET', `/api/v1/${path}`, 'key')),
    call('POST', '/api/v1/recompute', 'key', { asOf: '2026-05-01' }),
    call('POST', '/api/replay', 'owner', { asOf: '2026-05-01' }),
    call('GET', '/api/disputes/closed?since=0&cursor=', 'owner'),
    call('POST', '/api/session/sign-in', 'nobody', { email: 'a@b.cn', password: 'wrong horse' }),
    call('POST', '/api/session/sign-up', 'nobody', {
      ...{ shop: 's', name: 'n', email: `${shop.id}@b.cn`, password: 'correct horse 电池', currency: 'CNY' },
      ...{ timezone: 'Asia/Shanghai', locale: 'zh-CN' },
    }),
    call('GET', '/api/session', 'owner'),
    call('GET', '/api/team', 'owner'),
    call('POST', '/api/team/keys', 'owner', { name: 'k', scopes: ['orders:read'] }),
    call('POST', '/api/notifications/subscriptions', 'owner', {
      ...{
        endpoint: 'https://push.example/x',
        keys: { p256dh: 'B'.repeat(87), auth: 'a'.repeat(22) },
        locale: 'zh-CN',
      },
    }),
    call('POST', '/api/b/complain', 'link', {
      id: newId(),
      order: 'T1',
      words: '坏了',
      contact: '13800001111',
      wants: 'x',
    }),
    call('GET', '/api/b/case', 'case'),
    call('POST', '/api/b/say', 'case', { id: newId(), text: '还没收到' }),
    call('GET', `/api/files/${newId()}/status`, 'owner'),
    call('PUT', `/api/files/${newId()}?offset=0`, 'owner', 'bytes'),
    call('GET', `/api/people/${newId()}/export?format=csv`, 'owner'),
    call('GET', '/api/health', 'nobody'),
  ])

const HTTP_WORDS = [
  ...[
    'GET ',
    'POST ',
    ' HTTP/1.1\r\n',
    '\r\n\r\n',
    'Host: shop.test\r\n',
    'Content-Length: 5\r\n',
    'Transfer-Encoding: chunked\r\n',
  ],
  ...[
    '0\r\n\r\n',
    '5\r\nhello\r\n',
    'Content-Length: -1\r\n',
    'Content-Length: 99999999999999999999\r\n',
    'Expect: 100-continue\r\n',
  ],
  ...[
    'Transfer-Encoding:\tchunked\r\n',
    'Upgrade: h2c\r\nConnection: Upgrade\r\n',
    'Connection: keep-alive\r\n',
    '\r',
    '\n',
    ' ',
    '\0',
  ],
  ...[
    '/api/health',
    '/api/../',
    '//',
    '/%2e%2e/',
    'http://evil.example/',
    '*',
    'X-Forwarded-For: 1.2.3.4\r\n',
    'ffffffff\r\n',
  ],
]

/** The own server's socket, spoken to in bytes, while somebody honest asks. */
async function front(): Promise<Target> {
  const dir = mkdtempSync(join(tmpdir(), 'regulars-fuzz-'))
  const settings = {
    ...{ publicUrl: 'https://shop.test', port: 0, host: '127.0.0.1', dir, tls: null },
    ...{ trusted: trustedProxies(''), signUp: 'open' as const, trustsProxies: false },
  }
  const store = await startTestDatabase()
  const shop = await TestShop.create(store.database, { publicUrl: settings.publicUrl })
  const app = createApp(shop.deps)
  let said = ''
  const { error } = console
  console.error = (...words) => {
    said = words.join(' ')
  }
  const listener = await listen(settings, async (request, place) => {
    if (new URL(request.url).pathname !== '/api/mine') return app.fetch(request, { place })
    const text = await request.text()
    return Response.json({
      path: new URL(request.url).pathname,
      honest: request.headers.get('x-honest'),
      size: text.length,
    })
  })
  const exchange = (bytes: Buffer, patience: number): Promise<string> =>
    new Promise((done) => {
      const socket = connect(listener.port, '127.0.0.1')
      let text = ''
      const end = () => {
        clearTimeout(timer)
        socket.destroy()
        done(text)
      }
      const timer = setTimeout(end, patience)
      socket.on('data', (data) => {
        text += data.toString('latin1')
      })
      socket.on('close', end).on('error', end)
      socket.end(bytes)
    })
  const honest = Buffer.from('GET /api/mine HTTP/1.1\r\nHost: shop.test\r\nX-Honest: yes\r\nConnection: close\r\n\r\n')
  const head = 'Host: shop.test\r\n'
  return {
    name: 'front',
    covers: ['/worker/host/node/', '@hono/node-server', 'node:_http', 'node:http'],
    seeds: [
      `GET /api/health HTTP/1.1\r\n${head}\r\n`,
      `POST /api/push HTTP/1.1\r\n${head}Content-Length: 5\r\n\r\nhello`,
      `POST /api/push HTTP/1.1\r\n${head}Transfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n0\r\n\r\n`,
      `GET /a HTTP/1.1\r\n${head}\r\nGET /b HTTP/1.1\r\n${head}\r\n`,
      `POST /api/session/sign-in HTTP/1.1\r\n${head}Origin: https://shop.test\r\nX-Regulars: 1\r\nContent-Type: application/json\r\nContent-Length: 40\r\n\r\n{"email":"a@b.cn","password":"wrong"}  \n`,
      `POST /api/session/sign-in HTTP/1.1\r\n${head}Origin: https://shop.test\r\nX-Regulars: 1\r\nContent-Type: application/json\r\nContent-Length: 400\r\n\r\n{`,
      `OPTIONS * HTTP/1.1\r\n${head}\r\n`,
    ].map((text) => Buffer.from(text)),
    vary: (input, other, dice) => mutateBytes(input, other, HTTP_WORDS, dice).subarray(0, 40_000),
    async run(input) {
      const [text, mine] = await Promise.all([exchange(input, 400), exchange(honest, 5_000)])
      const statuses = [...text.matchAll(/^HTTP\/1\.1 (\d{3})/gm)].map((match) => Number(match[1]))
      if (said.startsWith('internal error')) {
        const line = said
        said = ''
        throw new Error(line)
      }
      const broken = statuses.find((status) => status >= 500 && status !== 501 && status !== 503 && status !== 505)
      if (broken) throw new Error(`answered ${broken}: ${text.slice(0, 200)}`)
      if (text && !text.startsWith('HTTP/1.1 ')) throw new Error(`no HTTP: ${text.slice(0, 80)}`)
      if (!input.toString('latin1').toLowerCase().includes('x-honest') && text.includes('"honest":"yes"'))
        throw new Error('got somebody else’s answer')
      if (!mine.includes('{"path":"/api/mine","honest":"yes","size":0}'))
        throw new Error(`the honest got: ${mine.slice(0, 200)}`)
    },
    async close() {
      await listener.close(100)
      console.error = error
      await store.close()
      rmSync(dir, { recursive: true, force: true })
    },
  }
}

export const TARGETS: Record<string, () => Target | Promise<Target>> = {
  csv,
  xlsx,
  push,
  pull,
  import: importing,
  routes,
  front,
}
