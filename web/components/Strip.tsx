import { ChevronRight, CloudOff, CloudUpload, Info, RefreshCw, TriangleAlert } from 'lucide'
import type { ComponentChildren } from 'preact'
import { Icon } from './Icon.tsx'

const ICONS = { offline: CloudOff, waiting: CloudUpload, attention: TriangleAlert, info: Info, update: RefreshCw }

interface Props {
  tone: keyof typeof ICONS
  children: ComponentChildren
  /** Makes the whole strip a link or a button. */
  href?: string | undefined
  onClick?: (() => void) | undefined
  /** It stands on every screen: beside a list, the detail does not say it again. */
  everywhere?: boolean | undefined
}

/** One thin line under the title, there only when there is something to tell. Read aloud politely. */
export function Strip({ tone, children, href, onClick, everywhere }: Props) {
  const inside = (
    <>
      <Icon of={ICONS[tone]} size={16} />
      <span class="grow">{children}</span>
      {(href !== undefined || onClick) && <Icon of={ChevronRight} size={16} />}
    </>
  )
  return (
    <div class={`strip ${tone}${everywhere ? ' everywhere' : ''}`} role="status">
      {href !== undefined ? (
        <a class="strip-in" href={href}>
          {inside}
        </a>
      ) : onClick ? (
        <button class="strip-in" type="button" onClick={onClick}>
          {inside}
        </button>
      ) : (
        <div class="strip-in">{inside}</div>
      )}
    </div>
  )
}
