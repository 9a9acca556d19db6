import { ChevronRight } from 'lucide'
import { type ComponentChildren, toChildArray } from 'preact'
import { Icon } from './Icon.tsx'

interface Props {
  title: ComponentChildren
  /** Second line. */
  sub?: ComponentChildren | undefined
  /** At the right of the title: a value, a time. */
  meta?: ComponentChildren | undefined
  /** Under `meta`, quieter. */
  metaSub?: ComponentChildren | undefined
  /** At the left: TierMark, ClockRing, Icon. */
  lead?: ComponentChildren | undefined
  /** One or two Chips at the end of the second line. */
  chips?: ComponentChildren | undefined
  href?: string | undefined
  onClick?: (() => void) | undefined
  /** A control of its own at the far right (IconButton, Switch), outside the link. */
  trail?: ComponentChildren | undefined
  chevron?: boolean | undefined
  /** The open item of a list beside its detail. */
  selected?: boolean | undefined
  tone?: 'danger' | 'quiet' | undefined
  disabled?: boolean | undefined
}

/** A line of a list: at least 56 px, one link or button over its whole width. */
export function Row(props: Props) {
  const { href, onClick, disabled } = props
  const inside = (
    <>
      {props.lead && <span class="row-lead">{props.lead}</span>}
      <span class="row-main">
        <span class="row-line">
          <span class="row-title">{props.title}</span>
          {props.meta !== undefined && props.meta !== null && <span class="row-meta">{props.meta}</span>}
        </span>
        {(props.sub || props.chips || props.metaSub) && (
          <span class="row-line">
            <span class="row-sub">{props.sub}</span>
            {props.chips && <span class="row-chips">{props.chips}</span>}
            {props.metaSub && <span class="row-meta-sub">{props.metaSub}</span>}
          </span>
        )}
      </span>
      {props.chevron && <Icon of={ChevronRight} size={18} class="row-chevron" />}
    </>
  )
  const current = props.selected ? 'true' : undefined
  return (
    <div
      class={`row${props.lead ? ' led' : ''}${props.tone ? ` ${props.tone}` : ''}${props.selected ? ' selected' : ''}`}
    >
      {href !== undefined && !disabled ? (
        <a class="row-in" href={href} onClick={onClick} aria-current={current}>
          {inside}
        </a>
      ) : onClick || disabled ? (
        <button class="row-in" type="button" disabled={disabled} onClick={onClick} aria-current={current}>
          {inside}
        </button>
      ) : (
        <div class="row-in">{inside}</div>
      )}
      {props.trail && <div class="row-trail">{props.trail}</div>}
    </div>
  )
}

interface ListProps {
  /** Names the list for screen readers. */
  label?: string | undefined
  /** On a surface with round corners, within a padded screen. */
  inset?: boolean | undefined
  children: ComponentChildren
}

/** Rows divided by hairlines. */
export function List({ label, inset, children }: ListProps) {
  return (
    <ul class={inset ? 'list inset' : 'list'} aria-label={label}>
      {toChildArray(children).map((child, i) => (
        <li key={typeof child === 'object' ? (child.key ?? i) : i}>{child}</li>
      ))}
    </ul>
  )
}

interface FactsProps {
  /** Label and value; a null value is left out. */
  items: readonly (readonly [label: string, value: ComponentChildren | null])[]
}

/** Labels with their values, one a line. */
export function Facts({ items }: FactsProps) {
  return (
    <dl class="facts">
      {items.map(
        ([label, value]) =>
          value !== null && (
            <div key={label}>
              <dt>{label}</dt>
              <dd>{value}</dd>
            </div>
          ),
      )}
    </dl>
  )
}
