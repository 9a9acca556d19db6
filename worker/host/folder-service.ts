/** The folder of files as the worker in workerd reaches it: the other end of `serviceFiles`. */
import { timingSafeEqual } from 'node:crypto'
import { type Request, Response } from 'miniflare'
import type { Disk, FileInfo, FileStore } from '../deps.ts'
import { AT, DISK, SIZE } from '../file-headers.ts'

/**
 * @param token what the worker shows: other processes of this machine may find the way here too
 * @param disk room where the folder lies
 */
export function folderService(
  files: FileStore,
  token: string,
  disk: () => Promise<Disk>,
): (request: Request) => Promise<Response> {
  const expected = Buffer.from(`Bearer ${token}`)
  return async (request) => {
    const shown = Buffer.from(request.headers.get('authorization') ?? '')
    if (shown.length !== expected.length || !timingSafeEqual(shown, expected))
      return new Response(null, { status: 401 })
    try {
      return request.url.endsWith(DISK) ? Response.json(await disk()) : await answer(files, request)
    } catch {
      // What it was, the store has said.
      return new Response(null, { status: 503 })
    }
  }
}

async function answer(files: FileStore, request: Request): Promise<Response> {
  const { pathname, searchParams } = new URL(request.url)
  const key = pathname.slice(1)
  if (request.method === 'PUT') {
    await files.put(key, new Uint8Array(await request.arrayBuffer()), request.headers.get('content-type') ?? '')
    return new Response(null, { status: 204 })
  }
  if (request.method === 'POST') {
    await files.delete((await request.json()) as string[])
    return new Response(null, { status: 204 })
  }
  if (key === '') return Response.json(await files.list(searchParams.get('prefix') ?? ''))
  if (request.method === 'HEAD') {
    const found = await files.head(key)
    return new Response(null, found ? { headers: headersOf(found) } : { status: 404 })
  }
  const found = await files.get(key)
  if (!found) return new Response(null, { status: 404 })
  return new Response(found.body as never, { headers: headersOf(found) })
}

const headersOf = ({ at, size }: FileInfo) => ({ [AT]: String(at), [SIZE]: String(size) })
