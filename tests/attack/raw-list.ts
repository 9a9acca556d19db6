/** What is sent to a host as bytes that no well-meaning client sends. Data only; raw.ts sends it and judges the answers. */

/** Where it goes. */
export interface RawTarget {
  port: number
  /** The name it answers to, as the Host header has it. */
  host: string
}

export type RawKind = 'smuggling' | 'path' | 'host' | 'forged' | 'tunnel' | 'malformed' | 'slow'

export interface RawCase {
  kind: RawKind
  name: string
  /** In this order; the connection stays open after the last. */
  bytes: (target: RawTarget) => string
  /** The most answers this may bring on its connection. */
  answers: number
}

/** What is smuggled: it would be answered with a redirect of the app's own, which nothing else asks for. */
const INNER = 'GET /share HTTP/1.1\r\nHost: localhost\r\n\r\n'
const chunked = (text: string) => `${text.length.toString(16)}\r\n${text}\r\n0\r\n\r\n`

const request =
  (line: string, headers: string[], body = '') =>
  (target: RawTarget) =>
    `${line} HTTP/1.1\r\nHost: ${target.host}\r\n${headers.map((header) => `${header}\r\n`).join('')}\r\n${body}`

const smuggling = (name: string, line: string, headers: string[], body: string): RawCase => ({
  kind: 'smuggling',
  name,
  bytes: request(line, headers, body),
  answers: 1,
})

/** Lengths that contradict each other: whoever reads one and forwards by the other is lost. */
const LENGTHS: RawCase[] = [
  ['CL.TE', ['Content-Length: 6', 'Transfer-Encoding: chunked'], `0\r\n\r\n${INNER}`],
  ['TE.CL', ['Transfer-Encoding: chunked', 'Content-Length: 4'], chunked(INNER)],
  ['TE with an x', ['Transfer-Encoding: xchunked', 'Content-Length: 5'], `0\r\n\r\n${INNER}`],
  ['TE with a space before the colon', ['Transfer-Encoding : chunked', 'Content-Length: 5'], `0\r\n\r\n${INNER}`],
  ['TE after a tab', ['Transfer-Encoding:\tchunked', 'Content-Length: 5'], `0\r\n\r\n${INNER}`],
  ['TE after a vertical tab', ['Transfer-Encoding:\x0bchunked', 'Content-Length: 5'], `0\r\n\r\n${INNER}`],
  ['TE in quotes', ['Transfer-Encoding: "chunked"', 'Content-Length: 5'], `0\r\n\r\n${INNER}`],
  ['TE chunked, identity', ['Transfer-Encoding: chunked, identity', 'Content-Length: 5'], `0\r\n\r\n${INNER}`],
  ['TE identity, chunked', ['Transfer-Encoding: identity, chunked', 'Content-Length: 5'], `0\r\n\r\n${INNER}`],
  ['TE twice', ['Transfer-Encoding: chunked', 'Transfer-Encoding: cow', 'Content-Length: 5'], `0\r\n\r\n${INNER}`],
  ['TE folded', ['Transfer-Encoding:', ' chunked', 'Content-Length: 5'], `0\r\n\r\n${INNER}`],
  ['TE in a folded header', ['X: y', ' Transfer-Encoding: chunked', 'Content-Length: 5'], `0\r\n\r\n${INNER}`],
  ['TE after a bare LF', ['X: y\nTransfer-Encoding: chunked', 'Content-Length: 5'], `0\r\n\r\n${INNER}`],
  ['TE with an underscore', ['Transfer_Encoding: chunked', 'Content-Length: 5'], `0\r\n\r\n`],
  ['CL twice', ['Content-Length: 5', 'Content-Length: 0'], `abcde${INNER}`],
  ['CL as a list', ['Content-Length: 0, 5'], `abcde${INNER}`],
  ['CL signed', ['Content-Length: +5'], `abcde${INNER}`],
  ['CL negative', ['Content-Length: -1'], INNER],
  ['CL in hex', ['Content-Length: 0x5'], `abcde${INNER}`],
  ['CL beyond every number', ['Content-Length: 99999999999999999999999'], INNER],
  ['CL with a space inside', ['Content-Length: 1 0'], `abcde${INNER}`],
  ['CL named in Connection', ['Connection: Content-Length', `Content-Length: ${INNER.length}`], INNER],
  ['TE named in Connection', ['Connection: Transfer-Encoding', 'Transfer-Encoding: chunked'], chunked(INNER)],
].map(([name, headers, body]) =>
  smuggling(`POST, ${name}`, 'POST /api/session/sign-in', headers as string[], body as string),
)

/** Bodies where nobody expects one; each is itself a request. */
const BODIES: RawCase[] = ['GET', 'HEAD', 'DELETE', 'OPTIONS'].flatMap((method) => [
  smuggling(`${method} with a chunked body`, `${method} /api/health`, ['Transfer-Encoding: chunked'], chunked(INNER)),
  smuggling(`${method} with a body`, `${method} /api/health`, [`Content-Length: ${INNER.length}`], INNER),
  smuggling(`${method} of a page with a chunked body`, `${method} /`, ['Transfer-Encoding: chunked'], chunked(INNER)),
])

const CHUNKS: RawCase[] = [
  ['negative', `-5\r\nhello\r\n0\r\n\r\n${INNER}`],
  ['with 0x', `0x5\r\nhello\r\n0\r\n\r\n${INNER}`],
  ['beyond every number', `fffffffffffffffff\r\nhello\r\n0\r\n\r\n${INNER}`],
  ['wrapping to nothing', `10000000000000000\r\n\r\n${INNER}`],
  ['with a space', `5 \r\nhello\r\n0\r\n\r\n`],
  ['of nothing', `\r\nhello\r\n0\r\n\r\n${INNER}`],
  ['shorter than told', `ff\r\nhello\r\n0\r\n\r\n`],
  ['longer than told', `1\r\nhello\r\n0\r\n\r\n${INNER}`],
  ['with a long extension', `5;${'x'.repeat(20_000)}\r\nhello\r\n0\r\n\r\n`],
  ['with a newline in the extension', `5;a\nb\r\nhello\r\n0\r\n\r\n${INNER}`],
  ['and a trailer that names a length', `5\r\nhello\r\n0\r\nContent-Length: 50\r\nHost: evil.test\r\n\r\n`],
].map(([name, body]) =>
  smuggling(`chunk ${name}`, 'POST /api/session/sign-in', ['Transfer-Encoding: chunked'], body as string),
)

const get = (path: string, headers: string[] = []) => request(`GET ${path}`, headers)

const PIPELINED: RawCase[] = [
  {
    kind: 'smuggling',
    name: 'chunk ended by LF, and a request behind it for who takes that for the end',
    bytes: request('POST /api/session/sign-in', ['Transfer-Encoding: chunked'], `5\nhello\n0\n\n${INNER}`),
    answers: 2,
  },
  {
    kind: 'smuggling',
    name: 'three requests in one piece',
    bytes: (target) => get('/api/health')(target) + get('/api/session')(target) + get('/api/nothing')(target),
    answers: 3,
  },
  {
    kind: 'smuggling',
    name: 'a request behind one that asks to close',
    bytes: (target) => get('/api/health', ['Connection: close'])(target) + INNER,
    answers: 1,
  },
  {
    kind: 'smuggling',
    name: 'a request behind Expect: 100-continue',
    bytes: request('POST /api/session/sign-in', ['Expect: 100-continue', 'Content-Length: 2'], `{}`),
    answers: 2,
  },
]

const MALFORMED: RawCase[] = (
  [
    ['bare LF everywhere', ({ host }) => `GET /api/health HTTP/1.1\nHost: ${host}\n\n`],
    ['bare CR everywhere', ({ host }) => `GET /api/health HTTP/1.1\rHost: ${host}\r\r`],
    ['no version', () => 'GET /api/health\r\n\r\n'],
    ['HTTP/1.0', ({ host }) => `GET /api/health HTTP/1.0\r\nHost: ${host}\r\n\r\n`],
    ['HTTP/2 preface', () => 'PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n'],
    ['HTTP/9.9', ({ host }) => `GET /api/health HTTP/9.9\r\nHost: ${host}\r\n\r\n`],
    ['two spaces', ({ host }) => `GET  /api/health  HTTP/1.1\r\nHost: ${host}\r\n\r\n`],
    ['a header without a colon', get('/api/health', ['nonsense'])],
    ['a header with NUL', get('/api/health', ['X: a\0b'])],
    ['a header name with a space', get('/api/health', ['X Y: z'])],
    ['an empty header name', get('/api/health', [': z'])],
    ['a header of 200 kB', get('/api/health', [`X: ${'x'.repeat(200_000)}`])],
    [
      '5,000 headers',
      get(
        '/api/health',
        Array.from({ length: 5_000 }, (_, n) => `X-${n}: y`),
      ),
    ],
    ['a path of 100 kB', get(`/${'x'.repeat(100_000)}`)],
    ['a cookie of 100 kB', get('/api/session', [`Cookie: __Host-session=${'x'.repeat(100_000)}`])],
    ['bytes above 127', get('/api/health', ['X: \xff\xfe'])],
    ['an unknown method', request('BREW /api/health', [])],
    ['TRACE', request('TRACE /api/health', ['X-Secret: echo-me'])],
    ['OPTIONS *', request('OPTIONS *', [])],
    ['a TLS hello', () => '\x16\x03\x01\x00\xa5\x01\x00\x00\xa1\x03\x03'],
    ['nothing but CRLF', () => '\r\n\r\n\r\n\r\n'],
    [
      'upgrade to h2c',
      get('/api/health', ['Connection: Upgrade, HTTP2-Settings', 'Upgrade: h2c', 'HTTP2-Settings: AAMAAABk']),
    ],
    [
      'upgrade to a socket',
      get('/api/health', [
        'Connection: Upgrade',
        'Upgrade: websocket',
        'Sec-WebSocket-Version: 13',
        'Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==',
      ]),
    ],
  ] as [string, RawCase['bytes']][]
).map(([name, bytes]) => ({ kind: 'malformed', name, bytes, answers: 1 }))

/** Asked for on a connection of its own, which the host closes then. */
const once = (path: string, headers: string[] = []) => get(path, [...headers, 'Connection: close'])

/** Ways through to something else than the app. */
const TUNNELS: RawCase[] = [
  'miniflare-unsafe-internal-capnp-connect',
  'miniflare-unsafe-internal-capnp-connect:80',
  'localhost:22',
  'example.test:443',
].map((to) => ({
  kind: 'tunnel',
  name: `CONNECT ${to}`,
  bytes: () => `CONNECT ${to} HTTP/1.1\r\nHost: ${to}\r\n\r\n${INNER}`,
  answers: 1,
}))

/** Where the development tools of Miniflare, wrangler and older releases of both answer. */
const TOOLS = [
  '/cdn-cgi/local/explorer',
  '/cdn-cgi/local/explorer/api/r2/buckets',
  '/cdn-cgi/local/scheduled?cron=*+*+*+*+*',
  '/cdn-cgi/local/r2/public/regulars-files/x',
  '/cdn-cgi/local/platform-proxy',
  '/cdn-cgi/local/email?from=a@b.test&to=c@d.test',
  '/cdn-cgi/handler/scheduled',
  '/cdn-cgi/mf/scheduled',
  '/cdn-cgi/ProxyWorker/pause',
  '/__cf_local/stream/x',
  '/core/do-storage/x',
]

const FORMS: [string, (tool: string) => string][] = [
  ['as it is', (tool) => tool],
  ['a/..', (tool) => `/a/..${tool}`],
  ['a/b/../..', (tool) => `/a/b/../..${tool}`],
  ['.', (tool) => `/.${tool}`],
  ['%2e', (tool) => `/%2e${tool}`],
  ['a/%2e%2e', (tool) => `/a/%2e%2e${tool}`],
  ['a/.%2E', (tool) => `/a/.%2E${tool}`],
  ['..', (tool) => `/..${tool}`],
  ['%2e%2e%2f', (tool) => `/a/%2e%2e%2f${tool.slice(1)}`],
  ['double slash', (tool) => `/${tool}`],
  ['slashes doubled', (tool) => tool.replaceAll('/', '//')],
  ['backslash', (tool) => tool.replace('/', '\\')],
  ['backslashes', (tool) => tool.replaceAll('/', '\\')],
  ['a\\..', (tool) => `/a\\..${tool}`],
  ['%5c', (tool) => `/a%5c..%5c${tool.slice(1)}`],
  ['%2f', (tool) => tool.replaceAll('/', '%2f').replace('%2f', '/')],
  ['upper case', (tool) => tool.toUpperCase()],
  ['mixed case', (tool) => tool.replace('cdn-cgi', 'Cdn-Cgi').replace('core', 'Core')],
  ['escaped letters', (tool) => tool.replace('/c', '/%63').replace('/_', '/%5f')],
  ['escaped twice', (tool) => tool.replace('/c', '/%2563')],
  ['semicolon', (tool) => tool.replace('/', '/;/')],
  ['parameter', (tool) => tool.replace(/^(\/[^/]+)/, '$1;a=b')],
  ['NUL', (tool) => `/%00/..${tool}`],
  ['a raw NUL', (tool) => `/\0/..${tool}`],
  ['tab', (tool) => `/%09/..${tool}`],
  ['line break', (tool) => `/x%0d%0a/..${tool}`],
  ['overlong dots', (tool) => `/a/%c0%ae%c0%ae${tool}`],
  ['behind /api', (tool) => `/api/..${tool}`],
  ['behind /assets', (tool) => `/assets/..${tool}`],
  ['behind /b', (tool) => `/b/%2e%2e${tool}`],
  ['after ?', (tool) => `/?/..${tool}`],
  ['after #', (tool) => `/#/..${tool}`],
  ['absolute URL', (tool) => `http://localhost${tool}`],
  ['absolute URL elsewhere', (tool) => `http://evil.test${tool}`],
  ['absolute https', (tool) => `https://localhost${tool}`],
  ['no host', (tool) => `http:${tool}`],
  ['host as a path', (tool) => `//localhost${tool}`],
  ['user in front', (tool) => `http://localhost@evil.test${tool}`],
  ['no slash', (tool) => tool.slice(1)],
]

/** Headers by which one of them, or a proxy in front, takes another address for the one asked for. */
const REWRITES: [string, (tool: string) => string[]][] = [
  ['MF-Original-URL', (tool) => [`MF-Original-URL: http://localhost${tool}`]],
  ['MF-Original-URL in lower case', (tool) => [`mf-original-url: http://localhost/a/..${tool}`]],
  ['MF-Op', () => ['MF-Op: GET', 'MF-Op-Target: [0]', 'MF-Op-Key: FILES']],
  ['MF-Route-Override', () => ['MF-Route-Override: regulars']],
  ['MF-Custom-Fetch-Service', () => ['MF-Custom-Fetch-Service: /core/error']],
  ['X-Original-URL', (tool) => [`X-Original-URL: ${tool}`, `X-Rewrite-URL: ${tool}`]],
  ['X-Forwarded-Prefix', (tool) => [`X-Forwarded-Prefix: ${tool}`, `X-Forwarded-Path: ${tool}`]],
]

const PATHS: RawCase[] = TOOLS.flatMap((tool) => [
  ...FORMS.map(([name, form]) => ({ name: `${name}: ${tool}`, bytes: once(form(tool)) })),
  ...REWRITES.map(([name, headers]) => ({ name: `${name}: ${tool}`, bytes: once('/api/health', headers(tool)) })),
  ...REWRITES.map(([name, headers]) => ({ name: `${name} on the path: ${tool}`, bytes: once(tool, headers(tool)) })),
]).map(({ name, bytes }) => ({ kind: 'path', name, bytes, answers: 1 }))

/** Names that are not the host's own; none of them may get the app. */
const HOSTS: RawCase[] = [
  'evil.test',
  'evil.test:80',
  'localhost.evil.test',
  'evil.test.localhost.example',
  'localhost@evil.test',
  'evil.test#@localhost',
  'evil.test/localhost',
  '192.168.1.20',
  '0.0.0.0.evil.test',
  'xn--localhost-x.test',
  '[::ffff:192.168.1.20]',
  'localhost evil.test',
  '',
].flatMap((name) =>
  ['/api/health', '/'].map((path) => ({
    kind: 'host' as const,
    name: `Host: ${name || '(empty)'} for ${path}`,
    bytes: () => `GET ${path} HTTP/1.1\r\nHost: ${name}\r\nConnection: close\r\n\r\n`,
    answers: 1,
  })),
)
HOSTS.push(
  { kind: 'host', name: 'no Host', bytes: () => 'GET /api/health HTTP/1.1\r\n\r\n', answers: 1 },
  {
    kind: 'host',
    name: 'two Hosts, the foreign one first',
    bytes: ({ host }) => `GET /api/health HTTP/1.1\r\nHost: evil.test\r\nHost: ${host}\r\n\r\n`,
    answers: 1,
  },
)

/** What only a proxy that is trusted may say. The app answers as ever. */
export const FORGED_HEADERS = [
  'CF-Connecting-IP: 203.0.113.7',
  'cf-connecting-ip: 203.0.113.7, 127.0.0.1',
  'CF-IPCountry: T1',
  'CF-Ray: 1',
  'CF-Visitor: {"scheme":"https"}',
  'CF-Worker: evil.test',
  'CF-Access-Jwt-Assertion: x.y.z',
  'MF-Connecting-IP: 203.0.113.7',
  'MF-Proxy-Shared-Secret: 0',
  'MF-Loopback-Secret: 0',
  'MF-CF-Blob: {"clientIp":"203.0.113.7:1"}',
  'MF-CF-Blob: no JSON',
  'MF-Disable-Pretty-Error: true',
  'MF-Access-Blob: {}',
  'X-Forwarded-For: 203.0.113.7',
  'X-Forwarded-For: unknown, 127.0.0.1, 203.0.113.7',
  'X-Forwarded-Host: evil.test',
  'X-Forwarded-Proto: https',
  'X-Forwarded-Port: 443',
  'X-Real-IP: 203.0.113.7',
  'True-Client-IP: 203.0.113.7',
  'Forwarded: for=203.0.113.7;host=evil.test;proto=https',
  'X-HTTP-Method-Override: DELETE',
]
const FORGED: RawCase[] = FORGED_HEADERS.flatMap((header) =>
  ['/api/health', '/'].map((path) => ({
    kind: 'forged' as const,
    name: `${header} for ${path}`,
    bytes: once(path, [header]),
    answers: 1,
  })),
)

/** Callers who never finish; they are held open while the others are answered. */
export const SLOW: RawCase[] = (
  [
    ['a request line without an end', () => 'GET /api/hea'],
    ['headers without an end', ({ host }) => `GET /api/health HTTP/1.1\r\nHost: ${host}\r\nX: `],
    [
      'a body that does not come',
      request('POST /api/session/sign-in', ['Content-Type: application/json', 'Content-Length: 100'], '{"'),
    ],
    [
      'a chunk that does not come',
      request('POST /api/v1/orders', ['Content-Type: application/json', 'Transfer-Encoding: chunked'], 'ffff\r\n{"'),
    ],
    ['nothing at all', () => ''],
  ] as [string, RawCase['bytes']][]
).map(([name, bytes]) => ({ kind: 'slow', name, bytes, answers: 0 }))

export const RAW_LIST: readonly RawCase[] = [
  ...LENGTHS,
  ...BODIES,
  ...CHUNKS,
  ...PIPELINED,
  ...MALFORMED,
  ...TUNNELS,
  ...PATHS,
  ...HOSTS,
  ...FORGED,
]
