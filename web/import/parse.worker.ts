/** Reads order files off the page's thread. Messages in: {@link ParseRequest}; out: {@link ParseMessage}. */
import { type FilesReading, type ParseProgress, parseFiles } from './parse-files.ts'
import { type Chunk, chunksOf, contentHash } from './prepare.ts'

export interface ParseRequest {
  files: File[]
  timeZone: string
  currency: string
}

/** What was read, cut into chunks; `hash` names its content. */
export type Reading = Omit<FilesReading, 'orders'> & { chunks: Chunk[]; hash: string }

/** Chunks come one by one so that receiving them never holds up a frame; `done` carries everything else. */
export type ParseMessage =
  | ({ type: 'progress' } & ParseProgress)
  | { type: 'chunk'; chunk: Chunk }
  | ({ type: 'done' } & Omit<Reading, 'chunks'>)
  | { type: 'failed'; message: string }

function post(message: ParseMessage): void {
  self.postMessage(message)
}

async function run({ files, timeZone, currency }: ParseRequest): Promise<void> {
  const now = Date.now()
  const { orders, ...rest } = await parseFiles(files, { timeZone, currency, now }, (progress) =>
    post({ type: 'progress', ...progress }),
  )
  const identities: Chunk['identities'][] = []
  for (const chunk of chunksOf(orders, { currency, now })) {
    identities.push(chunk.identities)
    post({ type: 'chunk', chunk })
  }
  post({ type: 'done', ...rest, hash: await contentHash(identities) })
}

self.onmessage = (event: MessageEvent<ParseRequest>) => {
  run(event.data).catch((error: unknown) =>
    post({ type: 'failed', message: error instanceof Error ? error.message : String(error) }),
  )
}
