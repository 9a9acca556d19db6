import type { IconNode } from 'lucide'
import { h } from 'preact'

interface Props {
  /** An icon of lucide, imported by name so that only what is used is shipped: `<Icon of={Bell} />`. */
  of: IconNode
  size?: number | undefined
  /** Names the icon where no word stands beside it; without it the icon is decoration. */
  label?: string | undefined
  class?: string | undefined
}

/** A line icon, 1.75 px stroke at any size. */
export function Icon({ of, size = 20, label, class: name }: Props) {
  return (
    <svg
      class={name}
      width={size}
      height={size}
      viewBox="0 0 24 24"
      fill="none"
      stroke="currentColor"
      stroke-width={(1.75 * 24) / size}
      stroke-linecap="round"
      stroke-linejoin="round"
      role={label ? 'img' : undefined}
      aria-label={label}
      aria-hidden={label ? undefined : 'true'}
    >
      {of.map(([tag, attributes], i) => h(tag, { key: i, ...attributes }))}
    </svg>
  )
}
