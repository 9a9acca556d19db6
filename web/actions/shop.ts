/** What the owner decides about the shop. */
import type { ArgsOf } from '../../worker/domain/mutations.ts'
import type { Settings } from '../../worker/domain/settings.ts'
import { mutate } from './mutate.ts'

type Edit = ArgsOf<'shop.settings'>['set']

/**
 * Sets those fields of one section that differ from `seen`, the section as it stood when the form was opened.
 * @returns null when nothing differs
 * @throws Refusal `conflict`, `bad_args` with the `field` that contradicts another, `forbidden`
 */
export function saveSettings<S extends keyof Settings>(
  section: S,
  seen: Settings[S],
  wanted: Settings[S],
): Promise<string> | null {
  const fields = (Object.keys(wanted) as (keyof Settings[S])[]).filter(
    (field) => JSON.stringify(wanted[field]) !== JSON.stringify(seen[field]),
  )
  if (fields.length === 0) return null
  const only = (from: Settings[S]) =>
    ({ [section]: Object.fromEntries(fields.map((field) => [field, from[field]])) }) as Edit
  return mutate('shop.settings', { set: only(wanted), was: only(seen) })
}

/** The name customers know the shop by. @throws Refusal `conflict`, `forbidden` */
export const renameShop = (name: string, was: string): Promise<string> => mutate('shop.rename', { name, was })
