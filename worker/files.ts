/** The bucket as the app knows it. */
import type { FileInfo, FileStore } from './deps.ts'
import { ApiError, faultLine } from './errors.ts'

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
