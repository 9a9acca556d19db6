/** The bucket, or the folder behind a service binding, as the app knows it. */
import type { Disk, FileInfo, FileStore } from './deps.ts'
import { ApiError, faultLine } from './errors.ts'
import { AT, DISK, SIZE } from './file-headers.ts'

const infoOf = (object: R2Object): FileInfo => ({ key: object.key, size: object.size, at: object.uploaded.getTime() })

export const r2Files = (bucket: R2Bucket): FileStore => ({
  put: (key, bytes, type) =>
    answered(async () => {
      await bucket.put(key, bytes, { httpMetadata: { contentType: type } })
    }),
  get: (key) =>
    answered(async () => {
      const object = await bucket.get(key)
      return object && { ...infoOf(object), body: object.body }
    }),
  head: (key) =>
    answered(async () => {
      const object = await bucket.head(key)
      return object && infoOf(object)
    }),
  delete: (keys) => answered(async () => (keys.length > 0 ? bucket.delete(keys) : undefined)),
  list: (prefix) => answered(async () => (await bucket.list({ prefix })).objects.map(infoOf)),
})

async function answered<R>(work: () => Promise<R>): Promise<R> {
  try {
    return await work()
  } catch (error) {
    console.error('files:', faultLine(error))
    throw new ApiError(503, 'files_unavailable')
  }
}

/**
 * Files behind a service binding, where the host keeps them in a folder: PUT, GET, HEAD of `/key`; `POST /delete` with
 * keys; `GET /?prefix=`.
 */
export const serviceFiles = (
  service: Fetcher,
  token: string,
): FileStore & {
  /** Room on the disk that holds the folder. */
  disk(): Promise<Disk>
} => {
  const ask = (path: string, init: RequestInit = {}) =>
    answered(async () => {
      const headers = { ...init.headers, authorization: `Bearer ${token}` }
      const answer = await service.fetch(`http://files${path}`, { ...init, headers })
      if (!answer.ok && answer.status !== 404) throw new Error(`the folder answered ${answer.status}`)
      return answer
    })
  const infoFrom = (key: string, { headers }: Response): FileInfo => ({
    ...{ key, size: Number(headers.get(SIZE)), at: Number(headers.get(AT)) },
  })
  return {
    put: async (key, bytes, type) => {
      await ask(`/${key}`, { method: 'PUT', body: bytes, headers: { 'content-type': type } })
    },
    get: async (key) => {
      const answer = await ask(`/${key}`)
      if (answer.ok && answer.body) return { ...infoFrom(key, answer), body: answer.body }
      await answer.body?.cancel()
      return null
    },
    head: async (key) => {
      const answer = await ask(`/${key}`, { method: 'HEAD' })
      return answer.ok ? infoFrom(key, answer) : null
    },
    delete: async (keys) => {
      if (keys.length > 0) await ask('/delete', { method: 'POST', body: JSON.stringify(keys) })
    },
    list: async (prefix) => (await ask(`/?prefix=${encodeURIComponent(prefix)}`)).json(),
    disk: async () => (await ask(DISK)).json(),
  }
}
