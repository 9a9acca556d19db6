/**
 * The engine in this process, behind the same `Database` as a remote one. Reads run on a connection of the calling
 * thread; everything written goes through the one queue of the database thread.
 */
import { MessageChannel, type MessagePort, Worker } from 'node:worker_threads'
import { type Database, DatabaseUnavailable, keepable, type Row } from './client.ts'
import { asCallersKnow, runBatch, type Sql } from './embedded/batch.ts'
import { type FromThread, type ThreadData, type ToThread, untold, type WriteAnswer } from './embedded/messages.ts'
import { Connection } from './local/connection.ts'

/** How long a read waits for the moments in which the file is locked even for readers; milliseconds. */
const READ_WAIT = 250
/** Some milliseconds of the database thread, also on a small machine. */
const SLICE = 100

export interface EmbeddedDatabase extends Database {
  close(): void
}

/**
 * @param port of {@link DatabaseThread.port}
 * @param file the database file, for reading
 */
export function openEmbedded(file: string, port: MessagePort): EmbeddedDatabase {
  const schema = { value: 0 }
  const reader = new Connection(file, schema, { readOnly: true, waitMs: READ_WAIT })
  const waiting = new Map<number, { resolve(rows: Row[][]): void; reject(error: unknown): void }>()
  let last = 0
  port.on('message', (answer: WriteAnswer) => {
    const call = waiting.get(answer.id)
    waiting.delete(answer.id)
    if ('rows' in answer) call?.resolve(answer.rows)
    else call?.reject(asCallersKnow(untold(answer.error)))
  })
  // Ends with its thread; alone it keeps none alive.
  port.unref()
  return {
    slice: SLICE,
    async read(statements) {
      try {
        schema.value = reader.schemaVersion()
        return runBatch(reader, 'read', statements.map(keepable))
      } catch (error) {
        throw asCallersKnow(error)
      }
    },
    write: (statements: Sql[]) =>
      new Promise((resolve, reject) => {
        const id = ++last
        waiting.set(id, { resolve, reject })
        port.postMessage({ id, statements: statements.map(keepable) })
      }),
    close() {
      port.close()
      reader.close()
    },
  }
}

/** In place of one that must not be read: whoever asks is told that it is damaged. */
export function unreadable(damage: readonly string[]): EmbeddedDatabase {
  const refuse = () => Promise.reject(new DatabaseUnavailable(new Error(damage.join('; ')), 'storage_damaged'))
  return { slice: SLICE, read: refuse, write: refuse, close: () => {} }
}

export interface DatabaseThread {
  /** Of the local listener for `admin`. */
  url: string
  /** Where text stands that cannot be read, see `findDamage`: nothing but a backup may read this database then. */
  damage: readonly string[]
  /** An end for {@link openEmbedded} in any thread. @param patient what comes through it waits for all that does not */
  port(patient: boolean): MessagePort
  /** Settles when the thread has ended, whatever the reason. */
  ended: Promise<void>
  /** Finishes what is being written, refuses the rest, and leaves one tidy file. */
  close(): Promise<void>
}

export const DATABASE_THREAD = new URL('./embedded/thread.ts', import.meta.url)

/**
 * Starts the thread that owns `data.file`.
 * @param program of the thread
 * @throws what the start met; `code` DATABASE_IN_USE where another owns it
 */
export async function startDatabaseThread(data: ThreadData, program = DATABASE_THREAD): Promise<DatabaseThread> {
  const worker = new Worker(program, { workerData: data })
  const ended = new Promise<void>((done) => worker.once('exit', () => done()))
  const say = (message: ToThread, transfer: MessagePort[] = []) => worker.postMessage(message, transfer)
  const heard = () =>
    new Promise<FromThread>((resolve, reject) => {
      worker.once('message', resolve)
      worker.once('error', reject)
      worker.once('exit', () => reject(new Error('the database thread ended')))
    })
  const first = await heard()
  if (typeof first === 'string') throw new Error('the database thread closed at once')
  if ('failed' in first) {
    await worker.terminate()
    throw Object.assign(new Error(first.failed.message), { code: first.failed.code })
  }
  worker.on('error', (error) => console.error('database thread:', error.name))
  return {
    url: first.url,
    damage: first.damage,
    port(patient) {
      const { port1, port2 } = new MessageChannel()
      say({ port: port2, patient }, [port2])
      return port1
    },
    ended,
    async close() {
      const closed = heard().catch(() => {})
      say('close')
      await closed
      await worker.terminate()
    },
  }
}
