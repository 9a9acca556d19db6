/** Telling the shop what went wrong. */
import { BUYER_LIMITS } from '../../worker/domain/buyer-page.ts'
import { ask, newId, newToken } from './ask.ts'
import { h } from './dom.ts'
import { drop, keep, kept } from './keep.ts'
import { doer, explain, field, type Page, saying } from './page.ts'

interface Form {
  /** Made when it is first sent, so that sending again is the same complaint. */
  id: string
  token: string
  words: string
  wants: string
  product: string
  order: string
  contact: string
}

interface Before {
  link: string
}

export function complainPart(page: Page): HTMLElement {
  const { credential, words } = page
  const before = kept<Before>(`case:${credential}`).link
  const form: Form = {
    ...{ id: '', token: '', words: '', wants: '', product: '', order: '', contact: '' },
    ...kept<Form>(`complain:${credential}`),
  }
  const typed = (name: 'words' | 'wants' | 'product' | 'order' | 'contact') => (value: string) => {
    form[name] = value
    said.textContent = ''
    keep(`complain:${credential}`, form)
  }
  const { optional } = words
  const what = field({
    label: words.words,
    hint: words.wordsHint,
    rows: 5,
    max: BUYER_LIMITS.words,
    value: form.words,
    oninput: typed('words'),
  })
  const said = saying()

  async function send(): Promise<void> {
    said.className = 'said'
    said.textContent = ''
    if (form.words.trim() === '') {
      said.className = 'said bad'
      said.textContent = words.needWords
      what.input.focus()
      return
    }
    if (!form.id) {
      form.id = newId()
      form.token = newToken()
      keep(`complain:${credential}`, form)
    }
    try {
      const { link } = await ask<Before>(credential, '/complain', form)
      drop(`complain:${credential}`)
      keep(`case:${credential}`, { link })
      page.go(link)
    } catch (error) {
      explain(said, error, words)
    }
  }

  return h(
    'div',
    {},
    before
      ? h(
          'section',
          { class: 'card' },
          h('p', {}, words.earlier),
          h('button', { type: 'button', class: 'plain', onclick: () => page.go(before) }, words.see),
        )
      : null,
    h(
      'section',
      {},
      h('h2', { class: 'now' }, words.complain),
      h('p', { class: 'quiet' }, words.complainText),
      what.box,
      field({
        label: words.wantsLabel,
        optional,
        rows: 2,
        max: BUYER_LIMITS.wants,
        value: form.wants,
        oninput: typed('wants'),
      }).box,
      field({
        label: words.productLabel,
        optional,
        max: BUYER_LIMITS.product,
        value: form.product,
        oninput: typed('product'),
      }).box,
      field({ label: words.order, optional, max: BUYER_LIMITS.order, value: form.order, oninput: typed('order') }).box,
      field({
        label: words.contact,
        optional,
        hint: words.contactHint,
        max: BUYER_LIMITS.contact,
        value: form.contact,
        oninput: typed('contact'),
      }).box,
      said,
      doer(words.submit, words.busy, 'primary', send),
    ),
  )
}
