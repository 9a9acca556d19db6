/** The buyer's page: one link, one case. Small, plain and old-fashioned, for whatever browser a chat app brings along. */
import './buyer.css'
import { BUYER_CREDENTIAL, type BuyerView } from '../../worker/domain/buyer-page.ts'
import { ask, Failure, type FailureKind } from './ask.ts'
import { casePart } from './case.ts'
import { complainPart } from './complain.ts'
import { h, put } from './dom.ts'
import { type Page, saying } from './page.ts'
import { stopRating } from './rating.ts'
import { LANGUAGE_NAMES, LANGUAGES, type Language, pickLanguage, rememberLanguage } from './words.ts'

const root = document.getElementById('page') as HTMLElement
const phone = navigator.languages?.[0] || navigator.language || ''

let credential = ''
let language: Language = pickLanguage(phone, 'zh-CN')
let chosen = false
/** Draws again what is on the page, in the language in force. */
let redraw = () => {}

function draw(shop: string, part: Node, said?: string): void {
  const words = LANGUAGES[language]
  document.documentElement.lang = language
  document.title = shop ? `${shop} · ${words.title}` : words.title
  const line = saying()
  put(
    root,
    h('header', {}, h('h1', { tabindex: -1 }, shop || words.title)),
    line,
    part,
    h('footer', {}, h('p', { class: 'quiet' }, words.private), languages()),
  )
  // An element that is there already is read out when it changes.
  if (said) setTimeout(() => put(line, said), 50)
}

function languages(): HTMLElement {
  const words = LANGUAGES[language]
  return h(
    'div',
    { class: 'languages', role: 'group', 'aria-label': words.language },
    ...(Object.keys(LANGUAGES) as Language[]).map((each) =>
      h(
        'button',
        {
          type: 'button',
          lang: each,
          'aria-pressed': String(each === language),
          onclick: () => {
            language = each
            chosen = true
            rememberLanguage(each)
            redraw()
          },
        },
        LANGUAGE_NAMES[each],
      ),
    ),
  )
}

function message(title: string, text: string, action?: Node): void {
  draw('', h('section', { class: 'middle' }, h('h2', { class: 'now' }, title), h('p', {}, text), action || null))
}

const gone = () => {
  redraw = gone
  stopRating()
  message(LANGUAGES[language].gone, LANGUAGES[language].goneText)
}

let last = ''

function show(view: BuyerView, said?: string): void {
  stopRating()
  last = JSON.stringify(view)
  if (!chosen) language = pickLanguage(phone, view.locale)
  redraw = () => show(view)
  const page: Page = { credential, view, words: LANGUAGES[language], language, show, go }
  draw(view.shop, view.case ? casePart(page, view.case) : complainPart(page), said)
}

async function load(quietly: boolean): Promise<void> {
  const of = credential
  try {
    const view = await ask<BuyerView>(of, '')
    if (of !== credential) return
    if (!quietly || JSON.stringify(view) !== last) show(view)
  } catch (error) {
    if (of !== credential) return
    const kind = error instanceof Failure ? error.kind : 'failed'
    if (kind === 'gone') gone()
    else if (!quietly) failed(kind)
  }
}

function failed(kind: Exclude<FailureKind, 'gone'>): void {
  redraw = () => failed(kind)
  const words = LANGUAGES[language]
  const retry = h('button', { type: 'button', class: 'primary', onclick: open }, words.retry)
  draw('', h('section', { class: 'middle' }, h('p', { class: 'now', role: 'alert' }, words.failed[kind]), retry))
}

function open(): void {
  const given = location.hash.slice(1)
  stopRating()
  last = ''
  if (!BUYER_CREDENTIAL.test(given)) {
    gone()
    return
  }
  credential = given
  redraw = opening
  opening()
  void load(false)
}

const opening = () => draw('', h('p', { class: 'middle quiet' }, LANGUAGES[language].loading))

function go(link: string): void {
  location.hash = link
}

/** Somebody in the middle of something is left alone. */
const isTyping = () => /^(INPUT|TEXTAREA)$/.test((document.activeElement || document.body).tagName)

window.addEventListener('hashchange', () => {
  window.scrollTo(0, 0)
  open()
})
document.addEventListener('visibilitychange', () => {
  if (document.visibilityState === 'visible' && last !== '' && !isTyping()) void load(true)
})
open()
