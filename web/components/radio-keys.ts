const STEP: Record<string, number> = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 }

/**
 * Arrow keys, Home and End inside a radio group: chooses the option they lead to and moves the focus there.
 * Goes round at the ends, as native radio buttons do.
 */
export function radioKeys(event: KeyboardEvent, at: number, count: number, choose: (index: number) => void): void {
  let next: number
  const step = STEP[event.key]
  if (step !== undefined) next = at < 0 ? 0 : (at + step + count) % count
  else if (event.key === 'Home') next = 0
  else if (event.key === 'End') next = count - 1
  else return
  event.preventDefault()
  choose(next)
  const group = event.currentTarget as HTMLElement
  group.querySelectorAll<HTMLElement>('[role="radio"]')[next]?.focus()
}
