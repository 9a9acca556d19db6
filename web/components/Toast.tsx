import { signal } from '@preact/signals'
import { useEffect, useState } from 'preact/hooks'
import { t } from '../i18n/index.ts'

export interface ToastText {
  text: string
  /** Offers to take it back. */
  undo?: (() => void) | undefined
  tone?: 'plain' | 'danger' | undefined
}

interface Shown extends ToastText {
  id: number
}

/** Long enough to read; longer where there is something to decide. */
const READ_MS = 4000
const UNDO_MS = 8000

const shown = signal<Shown | null>(null)
let last = 0

/** Says in one line what has just happened. A newer one replaces it. */
export function toast(text: ToastText): void {
  last += 1
  shown.value = { ...text, id: last }
}

/** Takes away what is being said. */
export function dismissToast(): void {
  shown.value = null
}

/** Where toasts appear; once in the app. Stays while the pointer or the focus is on it. */
export function Toasts() {
  const now = shown.value
  const [held, setHeld] = useState(false)
  useEffect(() => {
    if (!now || held) return
    const timer = setTimeout(dismissToast, now.undo ? UNDO_MS : READ_MS)
    return () => clearTimeout(timer)
  }, [now, held])
  return (
    <div class="toasts" role="status" aria-live="polite" aria-label={t('common.toast.label')}>
      {now && (
        <div
          key={now.id}
          class={`toast ${now.tone ?? 'plain'}`}
          onPointerEnter={() => setHeld(true)}
          onPointerLeave={() => setHeld(false)}
          onFocusIn={() => setHeld(true)}
          onFocusOut={() => setHeld(false)}
        >
          <span class="grow">{now.text}</span>
          {now.undo && (
            <button
              class="toast-undo"
              type="button"
              onClick={() => {
                now.undo?.()
                setHeld(false)
                dismissToast()
              }}
            >
              {t('common.do.undo')}
            </button>
          )}
        </div>
      )}
    </div>
  )
}
