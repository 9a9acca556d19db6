import { type ComponentChildren, createContext, render } from 'preact'
import { useContext, useLayoutEffect } from 'preact/hooks'

/** Where the screen of a case shows the action of its step; null until it is drawn, and for people who may only look. */
export const ActionBar = createContext<HTMLElement | null>(null)

interface Props {
  /** The one thing this step is for. */
  action?: ComponentChildren | undefined
  children: ComponentChildren
}

/**
 * What belongs to the step a case stands on: its form, and its action in the screen's bar. The rest of the case stays
 * as it is when the step goes on under it, perhaps from another phone: an open sheet, what is typed in it.
 */
export function StepForm({ action, children }: Props) {
  const bar = useContext(ActionBar)
  useLayoutEffect(() => {
    if (bar) render(action ?? null, bar)
  })
  useLayoutEffect(() => {
    if (bar) return () => render(null, bar)
  }, [bar])
  return <>{children}</>
}
