/** What is kept of a body on its way in, counted as it arrives and given back when its answer has gone. */
import type { IncomingMessage } from 'node:http'
import { MAX_BODY } from '../../app.ts'
import type { Shares } from './shares.ts'

/** Of a refused body so much is read and dropped: who still sends does not listen, and would hear of a broken connection only. */
const DROPPED = 16 * 1024 * 1024

export interface Arriving {
  /** Settles once there was no room for it and the rest has come, or enough of it. The app then gets no more of it, nor its end. */
  refused: Promise<void>
  /** Gives back all it took. */
  done(): void
}

/** @param of whose share it takes */
export function arriving(incoming: IncomingMessage, bodies: Shares, of: string | null): Arriving {
  const { promise: refused, resolve } = Promise.withResolvers<void>()
  const push = incoming.push.bind(incoming)
  let taken = 0
  /** Bytes dropped since it was refused; null while it is not. */
  let dropped: number | null = null
  // Node hands over by it whatever the connection brings, before anybody reads.
  incoming.push = (chunk: Buffer | null) => {
    if (dropped === null) {
      // What is more than a body may have, the app drops.
      const bytes = Math.min(chunk?.length ?? 0, MAX_BODY - taken)
      if (bodies.take(of, bytes)) {
        taken += bytes
        return push(chunk)
      }
      dropped = 0
    }
    dropped += chunk?.length ?? 0
    if (chunk === null || dropped > DROPPED) resolve()
    return true
  }
  return { refused, done: () => bodies.give(of, taken) }
}
