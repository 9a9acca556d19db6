import { CircleAlert, TriangleAlert } from 'lucide'
import type { ComponentChildren } from 'preact'
import { Icon } from './Icon.tsx'

interface Props {
  /** What happened. */
  title: string
  /** What was kept. */
  kept?: ComponentChildren | undefined
  /** What to do. */
  todo?: ComponentChildren | undefined
  /** A small Button that does it. */
  action?: ComponentChildren | undefined
  tone?: 'danger' | 'warn' | undefined
}

/** Something went wrong: what happened, what was kept, what to do. */
export function ErrorNote({ title, kept, todo, action, tone = 'danger' }: Props) {
  return (
    <div class={`trouble ${tone}`} role="alert">
      <Icon of={tone === 'danger' ? CircleAlert : TriangleAlert} size={20} />
      <div class="trouble-main">
        <p class="trouble-title">{title}</p>
        {kept && <p>{kept}</p>}
        {todo && <p>{todo}</p>}
        {action && <div class="trouble-action">{action}</div>}
      </div>
    </div>
  )
}

/** One quiet line of advice, as the manner hints of a dispute. */
export function Hint({ children }: { children: ComponentChildren }) {
  return <p class="hint">{children}</p>
}
