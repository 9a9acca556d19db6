import { useEffect, useRef } from 'preact/hooks'

const AGAIN_MS = 20_000

/**
 * Loads what only the server knows, and again while the page is looked at: others join, sign in and make keys meanwhile.
 * @param version when it changes, it is loaded again at once
 */
export function useFresh(load: () => void, version?: unknown): void {
  const latest = useRef(load)
  latest.current = load
  useEffect(() => latest.current(), [version])
  useEffect(() => {
    const again = () => {
      if (!document.hidden && navigator.onLine) latest.current()
    }
    const timer = setInterval(again, AGAIN_MS)
    document.addEventListener('visibilitychange', again)
    addEventListener('focus', again)
    return () => {
      clearInterval(timer)
      document.removeEventListener('visibilitychange', again)
      removeEventListener('focus', again)
    }
  }, [])
}
