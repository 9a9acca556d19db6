import { ChevronLeft } from 'lucide'
import type { ComponentChildren } from 'preact'
import { useEffect, useRef } from 'preact/hooks'
import { t } from '../i18n/index.ts'
import { goBack } from './go-back.ts'
import { Icon } from './Icon.tsx'
import { useKeptScroll } from './kept-scroll.ts'
import { SyncStrip } from './SyncStrip.tsx'

interface FrameProps {
  /** The TabBar. */
  tabs: ComponentChildren
  children: ComponentChildren
}

/** The whole app: places at the bottom on a phone, a rail at the left from 900 px. */
export function Frame({ tabs, children }: FrameProps) {
  return (
    <div class="app">
      <main class="stage">{children}</main>
      {tabs}
    </div>
  )
}

interface SplitProps {
  list: ComponentChildren
  /** The open item, null when none is. */
  detail: ComponentChildren | null
  /** Said where the detail would be, on wide screens. */
  empty?: string | undefined
}

/** List and detail: one at a time on a phone, side by side from 900 px. */
export function Split({ list, detail, empty }: SplitProps) {
  return (
    <div class={detail ? 'split open' : 'split'}>
      <div class="pane-list">{list}</div>
      <div class="pane-detail">{detail ?? <p class="pane-empty">{empty ?? t('common.list.pick')}</p>}</div>
    </div>
  )
}

interface ScreenProps {
  title: string
  /** Address of the parent; the button itself returns to where the person came from. */
  back?: string | undefined
  subtitle?: ComponentChildren | undefined
  /** IconButtons at the right of the title. */
  actions?: ComponentChildren | undefined
  /** In place of what there is to tell of syncing; null for nothing. */
  strip?: ComponentChildren | undefined
  /** The one primary action, kept at the bottom above the content. */
  action?: ComponentChildren | undefined
  /** Stays between title and content while the content scrolls: search, segments, a StepBar. */
  top?: ComponentChildren | undefined
  /** Hides the places on a phone: for a task that is done from start to end. */
  bare?: boolean | undefined
  /** No padding at the sides: for rows, which have their own. */
  flush?: boolean | undefined
  /** Does not scroll itself; a VirtualList inside does. */
  fill?: boolean | undefined
  /** Name under which the scroll position survives leaving the screen. */
  keep?: string | undefined
  children: ComponentChildren
}

/** One screen: title, what there is to tell, content, one primary action. Sets the page's title. */
export function Screen(props: ScreenProps) {
  const body = useRef<HTMLDivElement>(null)
  useKeptScroll(body, props.fill ? undefined : props.keep)
  useEffect(() => {
    document.title = `${props.title} · ${t('common.app')}`
  }, [props.title])
  return (
    <section class={`screen${props.bare ? ' bare' : ''}`} aria-label={props.title}>
      <header class="bar">
        {props.back !== undefined && (
          <a class="icon-btn back" href={props.back} aria-label={t('common.do.back')} onClick={goBack}>
            <Icon of={ChevronLeft} size={26} />
          </a>
        )}
        <div class="bar-title">
          <h1>{props.title}</h1>
          {props.subtitle && <p>{props.subtitle}</p>}
        </div>
        {props.actions && <div class="bar-actions">{props.actions}</div>}
      </header>
      {props.strip === undefined ? <SyncStrip /> : props.strip}
      {props.top && <div class="bar-top">{props.top}</div>}
      <div ref={body} class={`body${props.fill ? ' fill' : ''}${props.flush ? ' flush' : ''}`}>
        {props.children}
      </div>
      {props.action && <footer class="bar-action">{props.action}</footer>}
    </section>
  )
}

interface SectionProps {
  title?: string | undefined
  /** At the right of the title: a count, a link. */
  aside?: ComponentChildren | undefined
  children: ComponentChildren
}

/** A titled group within a screen. */
export function Section({ title, aside, children }: SectionProps) {
  return (
    <section class="section">
      {title && (
        <div class="section-head">
          <h2>{title}</h2>
          {aside && <div class="section-aside">{aside}</div>}
        </div>
      )}
      {children}
    </section>
  )
}
