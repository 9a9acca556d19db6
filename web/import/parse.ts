import { ownScript } from '../own-script.ts'
import type { ParseMessage, ParseRequest, Reading } from './parse.worker.ts'
import workerUrl from './parse.worker.ts?worker&url'
import type { ParseProgress } from './parse-files.ts'

/**
 * Reads order files in a Web Worker. Rejects when the worker cannot run or a file can no longer be read
 * (changed or removed since it was chosen), and with the signal's reason when aborted.
 */
export function parseInBackground(
  request: ParseRequest,
  onProgress: (progress: ParseProgress) => void,
  signal?: AbortSignal,
): Promise<Reading> {
  return new Promise((resolve, reject) => {
    const worker = new Worker(ownScript(workerUrl), { type: 'module' })
    const chunks: Reading['chunks'] = []
    const abort = () => {
      worker.terminate()
      reject(signal?.reason)
    }
    const settle = (finish: () => void) => {
      worker.terminate()
      signal?.removeEventListener('abort', abort)
      finish()
    }
    worker.onmessage = ({ data }: MessageEvent<ParseMessage>) => {
      switch (data.type) {
        case 'progress':
          return onProgress(data)
        case 'chunk':
          chunks.push(data.chunk)
          return
        case 'failed':
          return settle(() => reject(new Error(data.message)))
        case 'done': {
          const { type: _, ...rest } = data
          return settle(() => resolve({ ...rest, chunks }))
        }
      }
    }
    worker.onerror = (event) => settle(() => reject(new Error(event.message || 'the file reader did not start')))
    if (signal?.aborted) return abort()
    signal?.addEventListener('abort', abort)
    worker.postMessage(request)
  })
}
