import type { IconNode } from 'lucide'
import type { ComponentChildren } from 'preact'
import { Icon } from './Icon.tsx'

interface Props {
  tone?: 'plain' | 'ok' | 'warn' | 'danger' | 'note' | 'accent' | undefined
  icon?: IconNode | undefined
  /** Makes it a toggle of 44 px. */
  onClick?: (() => void) | undefined
  pressed?: boolean | undefined
  children: ComponentChildren
}

/** A short word about something; with `onClick` a toggle. */
export function Chip({ tone = 'plain', icon, onClick, pressed, children }: Props) {
  const inside = (
    <>
      {icon && <Icon of={icon} size={14} />}
      <span class="clip">{children}</span>
    </>
  )
  return onClick ? (
    <button class="chip-tap" type="button" aria-pressed={pressed ?? false} onClick={onClick}>
      <span class={`chip tap ${tone}`}>{inside}</span>
    </button>
  ) : (
    <span class={`chip ${tone}`}>{inside}</span>
  )
}

/** Chips in a line that scrolls sideways where it is too long. */
export function Chips({ label, children }: { label?: string | undefined; children: ComponentChildren }) {
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset would need a visible legend.
    <div class="chips" role="group" aria-label={label}>
      {children}
    </div>
  )
}
