/** Reads order files off the page's thread. Messages in: {@link ParseRequest}; out: {@link ParseMessage}. */
import type { OrderReading } from '../../worker/domain/import/reader.ts'
import { type ParseProgress, parseFiles } from './parse-files.ts'

export interface ParseRequest {
  files: File[]
  timeZone: string
  currency: string
}

/** `orders` comes in batches so that receiving them never holds up a frame; `done` carries everything else. */
export type ParseMessage =
  | ({ type: 'progress' } & ParseProgress)
  | { type: 'orders'; orders: OrderReading['orders'] }
  | ({ type: 'done' } & Omit<OrderReading, 'orders'>)
  | { type: 'failed'; message: string }

const BATCH = 500

function post(message: ParseMessage): void {
  self.postMessage(message)
}

async function run({ files, timeZone, currency }: ParseRequest): Promise<void> {
  const { orders, ...rest } = await parseFiles(files, { timeZone, currency, now: Date.now() }, (progress) =>
    post({ type: 'progress', ...progress }),
  )
  for (let from = 0; from < orders.length; from += BATCH)
    post({ type: 'orders', orders: orders.slice(from, from + BATCH) })
  post({ type: 'done', ...rest })
}

self.onmessage = (event: MessageEvent<ParseRequest>) => {
  run(event.data).catch((error: unknown) =>
    post({ type: 'failed', message: error instanceof Error ? error.message : String(error) }),
  )
}
