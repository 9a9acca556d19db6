/** What a customer's tier is promised (T7): the one place disputes, offers and care read it from. */
import type { Tier } from './rows.ts'
import type { Settings } from './settings.ts'

type Promises = Settings['promises']

/** What a tier gets of one kind; people without a tier get what C gets. */
export const promised = <K extends keyof Promises>(
  { promises }: Pick<Settings, 'promises'>,
  what: K,
  tier: Tier | null,
): Promises[K][Tier] => promises[what][tier ?? 'C']
