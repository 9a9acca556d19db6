/** Talking to the server. The link goes along in a header: an address would end up in logs. */
import { linkToken } from '../../worker/domain/buyer-page.ts'
import { uuidv7 } from '../../worker/domain/uuid.ts'

const PATIENCE_MS = 20_000

/** `gone`: the link opens nothing. `slow`: asked too often. `full`: enough waits for the shop's answer. `moved`: the case went on meanwhile. `failed`: try again. */
export type FailureKind = 'gone' | 'slow' | 'full' | 'moved' | 'photo' | 'failed'

export class Failure extends Error {
  readonly kind: FailureKind
  constructor(kind: FailureKind) {
    super(kind)
    this.kind = kind
  }
}

const KINDS: { [status: number]: FailureKind } = { 404: 'gone', 409: 'moved', 413: 'photo', 415: 'photo', 429: 'slow' }

interface Sent {
  body: Blob | string
  type: string
  /** The page may be gone before the answer. */
  last?: boolean
}

async function kindOf(response: Response): Promise<FailureKind> {
  // Only what was too much for a day says so; everything else is told by its status.
  if (response.status === 429 && /"(complaints_waiting|photos_today)"/.test(await response.text())) return 'full'
  return KINDS[response.status] || 'failed'
}

/** @throws Failure */
async function answer(credential: string, path: string, sent?: Sent): Promise<Response> {
  const aborter = typeof AbortController === 'function' ? new AbortController() : null
  const timer = setTimeout(() => aborter?.abort(), PATIENCE_MS)
  const headers: { [name: string]: string } = { authorization: `Bearer bl_${credential}` }
  if (sent) headers['content-type'] = sent.type
  try {
    const response = await fetch(`/api/b${path}`, {
      method: sent ? 'POST' : 'GET',
      headers,
      credentials: 'omit',
      cache: 'no-store',
      keepalive: Boolean(sent?.last),
      ...(sent ? { body: sent.body } : {}),
      ...(aborter ? { signal: aborter.signal } : {}),
    })
    if (!response.ok) throw new Failure(await kindOf(response))
    return response
  } catch (error) {
    throw error instanceof Failure ? error : new Failure('failed')
  } finally {
    clearTimeout(timer)
  }
}

/** @throws Failure */
export async function ask<T>(credential: string, path: string, body?: object, last = false): Promise<T> {
  const sent = body && { body: JSON.stringify(body), type: 'application/json', last }
  const response = await answer(credential, path, sent)
  try {
    return (await response.json()) as T
  } catch {
    throw new Failure('failed')
  }
}

/** @throws Failure */
export const sendPhoto = async <T>(credential: string, photo: Blob): Promise<T> =>
  (await answer(credential, '/photos', { body: photo, type: photo.type })).json() as Promise<T>

/** @throws Failure */
export const fetchPhoto = async (credential: string, id: string): Promise<Blob> =>
  (await answer(credential, `/photos/${id}`)).blob()

const random = (bytes: number): Uint8Array => crypto.getRandomValues(new Uint8Array(bytes))

/** Ids are made here, so that what is sent twice is taken once. */
export const newId = (): string => uuidv7(Date.now(), random(10))
export const newToken = (): string => linkToken(random(16))
