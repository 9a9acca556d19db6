/** The shop's own wording of reply drafts. */
import type { Locale } from '../../worker/domain/drafts/draft.ts'
import { templateId } from '../../worker/domain/drafts/own.ts'
import { currentStore } from '../store/current.ts'
import { mutate } from './mutate.ts'

/** Own wording as it stands on this phone; null for none. */
export function ownText(key: string, locale: Locale): string | null {
  const row = currentStore().view.get('templates', templateId(key, locale))
  return row && row.text !== '' ? row.text : null
}

/**
 * Puts a draft in the shop's own words. `was`: the own wording on screen before, null for none.
 * @returns what takes it back
 * @throws Refusal `conflict` when another wording is there by now
 */
export async function saveWording(key: string, locale: Locale, text: string, was: string | null) {
  await mutate('template.save', { key, locale, text, was })
  const mine = text.trim()
  return () =>
    was === null
      ? mutate('template.reset', { key, locale, was: mine })
      : mutate('template.save', { key, locale, text: was, was: mine })
}

/** Back to the standard wording. @returns what takes that back @throws Refusal `conflict` */
export async function resetWording(key: string, locale: Locale, was: string) {
  await mutate('template.reset', { key, locale, was })
  return () => mutate('template.save', { key, locale, text: was, was: null })
}
