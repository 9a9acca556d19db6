/** Three rows of five. A tap is kept at once; when all three are set they go out by themselves, unless taken back. */
import { BUYER_LIMITS, type BuyerView } from '../../worker/domain/buyer-page.ts'
import { ask, newId } from './ask.ts'
import { h, put } from './dom.ts'
import { drop, keep, kept } from './keep.ts'
import { doer, explain, field, type Page, saying } from './page.ts'

const INDICATORS = ['expectation', 'quality', 'service'] as const
const WAIT_S = 8

interface Marks {
  /** Made when it is first sent, so that sending again is the same rating. */
  id: string
  expectation: number
  quality: number
  service: number
  comment: string
}

/** Stops whatever the part shown before was waiting for. */
let stop = () => {}

export function stopRating(): void {
  stop()
}

export function ratingPart(page: Page): HTMLElement {
  const { credential, words } = page
  const name = `rate:${credential}`
  const nothing: Marks = { id: '', expectation: 0, quality: 0, service: 0, comment: '' }
  const marks: Marks = { ...nothing, ...kept<Marks>(name) }
  const said = saying()
  const out = h('div', { class: 'out' })
  const inputs: HTMLInputElement[] = []
  let timer = 0
  let sending = false

  const whole = () => INDICATORS.every((indicator) => marks[indicator] > 0)

  async function send(last: boolean): Promise<void> {
    if (sending || !whole()) return
    sending = true
    clearInterval(timer)
    if (!marks.id) marks.id = newId()
    keep(name, marks)
    try {
      const view = await ask<BuyerView>(credential, '/rate', marks, last)
      drop(name)
      stop()
      page.show(view, words.thanks)
    } catch (error) {
      explain(said, error, words)
      offerSending(0)
    } finally {
      sending = false
    }
  }

  function offerSending(seconds: number): void {
    put(
      out,
      seconds > 0 && h('p', { class: 'quiet count' }, words.sending(seconds)),
      doer(seconds > 0 ? words.sendNow : words.send, words.busy, 'primary', () => send(false)),
      h('button', { type: 'button', class: 'plain', onclick: undo }, words.undo),
    )
  }

  function undo(): void {
    clearInterval(timer)
    Object.assign(marks, { ...nothing, comment: marks.comment })
    keep(name, marks)
    for (const input of inputs) input.checked = false
    put(out)
    said.textContent = ''
    const first = inputs[0]
    if (first) first.focus()
  }

  /** Counts down from the start, as long as nothing more is tapped or typed. */
  function countDown(): void {
    clearInterval(timer)
    if (!whole()) return
    let left = WAIT_S
    offerSending(left)
    timer = window.setInterval(() => {
      left--
      const count = out.querySelector('.count')
      if (count) count.textContent = words.sending(left)
      if (left <= 0) void send(false)
    }, 1000)
  }

  // Leaving right after the last tap must not lose it.
  const leaving = () => {
    if (document.visibilityState === 'hidden') void send(true)
  }
  document.addEventListener('visibilitychange', leaving)
  stop = () => {
    clearInterval(timer)
    document.removeEventListener('visibilitychange', leaving)
    stop = () => {}
  }

  const row = (indicator: (typeof INDICATORS)[number]) =>
    h(
      'fieldset',
      { class: 'marks' },
      h('legend', {}, words.indicator[indicator]),
      h(
        'div',
        { class: 'five' },
        ...words.mark.map((word, i) => {
          const input = h('input', {
            type: 'radio',
            name: indicator,
            value: i + 1,
            onchange: () => {
              marks[indicator] = i + 1
              keep(name, marks)
              countDown()
            },
          })
          input.checked = marks[indicator] === i + 1
          inputs.push(input)
          return h('label', {}, input, h('span', {}, h('b', { 'aria-hidden': 'true' }, String(i + 1)), word))
        }),
      ),
    )

  const part = h(
    'section',
    { class: 'card', 'aria-labelledby': 'rate' },
    h('h2', { id: 'rate' }, words.rate),
    h('p', { class: 'quiet' }, words.rateText),
    ...INDICATORS.map(row),
    field({
      label: words.comment,
      optional: words.optional,
      rows: 2,
      max: BUYER_LIMITS.comment,
      value: marks.comment,
      oninput: (comment) => {
        marks.comment = comment
        keep(name, marks)
        countDown()
      },
    }).box,
    out,
    said,
  )
  // Set before and not sent, or not known to be: theirs to send or to take back.
  if (whole()) offerSending(0)
  return part
}
