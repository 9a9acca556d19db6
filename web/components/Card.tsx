import type { ComponentChildren } from 'preact'

interface Props {
  title?: ComponentChildren | undefined
  /** At the right of the title. */
  aside?: ComponentChildren | undefined
  /** Something tall at the right of everything: a ClockRing. */
  mark?: ComponentChildren | undefined
  /** Buttons under a hairline. */
  footer?: ComponentChildren | undefined
  /** danger: it is breaking. warn: it soon will. */
  tone?: 'danger' | 'warn' | undefined
  /** Makes the content (not the footer) a link. */
  href?: string | undefined
  children?: ComponentChildren | undefined
}

/** Something that stands on its own: a task, a figure. Lists use Row instead. */
export function Card({ title, aside, mark, footer, tone, href, children }: Props) {
  const content = (
    <>
      {(title || aside) && (
        <div class="card-head">
          <h2>{title}</h2>
          {aside && <div class="card-aside">{aside}</div>}
        </div>
      )}
      {children}
    </>
  )
  const inside = mark ? (
    <div class="card-marked">
      <div class="card-main">{content}</div>
      {mark}
    </div>
  ) : (
    content
  )
  return (
    <article class={tone ? `card ${tone}` : 'card'}>
      {href !== undefined ? (
        <a class="card-in" href={href}>
          {inside}
        </a>
      ) : (
        <div class="card-in">{inside}</div>
      )}
      {footer && <footer class="card-foot">{footer}</footer>}
    </article>
  )
}
