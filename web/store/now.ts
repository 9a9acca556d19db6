/** The server's time for clocks on screen. */
import { useEffect, useState } from 'preact/hooks'
import { currentStore } from './current.ts'

const TICK_MS = 30_000

/** Epoch ms; draws again every half minute and when the app comes back to the front. */
export function useNow(): number {
  const [now, setNow] = useState(() => currentStore().now())
  useEffect(() => {
    const tick = () => {
      if (!document.hidden) setNow(currentStore().now())
    }
    const timer = setInterval(tick, TICK_MS)
    document.addEventListener('visibilitychange', tick)
    return () => {
      clearInterval(timer)
      document.removeEventListener('visibilitychange', tick)
    }
  }, [])
  return now
}
