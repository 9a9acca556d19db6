/** What only the server knows, and a screen shows. */
import { useRef, useState } from 'preact/hooks'
import { type Requests, useRequest } from './request.ts'

export interface Loaded<T> {
  /** What it said last; null until it has. */
  value: T | null
  /** Why it could not be asked last, until the next try. */
  error: Requests['error']
  /**
   * Asks; asked while an answer is awaited, once more after it: that answer may be of before something was done. The
   * last one stands, whatever order the network would have them in.
   */
  load: () => void
}

/** Asks nothing by itself: the screen says when. @param ask rejects with an ApiError */
export function useLoaded<T>(ask: () => Promise<T>): Loaded<T> {
  const [value, setValue] = useState<T | null>(null)
  const { error, request } = useRequest()
  const state = useRef({ asking: false, wanted: false })
  async function load(): Promise<void> {
    const now = state.current
    now.wanted = true
    if (now.asking) return
    now.asking = true
    while (now.wanted) {
      now.wanted = false
      await request(async () => setValue(await ask()))
    }
    now.asking = false
  }
  return { value, error, load: () => void load() }
}
