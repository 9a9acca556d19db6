/** What the tests of screens share: a page around what is drawn, and a clean phone after each of them. */
import { cleanup, render } from '@testing-library/preact'
import { LocationProvider } from 'preact-iso'
import { afterEach, beforeEach, vi } from 'vitest'
import { dismissToast, Toasts } from '../../../web/components/Toast.tsx'
import { clearDrafts } from '../../../web/store/drafts.ts'
import { closeShops } from './opened-shop.ts'

/** The fake server's `now`, at which a shop opened here stands still. */
export const NOW = 1_700_000_000_000
export const HOUR = 3_600_000
export const DAY = 24 * HOUR

/** Asked for once in a test file: what a test draws, opens, types and stubs is gone before the next. */
export function clearedStage(): void {
  beforeEach(() => {
    // Lists measure themselves; nothing is laid out here.
    vi.stubGlobal(
      'ResizeObserver',
      class {
        observe() {}
        disconnect() {}
      },
    )
  })
  afterEach(() => {
    cleanup()
    dismissToast()
    clearDrafts()
    closeShops()
    history.replaceState(null, '', '/')
    vi.unstubAllGlobals()
    vi.restoreAllMocks()
  })
}

export const draw = (what: preact.ComponentChildren) =>
  render(
    <LocationProvider>
      {what}
      <Toasts />
    </LocationProvider>,
  )

/** Addresses for other apps that the page opens from now on, in order. */
export function opening(): string[] {
  const opened: string[] = []
  vi.spyOn(HTMLAnchorElement.prototype, 'click').mockImplementation(function (this: HTMLAnchorElement) {
    opened.push(this.href)
  })
  return opened
}
