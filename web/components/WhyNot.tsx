import type { ComponentChildren } from 'preact'

interface Props {
  id: string
  children: ComponentChildren
}

/** In one sentence why buttons beside it cannot be used: each of them names it by `aria-describedby`. */
export const WhyNot = ({ id, children }: Props) => (
  <p id={id} class="small quiet">
    {children}
  </p>
)
