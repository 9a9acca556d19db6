/** Both hosts, one after the other, on one data folder: what one keeps the other has, and they answer alike. */
import { spawnSync } from 'node:child_process'
import { readFileSync, rmSync, statfsSync, writeFileSync } from 'node:fs'
import { type IncomingHttpHeaders, request } from 'node:http'
import { join, resolve } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { newId } from '../../worker/ids.ts'
import { type HostKind, type HostOnFolder, startOnFolder } from '../support/one-folder.ts'
import { pagesIn, temporaryDir } from '../support/own-server.ts'
import { jpeg, sha256 } from '../support/pictures.ts'
import { Phone, signUp } from '../support/worker.ts'

const HEADERS = readFileSync(resolve(import.meta.dirname, '../../web/public/_headers'), 'utf8')
const KINDS: HostKind[] = ['start', 'serve', 'start']
const ENCODINGS = ['br', 'gzip', '']

const PATHS = [
  ...['/', '/index.html', '/today', '/assets/app-1.js', '/assets/app-2.js', '/icons/icon.svg', '/icons/none.svg'],
  ...[
    '/sw.js',
    '/b',
    '/b/',
    '/b/some-link',
    '/b/files/b-1.js',
    '/b/files/b-2.js',
    '/share',
    '/_headers',
    '/api/nothing',
  ],
]
const ASKED = PATHS.flatMap((path) => [
  ...ENCODINGS.map((encoding) => ({ method: 'GET', path, headers: { 'accept-encoding': encoding } })),
  { method: 'GET', path, headers: { 'sec-fetch-mode': 'navigate', 'accept-encoding': 'br' } },
  { method: 'HEAD', path, headers: {} },
])
const nameOf = ({ method, path, headers }: (typeof ASKED)[number]) => `${method} ${path} ${JSON.stringify(headers)}`

interface Said {
  status: number
  headers: IncomingHttpHeaders
}

let dir: string
const said: Partial<Record<HostKind, Map<string, Said>>> = {}
/** Of each photo: which host took it, and what the hosts after it gave back. */
const photos: { by: HostKind; id: string; hash: string; read: [HostKind, string][] }[] = []

beforeAll(async () => {
  dir = temporaryDir()
  const assets = pagesIn(dir, HEADERS)
  let phone: Phone | null = null
  const disputeId = newId()
  for (const kind of KINDS) {
    const host = await startOnFolder(kind, join(dir, 'data'), assets)
    try {
      phone = phone ? again(host, phone) : await withCase(host, disputeId)
      photos.push(await put(host, kind, phone, disputeId))
      for (const photo of photos) photo.read.push([kind, await read(host, phone, photo.id)])
      said[kind] ??= new Map(await Promise.all(ASKED.map(async (one) => [nameOf(one), await ask(host, one)] as const)))
    } finally {
      await host.close()
    }
  }
}, 120_000)
afterAll(() => rmSync(dir, { recursive: true, force: true }))

function again(host: HostOnFolder, { cookie, shopId, userId, email, clientId, seq }: Phone): Phone {
  return Object.assign(new Phone(host.request, cookie, shopId, userId, email), { clientId, seq })
}

async function withCase(host: HostOnFolder, id: string): Promise<Phone> {
  const phone = await signUp(host.request, {})
  const customerId = newId()
  const person = { nickname: '林间小鹿', name: null, phone: null, email: null, address: null, note: null }
  await phone.mutate('customer.add', { ...person, id: customerId, source: 'taobao' })
  await phone.mutate('dispute.open', { id, customerId, channel: 'taobao', words: '杯口裂了' })
  return phone
}

async function put({ url }: HostOnFolder, by: HostKind, phone: Phone, disputeId: string) {
  const bytes = jpeg({ size: 3000 + photos.length })
  const file = { id: newId(), disputeId, name: '杯口.jpg', type: 'image/jpeg', size: bytes.length, hash: sha256(bytes) }
  expect(await phone.mutate('evidence.add', { ...file, source: 'hand' })).toMatchObject({ status: 'applied' })
  const answer = await fetch(new URL(`/api/files/${file.id}?offset=0`, url), {
    method: 'PUT',
    headers: { cookie: phone.cookie, origin: url.origin, 'x-regulars': '1' },
    body: bytes as BodyInit,
  })
  expect(await answer.json()).toMatchObject({ stored: bytes.length, storedAt: expect.any(Number) })
  return { by, id: file.id, hash: file.hash, read: [] }
}

/** The hash of what it gives. */
async function read({ url }: HostOnFolder, { cookie }: Phone, id: string): Promise<string> {
  const answer = await fetch(new URL(`/api/files/${id}`, url), { headers: { cookie } })
  return `${answer.status} ${answer.headers.get('content-type')} ${sha256(new Uint8Array(await answer.arrayBuffer()))}`
}

const ask = ({ url }: HostOnFolder, { method, path, headers }: (typeof ASKED)[number]): Promise<Said> =>
  new Promise((done, failed) => {
    const asked = request(url, { method, path, headers, agent: false }, (answer) => {
      answer.resume()
      answer.once('end', () => done({ status: answer.statusCode ?? 0, headers: answer.headers }))
    })
    asked.once('error', failed)
    asked.end()
  })

test('a photo put by one host is read by the other, both ways', () => {
  expect(photos.map(({ by }) => by)).toEqual(KINDS)
  const wrong = photos.flatMap(({ by, hash, read }) =>
    read.flatMap(([kind, what]) => (what === `200 image/jpeg ${hash}` ? [] : [`${by} → ${kind}: ${what}`])),
  )
  expect(wrong).toEqual([])
  expect(photos[0]?.read.map(([kind]) => kind)).toEqual(KINDS)
})

/** How it came, not what it is; and the sum of a file, which each host reckons in its own way. */
const CARRIED = ['date', 'connection', 'keep-alive', 'transfer-encoding', 'content-length', 'content-encoding', 'vary']
const APART = [...CARRIED, 'cf-cache-status', 'etag']
const HSTS = 'strict-transport-security'

describe('a page and a file come with the same headers from both hosts', () => {
  test.each(ASKED.map((one) => [nameOf(one)] as const))('%s', (name) => {
    const [start, serve] = [said.start?.get(name), said.serve?.get(name)]
    const plain = (one: Said | undefined) => ({
      status: one?.status,
      headers: Object.fromEntries(
        Object.entries(one?.headers ?? {}).filter(([header]) => ![...APART, HSTS].includes(header)),
      ),
      revalidated: one?.headers.etag !== undefined,
    })
    expect(plain(serve)).toEqual(plain(start))
    // An own server says it of everything, also of the API.
    expect(serve?.headers[HSTS]).toBe('max-age=31536000')
    expect([undefined, 'max-age=31536000']).toContain(start?.headers[HSTS])
  })
})

describe('a disk that is nearly full', () => {
  test.for(['start', 'serve'] satisfies HostKind[])('is told by the health of npm run %s', async (kind, { skip }) => {
    const small = temporaryDir()
    const { status } = spawnSync('mount', ['-t', 'tmpfs', '-o', 'size=64m', 'tmpfs', small])
    if (status !== 0) {
      rmSync(small, { recursive: true })
      skip('a small disk can be mounted by root only')
    }
    try {
      const host = await startOnFolder(kind, join(small, 'data'), join(dir, 'pages'))
      const health = async () => {
        const { status, body } = await host.request('GET', '/api/health')
        return { status, ok: body.ok, database: body.database.ok, code: body.code }
      }
      try {
        expect(await health()).toEqual({ status: 200, ok: true, database: true, code: undefined })
        const { bavail, bsize } = statfsSync(small)
        writeFileSync(join(small, 'filler'), new Uint8Array(bavail * bsize - 2 * 1024 * 1024))
        expect(await health()).toEqual({ status: 503, ok: false, database: true, code: 'storage_full' })
      } finally {
        await host.close()
      }
    } finally {
      spawnSync('umount', ['-l', small])
      rmSync(small, { recursive: true, force: true })
    }
  })
})
