import type { ComponentChildren, VNode } from 'preact'
import { useLayoutEffect, useRef, useState } from 'preact/hooks'
import { keptScroll, useKeptScroll } from './kept-scroll.ts'

interface Props<T> {
  items: readonly T[]
  /** Height of every row in px at a root font of 16 px; grows with the reader's font size. */
  rowHeight?: number | undefined
  itemKey: (item: T) => string
  /** One row, usually a Row with `href`. */
  children: (item: T, index: number) => ComponentChildren
  /** Names the list for screen readers. */
  label: string
  /** Name under which the scroll position survives leaving the screen. */
  keep?: string | undefined
  /** Instead of the list when there are no items. */
  empty?: ComponentChildren | undefined
}

/** Rows kept ready beyond the edges, so that a flick never shows a gap. */
const SPARE = 8
/** The window moves by this many rows at a time: most scroll events then change nothing. */
const STRIDE = 4
/** Used until the list is measured. */
const FIRST_HEIGHT = 800

const rootScale = () => (Number.parseFloat(getComputedStyle(document.documentElement).fontSize) || 16) / 16

interface ItemProps<T> {
  draw: Props<T>['children']
  item: T
  index: number
}

/** A component of its own, so that a signal read while drawing a row re-renders that row. */
function Item<T>({ draw, item, index }: ItemProps<T>) {
  return <>{draw(item, index)}</>
}

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
  const firstAt = (top: number) => Math.max(0, Math.floor(top / row / STRIDE) * STRIDE)
  const [first, setFirst] = useState(() => firstAt(keptScroll(keep)))
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
  const to = Math.min(items.length, first + STRIDE + Math.ceil(height / row) + SPARE)
  const at = Math.min(active, items.length - 1)
  const indexes: number[] = []
  if (at >= 0 && at < from) indexes.push(at)
  for (let i = from; i < to; i++) indexes.push(i)
  if (at >= to) indexes.push(at)

  const controlOf = (index: number) =>
    scroller.current?.querySelector<HTMLElement>(`[data-index="${index}"] :is(a, button)`) ?? null

  // Only the active row is a Tab stop; the rows come from outside, so it is set on their elements.
  useLayoutEffect(() => {
    for (const el of scroller.current?.querySelectorAll<HTMLElement>('.virtual-row') ?? []) {
      const control = el.querySelector<HTMLElement>('a, button')
      const stop = Number(el.getAttribute('data-index')) === at ? 0 : -1
      if (control && control.tabIndex !== stop) control.tabIndex = stop
    }
    if (moved.current) {
      moved.current = false
      controlOf(at)?.focus({ preventScroll: true })
    }
  })

  // While scrolling only the window changes: a row that was drawn for the same list is taken as it is.
  const drawn = useRef({ items, children: props.children, row, rows: new Map<number, VNode>() })
  if (drawn.current.items !== items || drawn.current.children !== props.children || drawn.current.row !== row) {
    drawn.current = { items, children: props.children, row, rows: new Map() }
  }
  const kept = drawn.current.rows
  for (const index of kept.keys()) if ((index < from || index >= to) && index !== at) kept.delete(index)
  const rowAt = (index: number): VNode => {
    const ready = kept.get(index)
    if (ready) return ready
    const item = items[index] as T
    const fresh = (
      // biome-ignore lint/a11y/useSemanticElements: rows are placed by hand, as ul cannot know its full length.
      <div
        key={itemKey(item)}
        class="virtual-row"
        role="listitem"
        aria-setsize={items.length}
        aria-posinset={index + 1}
        data-index={index}
        style={{ height: `${row}px`, transform: `translateY(${index * row}px)` }}
      >
        <Item draw={props.children} item={item} index={index} />
      </div>
    )
    kept.set(index, fresh)
    return fresh
  }

  const goTo = (index: number) => {
    const el = scroller.current
    if (!el) return
    const next = Math.max(0, Math.min(items.length - 1, index))
    const top = next * row
    if (top < el.scrollTop) el.scrollTop = top
    else if (top + row > el.scrollTop + height) el.scrollTop = top + row - height
    setFirst(firstAt(el.scrollTop))
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
    <div ref={scroller} class="virtual" onScroll={(event) => setFirst(firstAt(event.currentTarget.scrollTop))}>
      {items.length === 0 ? (
        props.empty
      ) : (
        // biome-ignore lint/a11y/useSemanticElements: as for the rows.
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
          {indexes.map(rowAt)}
        </div>
      )}
    </div>
  )
}
