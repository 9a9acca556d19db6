/** A shop's own wording of reply drafts: kept with its placeholders, offered before the standard ones. */
import type { TemplateRow } from '../rows.ts'
import { type DraftSet, type DraftValues, fillDraft, type KeyedDraft, type Locale, type Placeholder } from './draft.ts'

/** The one row of a draft in a language, whichever phone writes it first. */
export const templateId = (key: string, locale: Locale): string => `${locale}-${key}`

export interface OfferedDraft extends KeyedDraft {
  /** In the shop's own wording. */
  own: boolean
}

/** Own wording by key; a text that was reset is blank and does not count. */
export const ownTexts = (templates: Iterable<TemplateRow>, locale: Locale): ReadonlyMap<string, string> =>
  new Map(
    Array.from(templates).flatMap((row) => (row.locale === locale && row.text !== '' ? [[row.key, row.text]] : [])),
  )

/** The drafts with the shop's own wording in place of what it stands for, those first. */
export function withOwn(drafts: readonly KeyedDraft[], own: ReadonlyMap<string, string>): OfferedDraft[] {
  const all = drafts.map(({ key, text }) => ({ key, text: own.get(key) ?? text, own: own.has(key) }))
  return [...all.filter((draft) => draft.own), ...all.filter((draft) => !draft.own)]
}

const PLACEHOLDER = /\{(\w+)\}/g

/** Names of the placeholders in a text, none twice. */
export const placeholdersIn = (text: string): string[] => [
  ...new Set(Array.from(text.matchAll(PLACEHOLDER), ([, name]) => name as string)),
]

/** A value this short occurs in other words too: something beside it must be as it was. */
const TELLING = 3

/**
 * What a person made of a filled draft, as a draft again: the values of this case give way to the placeholders they
 * came from. Each is looked for as often as the draft has it, preferably where its neighbours are still the same.
 * @param base the draft before it was filled
 */
export function asTemplate(edited: string, base: string, values: DraftValues, set: Pick<DraftSet, 'unknown'>): string {
  const found: { from: number; to: number; name: string }[] = []
  for (const match of base.matchAll(PLACEHOLDER)) {
    const value = fillDraft(match[0], values, set)
    if (value === match[0]) continue
    const before = fillDraft(base.slice(0, match.index), values, set).slice(-1)
    const after = fillDraft(base.slice(match.index + match[0].length), values, set).slice(0, 1)
    const taken = (from: number) => found.some((one) => from < one.to && from + value.length > one.from)
    let best: { from: number; alike: number } | null = null
    for (let from = edited.indexOf(value); from >= 0; from = edited.indexOf(value, from + 1)) {
      if (taken(from)) continue
      const to = from + value.length
      const alike =
        Number(edited.slice(Math.max(0, from - 1), from) === before) + Number(edited.slice(to, to + 1) === after)
      if (!best || alike > best.alike) best = { from, alike }
    }
    if (best && (best.alike > 0 || value.length >= TELLING)) {
      found.push({ from: best.from, to: best.from + value.length, name: match[1] as string })
    }
  }
  let text = edited
  for (const { from, to, name } of found.toSorted((a, b) => b.from - a.from)) {
    text = `${text.slice(0, from)}{${name}}${text.slice(to)}`
  }
  return text.trim()
}

export type PlaceholderNames = Readonly<Record<Placeholder, string>>

/** A draft as people read it: placeholders by the names of their language. */
export const readable = (text: string, names: PlaceholderNames): string =>
  text.replace(PLACEHOLDER, (whole, name: string) =>
    Object.hasOwn(names, name) ? `{${names[name as Placeholder]}}` : whole,
  )

/** The same back again; full-width braces count as braces. Names nobody knows stay as they are. */
export function fromReadable(text: string, names: PlaceholderNames): string {
  const back = new Map(Object.entries(names).map(([name, shown]) => [shown, name]))
  return text.replace(/[{｛]\s*([^{}｛｝]+?)\s*[}｝]/g, (whole, shown: string) => {
    const name = back.get(shown)
    return name ? `{${name}}` : whole
  })
}

/** The draft a text was made from: the one it shares most of its beginning and end with, at least a third of it. */
export function basedOn<D extends { text: string }>(text: string, drafts: readonly D[]): D | null {
  let best: D | null = null
  let most = 0
  for (const draft of drafts) {
    const shared = sharedEnds(text, draft.text) / Math.max(text.length, draft.text.length, 1)
    if (shared > most) {
      most = shared
      best = draft
    }
  }
  return most >= 1 / 3 ? best : null
}

function sharedEnds(a: string, b: string): number {
  const most = Math.min(a.length, b.length)
  let start = 0
  while (start < most && a[start] === b[start]) start++
  let end = 0
  while (end < most - start && a[a.length - 1 - end] === b[b.length - 1 - end]) end++
  return start + end
}
