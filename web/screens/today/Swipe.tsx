import type { IconNode } from 'lucide'
import type { ComponentChildren } from 'preact'
import { useRef } from 'preact/hooks'
import { Icon } from '../../components/Icon.tsx'

interface Side {
  word: string
  icon: IconNode
  /** The card stays away until the promise settles; without one it comes straight back. */
  run: () => Promise<unknown> | undefined
}

interface Props {
  /** What swiping to the right does; without it the card hardly moves that way. */
  right?: Side | undefined
  left?: Side | undefined
  children: ComponentChildren
}

/** A finger moves this far before it is a swipe and not a tap or a scroll, px. */
const SLACK = 10
/** Let go beyond this and it is done, px. */
const FAR = 96
/** How much of a swipe that leads nowhere the card follows. */
const RESISTANCE = 0.15

interface Gesture {
  id: number
  x: number
  y: number
  dx: number
  swiping: boolean
}

/**
 * Swiping with a finger, as a quicker way to what the buttons inside do. Follows the finger without drawing anything
 * anew; how it settles follows the app's motion, none for who asked for less.
 */
export function Swipe({ right, left, children }: Props) {
  const outer = useRef<HTMLDivElement>(null)
  const front = useRef<HTMLDivElement>(null)
  const gesture = useRef<Gesture | null>(null)
  /** A swipe ends in a click on what is under the finger; that one is not meant. */
  const swallow = useRef(false)

  const show = (dx: number, moving: boolean) => {
    if (!front.current || !outer.current) return
    front.current.style.transition = moving ? 'none' : ''
    front.current.style.transform = dx === 0 ? '' : `translateX(${dx}px)`
    outer.current.dataset.side = dx === 0 ? '' : dx > 0 ? 'right' : 'left'
    outer.current.dataset.far = String(Math.abs(dx) >= FAR)
  }
  const settle = async (dx: number) => {
    const side = dx >= FAR ? right : dx <= -FAR ? left : undefined
    const running = side?.run()
    if (running) {
      show(Math.sign(dx) * (outer.current?.clientWidth ?? 0), false)
      await running
    }
    show(0, false)
  }

  return (
    <div
      ref={outer}
      class="swipe"
      onPointerDown={(event) => {
        swallow.current = false
        if (event.pointerType === 'mouse' || !event.isPrimary) return
        gesture.current = { id: event.pointerId, x: event.clientX, y: event.clientY, dx: 0, swiping: false }
      }}
      onPointerMove={(event) => {
        const now = gesture.current
        if (!now || now.id !== event.pointerId) return
        const dx = event.clientX - now.x
        const dy = event.clientY - now.y
        if (!now.swiping) {
          if (Math.abs(dy) > SLACK && Math.abs(dy) > Math.abs(dx)) gesture.current = null
          if (Math.abs(dx) <= SLACK || Math.abs(dx) <= Math.abs(dy)) return
          now.swiping = true
          event.currentTarget.setPointerCapture(now.id)
        }
        now.dx = (dx > 0 ? right : left) ? dx : dx * RESISTANCE
        show(now.dx, true)
      }}
      onPointerUp={(event) => {
        const done = gesture.current
        gesture.current = null
        if (!done?.swiping || done.id !== event.pointerId) return
        swallow.current = true
        settle(done.dx)
      }}
      onPointerCancel={() => {
        gesture.current = null
        show(0, false)
      }}
      onClickCapture={(event) => {
        if (!swallow.current) return
        swallow.current = false
        event.preventDefault()
        event.stopPropagation()
      }}
    >
      {right && <Behind side="right" {...right} />}
      {left && <Behind side="left" {...left} />}
      <div ref={front} class="swipe-front">
        {children}
      </div>
    </div>
  )
}

const Behind = ({ side, icon, word }: Side & { side: 'right' | 'left' }) => (
  <span class={`swipe-behind ${side}`} aria-hidden="true">
    <Icon of={icon} />
    {word}
  </span>
)
