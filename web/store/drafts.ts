/**
 * Half-typed forms. What a person has typed but not handed in is kept on this phone under the form's name, so that it
 * survives going elsewhere and the app being killed. Names carry the user: nobody sees another person's words.
 */
import { type Signal, signal } from '@preact/signals'
import { currentStore } from './current.ts'

const PREFIX = 'draft.'
/** Raised when forms change so much that older drafts would not fit. */
const VERSION = 1

type Typed = Record<string, unknown>

const held = new Map<string, Signal<Typed | null>>()

const fullName = (name: string): string =>
  `${PREFIX}${VERSION}.${currentStore().view.state.peek().userId ?? ''}.${name}`

function stored(key: string): Typed | null {
  try {
    const value: unknown = JSON.parse(localStorage.getItem(key) ?? 'null')
    return value !== null && typeof value === 'object' ? (value as Typed) : null
  } catch {
    return null
  }
}

function draft(name: string): Signal<Typed | null> {
  const key = fullName(name)
  let known = held.get(key)
  if (!known) {
    known = signal(stored(key))
    held.set(key, known)
  }
  return known
}

/** What was typed into a form; null when nothing was. Reading it while rendering subscribes. */
export const readDraft = (name: string): Typed | null => draft(name).value

/** Lays fields over what was typed before. Where storage is blocked or full they live as long as the page. */
export function writeDraft(name: string, typed: Typed): void {
  const one = draft(name)
  one.value = { ...one.peek(), ...typed }
  try {
    localStorage.setItem(fullName(name), JSON.stringify(one.peek()))
  } catch {
    // Kept in memory only.
  }
}

export function dropDraft(name: string): void {
  draft(name).value = null
  try {
    localStorage.removeItem(fullName(name))
  } catch {
    // Nothing was stored then.
  }
}

/** Forgets what was typed about people who were erased: drafts whose name holds one of the ids. */
export function dropDraftsAbout(ids: readonly string[]): void {
  const about = (key: string) => key.startsWith(PREFIX) && ids.some((id) => key.includes(id))
  for (const [name, one] of held) if (about(name)) one.value = null
  try {
    for (const key of Object.keys(localStorage)) if (about(key)) localStorage.removeItem(key)
  } catch {
    // Nothing was stored then.
  }
}

/** Forgets the drafts of everybody, as when a person signs out. */
export function clearDrafts(): void {
  for (const one of held.values()) one.value = null
  try {
    for (const key of Object.keys(localStorage)) if (key.startsWith(PREFIX)) localStorage.removeItem(key)
  } catch {
    // Nothing was stored then.
  }
}

export interface Draft<T> {
  /** What is known, with what was typed laid over it. */
  value: T
  /** True once anything was typed. */
  touched: boolean
  set: (typed: Partial<T>) => void
  drop: () => void
}

/** A form whose typed fields are kept. Fields not touched follow `initial`. */
export function useDraft<T extends object>(name: string, initial: T): Draft<T> {
  const typed = readDraft(name) as Partial<T> | null
  return {
    value: { ...initial, ...typed },
    touched: typed !== null,
    set: (more) => writeDraft(name, more as Typed),
    drop: () => dropDraft(name),
  }
}
