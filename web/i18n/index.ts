/**
 * Texts of the app. zh-CN is the base and always loaded; English comes as its own chunk when it is chosen.
 * `t` reads a signal, so a component that calls it while rendering follows a change of language.
 */
import { signal } from '@preact/signals'
import type { KeyOf, LeafAt, Shape, ValuesOf } from './types.ts'
import type { coming } from './zh-CN/coming.ts'
import type { evidence } from './zh-CN/evidence.ts'
import type { handling } from './zh-CN/handling.ts'
import type { importing } from './zh-CN/import.ts'
import { zhCN } from './zh-CN/index.ts'
import type { intake } from './zh-CN/intake.ts'
import type { join } from './zh-CN/join.ts'
import type { learning } from './zh-CN/learning.ts'
import type { more } from './zh-CN/more.ts'
import type { overview } from './zh-CN/overview.ts'
import type { privacy } from './zh-CN/privacy.ts'
import type { products } from './zh-CN/products.ts'
import type { reach } from './zh-CN/reach.ts'
import type { reviewing } from './zh-CN/reviewing.ts'
import type { segments } from './zh-CN/segments.ts'
import type { self } from './zh-CN/self.ts'
import type { tierHistory } from './zh-CN/tier-history.ts'

/** Areas whose Chinese texts come with their screens instead of the first load. */
interface Late {
  import: typeof importing
  more: typeof more
  coming: typeof coming
  evidence: typeof evidence
  intake: typeof intake
  handling: typeof handling
  join: typeof join
  learning: typeof learning
  overview: typeof overview
  privacy: typeof privacy
  products: typeof products
  reach: typeof reach
  reviewing: typeof reviewing
  segments: typeof segments
  self: typeof self
  tierHistory: typeof tierHistory
}

export type Locale = 'zh-CN' | 'en'
export type Dictionary = typeof zhCN & Late
export type Key = KeyOf<Dictionary>

const STORED = 'locale'
const current = signal<Locale>('zh-CN')
const words = signal(zhCN as Shape<Dictionary>)

/** The language in force; reading it while rendering subscribes. */
export const locale = (): Locale => current.value

/** What was chosen on this phone, else the phone's own language: any Chinese is zh-CN, everything else English. */
export function pickLocale(stored: string | null, languages: readonly string[]): Locale {
  if (stored === 'zh-CN' || stored === 'en') return stored
  return /^zh\b/i.test(languages[0] ?? 'zh') ? 'zh-CN' : 'en'
}

/** Loads a language and puts it in force. Rejects when its chunk cannot be fetched; the old one then stays. */
async function use(next: Locale): Promise<void> {
  const dictionary = next === 'en' ? (await import('./en/index.ts')).en : (zhCN as Shape<Dictionary>)
  words.value = dictionary
  current.value = next
  document.documentElement.lang = next
}

/** Call once before the first render. Falls back to Chinese when the English chunk cannot be had. */
export async function startLocale(): Promise<void> {
  let stored: string | null = null
  try {
    stored = localStorage.getItem(STORED)
  } catch {
    // Storage may be blocked; the phone's language decides then.
  }
  await use(pickLocale(stored, navigator.languages ?? [navigator.language])).catch(() => use('zh-CN'))
}

/** A person chose a language: put it in force and remember it on this phone. */
export async function setLocale(next: Locale): Promise<void> {
  await use(next)
  try {
    localStorage.setItem(STORED, next)
  } catch {
    // Kept for this visit only.
  }
}

/** Puts an area's Chinese texts in, before its screens draw for the first time. English comes as a whole. */
export function bringTexts(area: Partial<Late>): void {
  Object.assign(zhCN, area)
}

/** The text at a key, in the language in force. Texts with values take them as the second argument. */
export function t<K extends Key>(key: K, ...values: ValuesOf<LeafAt<Dictionary, K>>): string {
  let at: unknown = words.value
  for (const part of key.split('.')) at = (at as Record<string, unknown>)[part]
  return typeof at === 'function' ? (at as (given: unknown) => string)(values[0]) : (at as string)
}
