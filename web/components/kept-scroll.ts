import type { RefObject } from 'preact'
import { useLayoutEffect } from 'preact/hooks'

const kept = new Map<string, number>()

/** Where a scroller was left, for who has to know before it is in the page. */
export const keptScroll = (key: string | undefined): number => (key ? (kept.get(key) ?? 0) : 0)

/**
 * Keeps a scroller's position under a key while its screen is away, and puts it back when it returns.
 * `ready` is false as long as the content that gives it its length is not there.
 */
export function useKeptScroll(scroller: RefObject<HTMLElement | null>, key: string | undefined, ready = true): void {
  useLayoutEffect(() => {
    const el = scroller.current
    if (!el || !key || !ready) return
    el.scrollTop = keptScroll(key)
    const remember = () => {
      kept.set(key, el.scrollTop)
    }
    el.addEventListener('scroll', remember, { passive: true })
    return () => el.removeEventListener('scroll', remember)
  }, [scroller, key, ready])
}
