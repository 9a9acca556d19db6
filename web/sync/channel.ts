/** What tabs of one browser (and its service worker) tell each other about their common database. */
import type { TableName } from '../../worker/domain/rows.ts'
import { DATABASE_NAME } from '../store/database.ts'

export type Message =
  /** The queue, the rejections or the files to send changed. */
  | { type: 'outbox' }
  /** A page was pulled: these rows changed; queue and state may have. */
  | { type: 'rows'; ids: { [T in TableName]?: string[] } }
  /** The base was emptied or everything was wiped: read all of it again. */
  | { type: 'reset' }
  /** Somebody signed in: what waited for that may go on. */
  | { type: 'session' }
  /** A push message arrived at the service worker: there is something to pull. */
  | { type: 'pull' }

export interface Channel {
  post(message: Message): void
  /** Hears what other tabs posted, never what this one did. Returns how to stop. */
  listen(hear: (message: Message) => void): () => void
  close(): void
}

export function openChannel(name: string = DATABASE_NAME): Channel {
  if (typeof BroadcastChannel === 'undefined') return { post() {}, listen: () => () => {}, close() {} }
  const channel = new BroadcastChannel(name)
  return {
    post: (message) => channel.postMessage(message),
    listen(hear) {
      const onMessage = (event: MessageEvent) => hear(event.data as Message)
      channel.addEventListener('message', onMessage)
      return () => channel.removeEventListener('message', onMessage)
    },
    close: () => channel.close(),
  }
}
