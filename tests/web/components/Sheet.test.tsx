// @vitest-environment happy-dom
import { cleanup, fireEvent, render, screen } from '@testing-library/preact'
import { useState } from 'preact/hooks'
import { afterEach, describe, expect, it } from 'vitest'
import { Button } from '../../../web/components/Button.tsx'
import { Sheet } from '../../../web/components/Sheet.tsx'

function Page() {
  const [open, setOpen] = useState(false)
  return (
    <>
      <Button onClick={() => setOpen(true)}>推迟</Button>
      <Sheet open={open} onClose={() => setOpen(false)} title="推迟到什么时候？">
        <Button>明天</Button>
      </Sheet>
    </>
  )
}
const opener = () => screen.getByText('推迟').closest('button') as HTMLButtonElement
const open = () => {
  render(<Page />)
  opener().focus()
  fireEvent.click(opener())
  return screen.getByRole('dialog') as HTMLDialogElement
}

afterEach(cleanup)

describe('Sheet', () => {
  it('opens as a modal dialog named by its title', () => {
    const dialog = open()
    expect(dialog.open).toBe(true)
    const name = document.getElementById(dialog.getAttribute('aria-labelledby') ?? '')
    expect(name?.textContent).toBe('推迟到什么时候？')
  })

  it('closes on Escape and gives the focus back to what opened it', () => {
    const dialog = open()
    screen.getByLabelText('关闭').focus()
    fireEvent.keyDown(dialog, { key: 'Escape' })
    expect(screen.queryByRole('dialog')).toBeNull()
    expect(document.activeElement).toBe(opener())
  })

  it('closes when the system asks it to (Android back gesture)', () => {
    const dialog = open()
    fireEvent(dialog, new Event('cancel', { cancelable: true }))
    expect(screen.queryByRole('dialog')).toBeNull()
  })

  it('closes on a tap outside, not on one inside', () => {
    const dialog = open()
    fireEvent.click(screen.getByText('明天'))
    expect(screen.queryByRole('dialog')).toBe(dialog)
    fireEvent.click(dialog)
    expect(screen.queryByRole('dialog')).toBeNull()
  })
})
