/** Picking many of a list: by tap, with Shift from one to another, and all by keyboard. */
import { type ReadonlySignal, useSignal } from '@preact/signals'
import { useRef } from 'preact/hooks'

export interface Selection {
  /** Null while nothing is being selected. */
  picked: ReadonlySignal<ReadonlySet<string> | null>
  start(): void
  stop(): void
  /** @param through everything from the one picked last up to this one */
  pick(id: string, on: boolean, through?: boolean): void
  pickAll(ids: readonly string[], on: boolean): void
  /** For the element around the list: arrows, Home and End go through the boxes, Ctrl+A picks all, Escape ends. */
  onKeyDown(event: KeyboardEvent): void
}

/** @param order ids as they stand on screen, also those not drawn yet */
export function useSelection(order: readonly string[]): Selection {
  const picked = useSignal<ReadonlySet<string> | null>(null)
  const last = useRef<string | null>(null)

  const pickAll: Selection['pickAll'] = (ids, on) => {
    const next = new Set(picked.peek())
    for (const id of ids) {
      if (on) next.add(id)
      else next.delete(id)
    }
    picked.value = next
  }
  const pick: Selection['pick'] = (id, on, through = false) => {
    const from = last.current === null ? -1 : order.indexOf(last.current)
    const to = order.indexOf(id)
    last.current = id
    if (through && from >= 0 && to >= 0) pickAll(order.slice(Math.min(from, to), Math.max(from, to) + 1), on)
    else pickAll([id], on)
  }
  const stop = () => {
    picked.value = null
    last.current = null
  }

  const onKeyDown: Selection['onKeyDown'] = (event) => {
    if (picked.peek() === null) return
    if (event.key === 'Escape') stop()
    else if (event.key === 'a' && (event.ctrlKey || event.metaKey)) pickAll(order, true)
    else if (!moveFocus(event)) return
    event.preventDefault()
  }

  const moveFocus = (event: KeyboardEvent): boolean => {
    if (event.ctrlKey || event.metaKey || event.altKey) return false
    const around = event.currentTarget as HTMLElement
    const boxes = [...around.querySelectorAll<HTMLInputElement>('input[data-pick]')]
    const at = boxes.indexOf(event.target as HTMLInputElement)
    const to = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: boxes.length - 1 }[event.key]
    const box = to === undefined ? undefined : boxes[to]
    if (!box) return false
    box.focus()
    if (event.shiftKey) {
      const from = boxes[at]?.dataset.pick
      if (from) last.current = from
      pick(box.dataset.pick ?? '', true, true)
    }
    return true
  }

  return {
    picked,
    start: () => {
      picked.value = new Set()
    },
    stop,
    pick,
    pickAll,
    onKeyDown,
  }
}
