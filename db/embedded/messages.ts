/** What the threads say to each other. */
import type { MessagePort } from 'node:worker_threads'
import type { Row } from '../client.ts'
import { StatementError } from '../local/errors.ts'
import type { Sql } from './batch.ts'

export interface ThreadData {
  file: string
  token: string
  /** Looks for damage before anything else: the last run did not end in order. */
  check?: boolean
}

/** To the database thread. */
export type ToThread = { port: MessagePort; patient: boolean } | 'close'

/** From it: once after the start, with the damage it found, and once when it has closed. */
export type FromThread = { url: string; damage: string[] } | { failed: Told } | 'closed'

export interface WriteRequest {
  id: number
  statements: readonly Sql[]
}

export type WriteAnswer = { id: number; rows: Row[][] } | { id: number; error: Told }

/** An error that has to cross over: classes do not. `code` only where the engine gave one. */
export interface Told {
  name: string
  message: string
  code?: string
}

export function told(error: unknown): Told {
  const { name = 'Error', message = '', code } = error as { name?: string; message?: string; code?: unknown }
  return { name, message, ...(typeof code === 'string' ? { code } : {}) }
}

export function untold({ name, message, code }: Told): Error {
  if (name === 'RangeError') return new RangeError(message)
  return code === undefined ? Object.assign(new Error(message), { name }) : new StatementError(code, message)
}
