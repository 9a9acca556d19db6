/**
 * The built app's files, as Cloudflare serves them: the same addresses, headers and revalidation. Only what lay in the
 * folder at the start is ever served, so no path leads out of it.
 */
import { createHash } from 'node:crypto'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { extname, join, relative } from 'node:path'
import { promisify } from 'node:util'
import { brotliCompress, constants, gzip } from 'node:zlib'
import { type Assets, page } from '../../pages.ts'
import { headerRules } from './headers.ts'

const TYPES: Record<string, string> = {
  '.css': 'text/css; charset=utf-8',
  '.html': 'text/html; charset=utf-8',
  '.ico': 'image/x-icon',
  '.jpg': 'image/jpeg',
  '.js': 'text/javascript; charset=utf-8',
  '.json': 'application/json',
  '.png': 'image/png',
  '.svg': 'image/svg+xml',
  '.txt': 'text/plain; charset=utf-8',
  '.wasm': 'application/wasm',
  '.webmanifest': 'application/manifest+json',
  '.woff2': 'font/woff2',
}
const COMPRESSED = new Set(['.png', '.jpg', '.woff2', '.ico'])
/**
 * Of these the worker has the first word: `run_worker_first` of wrangler.toml. All else that is no file is the app's page,
 * whatever asks: older Safari does not say that it navigates.
 */
const WORKER_FIRST = /^\/(assets\/|b\/|share$)/
const REVALIDATE = 'public, max-age=0, must-revalidate'

type Encoding = 'br' | 'gzip' | 'identity'

interface Asset {
  type: string
  /** Bytes once asked for, as they are and compressed. */
  bodies: Partial<Record<Encoding, Promise<Buffer>>>
  file: string
  compressible: boolean
}

/** Everything beside the API. */
export type Pages = (request: Request) => Promise<Response>

/** @param folder of the built app. @throws Error when there is none */
export function servePages(folder: string): Pages {
  const assets = readAssets(folder)
  if (!assets.has('/index.html')) throw new Error(`there is no built app in ${folder}`)
  const rules = join(folder, '_headers')
  const headersOf = headerRules(existsSync(rules) ? readFileSync(rules, 'utf8') : '')

  const find = (path: string): Asset | undefined => assets.get(path.endsWith('/') ? `${path}index.html` : path)
  const store: Assets = {
    async fetch(request) {
      const { pathname } = new URL(request.url)
      if (request.method !== 'GET' && request.method !== 'HEAD') {
        return new Response(null, { status: 405, headers: { allow: 'GET, HEAD' } })
      }
      const path = decoded(pathname)
      const moved = movedTo(path, assets)
      if (moved) return new Response(null, { status: 307, headers: { ...headersOf(pathname), location: moved } })
      return answer(request, find(path) ?? (assets.get('/index.html') as Asset), headersOf(pathname))
    },
  }
  return (request) => {
    const { pathname } = new URL(request.url)
    return WORKER_FIRST.test(pathname) ? page(request, store) : store.fetch(request)
  }
}

function readAssets(folder: string): Map<string, Asset> {
  const assets = new Map<string, Asset>()
  for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile() || entry.name.startsWith('_') || entry.name.startsWith('.')) continue
    const file = join(entry.parentPath, entry.name)
    const extension = extname(entry.name)
    assets.set(`/${relative(folder, file).replaceAll('\\', '/')}`, {
      ...{ file, bodies: {}, type: TYPES[extension] ?? 'application/octet-stream' },
      compressible: !COMPRESSED.has(extension),
    })
  }
  return assets
}

function decoded(pathname: string): string {
  try {
    return decodeURIComponent(pathname)
  } catch {
    return pathname
  }
}

/** A page has one address: with a slash, without its file's name. */
function movedTo(path: string, assets: Map<string, Asset>): string | null {
  if (!assets.has(path)) return assets.has(`${path}/index.html`) ? encodeURI(`${path}/`) : null
  return path.endsWith('/index.html') ? encodeURI(path.slice(0, -'index.html'.length)) : null
}

async function answer(request: Request, asset: Asset, custom: Record<string, string>): Promise<Response> {
  const encoding = asset.compressible ? preferred(request.headers.get('accept-encoding') ?? '') : 'identity'
  const etag = `"${createHash('sha256')
    .update(await bodyOf(asset, 'identity'))
    .digest('base64url')
    .slice(0, 22)}"`
  const headers: Record<string, string> = {
    ...{ 'cache-control': REVALIDATE, etag, 'content-type': asset.type },
    ...(asset.compressible ? { vary: 'accept-encoding' } : {}),
    ...custom,
  }
  if (matches(request.headers.get('if-none-match') ?? '', etag)) return new Response(null, { status: 304, headers })
  const body = await bodyOf(asset, encoding)
  if (encoding !== 'identity') headers['content-encoding'] = encoding
  headers['content-length'] = String(body.length)
  return new Response(request.method === 'HEAD' ? null : new Uint8Array(body), { headers })
}

/** Weak comparison: whatever stood in between may have compressed. */
const matches = (known: string, etag: string): boolean =>
  known.split(',').some((one) => one.trim() === '*' || one.trim().replace(/^W\//, '') === etag)

function preferred(accepted: string): Encoding {
  const takes = (name: string) =>
    new RegExp(`(^|,)\\s*${name}\\s*(,|;(?!\\s*q=0(\\.0*)?\\s*(,|$))|$)`, 'i').test(accepted)
  return takes('br') ? 'br' : takes('gzip') ? 'gzip' : 'identity'
}

const [brotli, zipped] = [promisify(brotliCompress), promisify(gzip)]

/** Read and compressed once, when first asked for. */
function bodyOf(asset: Asset, encoding: Encoding): Promise<Buffer> {
  asset.bodies[encoding] ??= make(asset, encoding).catch((error: unknown) => {
    delete asset.bodies[encoding]
    throw error
  })
  return asset.bodies[encoding]
}

async function make(asset: Asset, encoding: Encoding): Promise<Buffer> {
  if (encoding === 'identity') return readFile(asset.file)
  const plain = await bodyOf(asset, 'identity')
  if (encoding === 'gzip') return zipped(plain, { level: 9 })
  return brotli(plain, {
    params: { [constants.BROTLI_PARAM_QUALITY]: 9, [constants.BROTLI_PARAM_SIZE_HINT]: plain.length },
  })
}
