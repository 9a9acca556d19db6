import type { IconNode } from 'lucide'
import type { ComponentChildren } from 'preact'
import { Icon } from './Icon.tsx'

interface Props {
  /** primary: the one thing this screen is for. danger: destroys something. quiet: text only. */
  kind?: 'primary' | 'plain' | 'quiet' | 'danger' | undefined
  icon?: IconNode | undefined
  /** Full width. */
  wide?: boolean | undefined
  /** Smaller type and padding; still a 44 px target. */
  small?: boolean | undefined
  /** Shows that it is working and ignores taps. */
  busy?: boolean | undefined
  disabled?: boolean | undefined
  /** Makes it a link that looks like a button. */
  href?: string | undefined
  download?: string | undefined
  type?: 'button' | 'submit' | undefined
  form?: string | undefined
  onClick?: (() => void) | undefined
  children: ComponentChildren
}

const classes = (kind: string, wide?: boolean, small?: boolean) =>
  `btn ${kind}${wide ? ' wide' : ''}${small ? ' small-btn' : ''}`

/** A labelled action. */
export function Button({ kind = 'plain', icon, wide, small, busy, disabled, href, ...rest }: Props) {
  const inside = (
    <>
      {busy ? <span class="spin" aria-hidden="true" /> : icon && <Icon of={icon} size={small ? 18 : 20} />}
      <span>{rest.children}</span>
    </>
  )
  if (href !== undefined && !disabled) {
    return (
      <a class={classes(kind, wide, small)} href={href} download={rest.download} onClick={rest.onClick}>
        {inside}
      </a>
    )
  }
  return (
    <button
      class={classes(kind, wide, small)}
      type={rest.type ?? 'button'}
      form={rest.form}
      disabled={disabled}
      aria-busy={busy || undefined}
      onClick={(event) => {
        if (busy) event.preventDefault()
        else rest.onClick?.()
      }}
    >
      {inside}
    </button>
  )
}

interface IconButtonProps {
  icon: IconNode
  /** What it does; read aloud and shown as a tooltip. */
  label: string
  onClick?: (() => void) | undefined
  href?: string | undefined
  /** A small count at its corner; nothing at 0. */
  badge?: number | undefined
  pressed?: boolean | undefined
  disabled?: boolean | undefined
}

/** A 44 px target with an icon only, for title bars and the end of rows. */
export function IconButton({ icon, label, onClick, href, badge = 0, pressed, disabled }: IconButtonProps) {
  const shown = badge > 99 ? '99+' : String(badge)
  const name = badge > 0 ? `${label} ${shown}` : label
  const inside = (
    <>
      <Icon of={icon} size={22} />
      {badge > 0 && <span class="badge">{shown}</span>}
    </>
  )
  return href === undefined ? (
    <button
      class="icon-btn"
      type="button"
      aria-label={name}
      title={label}
      aria-pressed={pressed}
      disabled={disabled}
      onClick={onClick}
    >
      {inside}
    </button>
  ) : (
    <a class="icon-btn" href={href} aria-label={name} title={label} onClick={onClick}>
      {inside}
    </a>
  )
}
