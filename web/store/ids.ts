import { uuidv7 } from '../../worker/domain/uuid.ts'

/** A new UUIDv7 for whatever this phone creates. `ms` is epoch milliseconds. */
export const newId = (ms: number = Date.now()): string =>
  uuidv7(Math.trunc(ms), crypto.getRandomValues(new Uint8Array(10)))
