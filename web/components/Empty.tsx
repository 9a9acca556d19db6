import type { ComponentChildren } from 'preact'

interface Props {
  art?: Art | undefined
  title: string
  /** One sentence more. */
  children?: ComponentChildren | undefined
  /** A Button that fills the emptiness. */
  action?: ComponentChildren | undefined
}

export type Art = 'done' | 'people' | 'case' | 'gift' | 'search' | 'import' | 'offline'

/** Drawn in the same line as the icons, with one touch of the seal's red. */
const DRAWINGS: Record<Art, ComponentChildren> = {
  done: (
    <>
      <path d="M22 74h76M34 74a26 26 0 0 1 52 0" />
      <path d="M60 36V26M36 45l-6-7M84 45l6-7M24 62l-8-3M96 62l8-3" />
      <path class="red" d="m50 66 7 7 14-15" />
    </>
  ),
  people: (
    <>
      <circle cx="48" cy="42" r="12" />
      <path d="M24 82c0-15 10-24 24-24s24 9 24 24" />
      <path d="M74 32a11 11 0 0 1 0 21M82 61c9 3 14 11 14 21" />
      <path class="red" d="M88 24v12M82 30h12" />
    </>
  ),
  case: (
    <>
      <path d="M24 30a6 6 0 0 1 6-6h44a6 6 0 0 1 6 6v26a6 6 0 0 1-6 6H50L36 74V62h-6a6 6 0 0 1-6-6z" />
      <path d="M88 42h4a6 6 0 0 1 6 6v24a6 6 0 0 1-6 6h-4v10L76 78H60" />
      <path class="red" d="m42 43 7 7 14-14" />
    </>
  ),
  gift: (
    <>
      <path d="M28 50v32a4 4 0 0 0 4 4h56a4 4 0 0 0 4-4V50M22 36h76v14H22zM60 36v50" />
      <path class="red" d="M60 36c-8 0-18-2-18-10 0-10 16-8 18 10 2-18 18-20 18-10 0 8-10 10-18 10z" />
    </>
  ),
  search: (
    <>
      <circle cx="54" cy="48" r="24" />
      <path d="m72 66 20 20" />
      <path class="red" d="M45 48h18" />
    </>
  ),
  import: (
    <>
      <path d="M34 20h34l18 18v44a4 4 0 0 1-4 4H34a4 4 0 0 1-4-4V24a4 4 0 0 1 4-4zM68 20v18h18" />
      <path class="red" d="M58 46v26M48 62l10 10 10-10" />
    </>
  ),
  offline: (
    <>
      <path d="M40 74h-6a16 16 0 0 1-3-31.7A26 26 0 0 1 78 40a17 17 0 0 1 8 33h-6" />
      <path class="red" d="M60 56v16M60 82v.5" />
    </>
  ),
}

/** There is nothing here: say so kindly, and what could be. */
export function Empty({ art = 'done', title, children, action }: Props) {
  return (
    <div class="empty">
      <svg
        width="120"
        height="100"
        viewBox="0 0 120 100"
        fill="none"
        stroke-width="2"
        stroke-linecap="round"
        stroke-linejoin="round"
        aria-hidden="true"
      >
        {DRAWINGS[art]}
      </svg>
      <h2>{title}</h2>
      {children && <p>{children}</p>}
      {action && <div class="empty-action">{action}</div>}
    </div>
  )
}
