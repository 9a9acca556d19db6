/** How a case stands, in the buyer's words. */
import { BUYER_LIMITS, BUYER_STEPS, type BuyerCase, type BuyerView } from '../../worker/domain/buyer-page.ts'
import { ask, newId } from './ask.ts'
import { h } from './dom.ts'
import { drop, keep, kept } from './keep.ts'
import { doer, explain, field, type Page, saying } from './page.ts'
import { photosPart } from './photos.ts'
import { ratingPart } from './rating.ts'
import { dayWords } from './words.ts'

export function casePart(page: Page, shown: BuyerCase): HTMLElement {
  const { words, language } = page
  return h(
    'div',
    {},
    h(
      'section',
      { 'aria-label': words.steps },
      h('h2', { class: 'now' }, words.now[shown.step]),
      h('p', { class: 'quiet' }, words.since(dayWords(shown.openedOn, language))),
      shown.again && shown.step !== 'closed' ? h('p', {}, words.again) : null,
      stepsPart(page, shown),
    ),
    shown.mayRate ? ratingPart(page) : null,
    offerPart(page, shown),
    yoursPart(page, shown),
    photosPart(page, shown),
    shown.mayAdd ? morePart(page) : null,
    keepPart(page),
  )
}

function stepsPart({ words }: Page, { step }: BuyerCase): HTMLElement {
  const at = BUYER_STEPS.indexOf(step)
  return h(
    'ol',
    { class: 'steps' },
    ...BUYER_STEPS.map((each, i) =>
      h(
        'li',
        { class: i < at ? 'past' : i === at ? 'here' : null, 'aria-current': i === at ? 'step' : null },
        words.step[each],
        i < at ? h('span', { class: 'sr' }, ` ${words.done}`) : null,
      ),
    ),
  )
}

function offerPart({ words, language }: Page, { offer }: BuyerCase): HTMLElement | null {
  if (!offer) return null
  return h(
    'section',
    { class: 'card' },
    h('h2', {}, words.offer),
    offer.told ? h('p', { class: 'own' }, offer.told) : null,
    offer.remedies.length > 0 &&
      h(
        'ul',
        { class: 'remedies' },
        ...offer.remedies.map(({ kind, by }) =>
          h(
            'li',
            {},
            h('b', {}, words.remedy[kind]),
            by ? h('span', { class: 'quiet' }, ` ${words.by(dayWords(by, language))}`) : null,
          ),
        ),
      ),
  )
}

function yoursPart({ words, language }: Page, shown: BuyerCase): HTMLElement {
  const line = (label: string, value: string | null) =>
    value ? h('p', {}, h('span', { class: 'quiet' }, `${label} `), value) : null
  return h(
    'section',
    { class: 'card' },
    h('h2', {}, words.yours),
    h('p', { class: 'own' }, shown.words),
    line(words.product, shown.product),
    line(words.wants, shown.wants),
    ...shown.added.map(({ text, on }) =>
      h('div', { class: 'added' }, h('p', { class: 'quiet' }, dayWords(on, language)), h('p', { class: 'own' }, text)),
    ),
  )
}

interface More {
  text: string
  /** Of the text as it was sent last: other words are another message. */
  id: string
  sent: string
}

function morePart(page: Page): HTMLElement {
  const { credential, words } = page
  const name = `more:${credential}`
  const form: More = { ...{ text: '', id: '', sent: '' }, ...kept<More>(name) }
  const said = saying()
  const { box, input } = field({
    label: words.more,
    hint: words.moreHint,
    rows: 3,
    max: BUYER_LIMITS.more,
    value: form.text,
    oninput: (text) => {
      form.text = text
      keep(name, form)
    },
  })
  async function send(): Promise<void> {
    const text = form.text.trim()
    if (text === '') {
      input.focus()
      return
    }
    if (!form.id || form.sent !== text) {
      form.id = newId()
      form.sent = text
      keep(name, form)
    }
    try {
      const view = await ask<BuyerView>(credential, '/more', { id: form.id, text })
      drop(name)
      page.show(view, words.sent)
    } catch (error) {
      explain(said, error, words)
    }
  }
  return h('section', { class: 'card' }, box, said, doer(words.send, words.busy, 'plain', send))
}

function keepPart({ words, view, language }: Page): HTMLElement {
  const said = saying()
  const copy = () => {
    const copied = navigator.clipboard ? navigator.clipboard.writeText(location.href) : Promise.reject()
    copied.then(
      () => {
        said.textContent = words.copied
      },
      () => {
        said.textContent = words.copyFailed
      },
    )
  }
  return h(
    'section',
    { class: 'keep' },
    h('p', {}, words.keepLink),
    h('p', { class: 'quiet' }, words.until(dayWords(view.until, language))),
    h('button', { type: 'button', class: 'plain', onclick: copy }, words.copy),
    said,
  )
}
