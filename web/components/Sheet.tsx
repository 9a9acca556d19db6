import { X } from 'lucide'
import type { ComponentChildren } from 'preact'
import { useEffect, useId, useRef } from 'preact/hooks'
import { t } from '../i18n/index.ts'
import { IconButton } from './Button.tsx'

interface Props {
  open: boolean
  /** Escape, a tap outside, or the close button. The owner sets `open` to false. */
  onClose: () => void
  title: string
  /** The action it is for, at its bottom. */
  action?: ComponentChildren | undefined
  children: ComponentChildren
}

/** A modal dialog: slides up from the bottom on a phone, stands in the middle from 900 px. Focus stays inside and returns. */
export function Sheet({ open, ...props }: Props) {
  return open ? <OpenSheet {...props} /> : null
}

function OpenSheet({ onClose, title, action, children }: Omit<Props, 'open'>) {
  const dialog = useRef<HTMLDialogElement>(null)
  const id = useId()
  useEffect(() => {
    const el = dialog.current
    const opener = document.activeElement
    el?.showModal()
    return () => {
      el?.close()
      if (opener instanceof HTMLElement && opener.isConnected) opener.focus()
    }
  }, [])
  return (
    <dialog
      ref={dialog}
      class="sheet"
      aria-labelledby={id}
      onCancel={(event) => {
        event.preventDefault()
        onClose()
      }}
      onKeyDown={(event) => {
        if (event.key !== 'Escape') return
        event.preventDefault()
        // Of two that lie on each other only the upper one.
        event.stopPropagation()
        onClose()
      }}
      onClick={(event) => {
        if (event.target === dialog.current) onClose()
      }}
    >
      <div class="sheet-in">
        <header class="sheet-head">
          <h2 id={id}>{title}</h2>
          <IconButton icon={X} label={t('common.do.close')} onClick={onClose} />
        </header>
        <div class="sheet-body">{children}</div>
        {action && <footer class="sheet-foot">{action}</footer>}
      </div>
    </dialog>
  )
}
