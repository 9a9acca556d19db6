import type { ComponentChildren } from 'preact'
import { useLayoutEffect, useRef, useState } from 'preact/hooks'
import { keptScroll, useKeptScroll } from './kept-scroll.ts'

interface Props<T> {
  items: readonly T[]
  /** Height of every row in px at a root font of 16 px; grows with the reader's font size. */
  rowHeight?: number
  itemKey: (item: T) => string
  /** One row, usually a Row with `href`. */
  children: (item: T, index: number) => ComponentChildren
  /** Names the list for screen readers. */
  label: string
  /** Name under which the scroll position survives leaving the screen. */
  keep?: string
  /** Instead of the list when there are no items. */
  empty?: ComponentChildren
}

/** Rows kept ready beyond the edges, so that a flick never shows a gap. */
const SPARE = 8
/** Used until the list is measured. */
const FIRST_HEIGHT = 800

const rootScale = () => (Number.parseFloat(getComputedStyle(document.documentElement).fontSize) || 16) / 16

/**
 * A list of any length of which only the rows in view exist. It scrolls itself: put it in a Screen with `fill`.
 * One Tab stop; arrow keys, Page Up/Down, Home and End move between rows, and the row with the focus stays in the
 * page while it is scrolled out of view.
 */
export function VirtualList<T>(props: Props<T>) {
  const { items, itemKey, label, keep } = props
  const scroller = useRef<HTMLDivElement>(null)
  const [height, setHeight] = useState(FIRST_HEIGHT)
  const [scale, setScale] = useState(rootScale)
  const row = Math.round((props.rowHeight ?? 64) * scale)
  const [first, setFirst] = useState(() => Math.floor(keptScroll(keep) / row))
  const [active, setActive] = useState(0)
  const moved = useRef(false)

  useLayoutEffect(() => {
    const el = scroller.current
    if (!el) return
    const measure = () => {
      setHeight(el.clientHeight || FIRST_HEIGHT)
      setScale(rootScale())
    }
    measure()
    const observer = new ResizeObserver(measure)
    observer.observe(el)
    return () => observer.disconnect()
  }, [])
  useKeptScroll(scroller, keep, items.length > 0)

  const from = Math.max(0, Math.min(first, items.length - 1) - SPARE)
  const to = Math.min(items.length, first + Math.ceil(height / row) + SPARE)
  const at = Math.min(active, items.length - 1)
  const indexes: number[] = []
  if (at >= 0 && at < from) indexes.push(at)
  for (let i = from; i < to; i++) indexes.push(i)
  if (at >= to) indexes.push(at)

  const controlOf = (index: number) =>
    scroller.current?.querySelector<HTMLElement>(`[data-index="${index}"] :is(a, button)`) ?? null

  // Only the active row is a Tab stop; the rows come from outside, so it is set on their elements.
  useLayoutEffect(() => {
    for (const index of indexes) {
      const control = controlOf(index)
      if (control) control.tabIndex = index === at ? 0 : -1
    }
    if (moved.current) {
      moved.current = false
      controlOf(at)?.focus({ preventScroll: true })
    }
  })

  const goTo = (index: number) => {
    const el = scroller.current
    if (!el) return
    const next = Math.max(0, Math.min(items.length - 1, index))
    const top = next * row
    if (top < el.scrollTop) el.scrollTop = top
    else if (top + row > el.scrollTop + height) el.scrollTop = top + row - height
    setFirst(Math.floor(el.scrollTop / row))
    moved.current = true
    setActive(next)
  }

  const onKeyDown = (event: KeyboardEvent) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return
    const page = Math.max(1, Math.floor(height / row) - 1)
    const next: Record<string, number> = {
      ArrowDown: at + 1,
      ArrowUp: at - 1,
      PageDown: at + page,
      PageUp: at - page,
      Home: 0,
      End: items.length - 1,
    }
    const index = next[event.key]
    if (index === undefined) return
    event.preventDefault()
    goTo(index)
  }

  return (
    <div
      ref={scroller}
      class="virtual"
      onScroll={(event) => setFirst(Math.max(0, Math.floor(event.currentTarget.scrollTop / row)))}
    >
      {items.length === 0 ? (
        props.empty
      ) : (
        // biome-ignore lint/a11y/useSemanticElements: rows are placed by hand, as ul cannot know its full length.
        <div
          class="virtual-all"
          role="list"
          aria-label={label}
          style={{ height: `${items.length * row}px` }}
          onKeyDown={onKeyDown}
          onFocusIn={(event) => {
            const index = (event.target as Element).closest('[data-index]')?.getAttribute('data-index')
            if (index) setActive(Number(index))
          }}
        >
          {indexes.map((index) => {
            const item = items[index]!
            return (
              // biome-ignore lint/a11y/useSemanticElements: as above.
              <div
                key={itemKey(item)}
                class="virtual-row"
                role="listitem"
                aria-setsize={items.length}
                aria-posinset={index + 1}
                data-index={index}
                style={{ height: `${row}px`, transform: `translateY(${index * row}px)` }}
              >
                {props.children(item, index)}
              </div>
            )
          })}
        </div>
      )}
    </div>
  )
}
