/** What the parts of the page share. */
import type { BuyerView } from '../../worker/domain/buyer-page.ts'
import { Failure } from './ask.ts'
import { h, put } from './dom.ts'
import type { Language, Words } from './words.ts'

export interface Page {
  credential: string
  view: BuyerView
  words: Words
  language: Language
  /** Draws what the server says now. */
  show(view: BuyerView, said?: string): void
  /** Goes to another link. */
  go(credential: string): void
}

/** A sentence that comes up where it belongs, read out when it does. */
export const saying = (): HTMLParagraphElement => h('p', { class: 'said', role: 'status' })

/** Why something was not sent; what was typed is still there. */
export function explain(line: Element, error: unknown, words: Words, keptAll = true): void {
  const kind = error instanceof Failure ? error.kind : 'failed'
  line.className = 'said bad'
  line.textContent = words.failed[kind] + (keptAll ? words.gap + words.keptAll : '')
}

/** A button that does one thing at a time, however often it is tapped. */
export function doer(label: string, busy: string, kind: string, work: () => Promise<void>): HTMLButtonElement {
  let running = false
  const button = h(
    'button',
    {
      type: 'button',
      class: kind,
      onclick: () => {
        if (running) return
        running = true
        button.setAttribute('aria-busy', 'true')
        put(button, busy)
        const end = () => {
          running = false
          button.removeAttribute('aria-busy')
          put(button, label)
        }
        work().then(end, end)
      },
    },
    label,
  )
  return button
}

interface FieldOptions {
  label: string
  hint?: string
  /** Said beside the label of what may be left out. */
  optional?: string
  rows?: number
  max: number
  value: string
  mode?: string
  oninput(value: string): void
}

let fields = 0

export function field({ label, hint, optional, rows, max, value, mode, oninput }: FieldOptions): {
  box: HTMLElement
  input: HTMLInputElement | HTMLTextAreaElement
} {
  fields++
  const id = `f${fields}`
  const props = {
    id,
    maxlength: max,
    autocomplete: 'off',
    inputmode: mode || null,
    'aria-describedby': hint ? `${id}h` : null,
    oninput: () => oninput(input.value),
  }
  const input: HTMLInputElement | HTMLTextAreaElement = rows
    ? h('textarea', { ...props, rows })
    : h('input', { ...props, type: 'text' })
  input.value = value
  const box = h(
    'div',
    { class: 'field' },
    h('label', { for: id }, label, optional ? h('span', { class: 'quiet' }, optional) : null),
    hint ? h('p', { class: 'quiet', id: `${id}h` }, hint) : null,
    input,
  )
  return { box, input }
}
