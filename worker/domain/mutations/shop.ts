import * as v from 'valibot'
import { text } from '../fields.ts'
import { defineMutation, mergeEdit } from '../mutation.ts'
import { Refusal } from '../refusal.ts'
import type { ShopRow } from '../rows.ts'
import { Settings } from '../settings.ts'

const { tiers, rfm, rhythm, promises, businessHours, disputes, contactCap, winBack } = Settings.entries

/** Any fields of any sections: what is not named is not touched. */
const SettingsEdit = v.partial(
  v.object({
    tiers: v.partial(tiers.wrapped),
    rfm: v.partial(rfm.wrapped),
    rhythm: v.partial(rhythm.wrapped),
    promises: v.partial(promises.wrapped),
    businessHours: v.partial(businessHours.wrapped),
    disputes: v.partial(disputes.wrapped),
    contactCap: v.partial(contactCap.wrapped),
    winBack: v.partial(winBack.wrapped),
  }),
)

type Section = keyof Settings

const ascending = (bounds: readonly number[]): boolean =>
  bounds.every((bound, i) => i === 0 || bound > (bounds[i - 1] ?? 0))

/** What the schema cannot say of single fields; the first field that contradicts another, or null. */
function contradiction(s: Settings): string | null {
  if (s.tiers.aShare > s.tiers.bShare) return 'tiers.bShare'
  if (!ascending(s.rfm.recencyDays)) return 'rfm.recencyDays'
  if (!ascending(s.rfm.orders)) return 'rfm.orders'
  if (!ascending(s.rfm.money)) return 'rfm.money'
  if (s.rhythm.lostFactor <= s.rhythm.decliningFactor) return 'rhythm.lostFactor'
  if (s.businessHours.open === s.businessHours.close) return 'businessHours.close'
  return null
}

/**
 * Changes settings field by field; `was` holds the values seen before. Fields two people changed to different values are
 * one `conflict`, named `section.field`. Refused `bad_args` with the `field` that contradicts another.
 */
const settings = defineMutation({
  version: 1,
  role: 'owner',
  args: v.object({ set: SettingsEdit, was: SettingsEdit }),
  touches: () => [],
  apply(_rows, { set, was }, { shop }) {
    const flat = (edit: v.InferOutput<typeof SettingsEdit>): Record<string, unknown> =>
      Object.fromEntries(
        Object.entries(edit).flatMap(([section, fields]) =>
          Object.entries(fields ?? {}).map(([field, value]) => [`${section}.${field}`, value]),
        ),
      )
    const changed = mergeEdit(flat(shop.settings), flat(set), flat(was))
    if (Object.keys(changed).length === 0) return []
    const next = v.parse(Settings, JSON.parse(JSON.stringify(shop.settings)))
    for (const [path, value] of Object.entries(changed)) {
      const [section, field] = path.split('.') as [Section, string]
      Object.assign(next[section], { [field]: value })
    }
    const merged = v.parse(Settings, next)
    const field = contradiction(merged)
    if (field !== null) throw new Refusal('bad_args', { field })
    return [{ op: 'update', table: 'shops', id: shop.id, set: { settings: merged } }]
  },
})

/** The name customers know the shop by. Refused `conflict`. */
const rename = defineMutation({
  version: 1,
  role: 'owner',
  args: v.object({ name: text(60), was: v.string() }),
  touches: () => [],
  apply(_rows, { name, was }, { shop }) {
    const set = mergeEdit<ShopRow>(shop, { name }, { name: was })
    return Object.keys(set).length === 0 ? [] : [{ op: 'update', table: 'shops', id: shop.id, set }]
  },
})

export const shopMutations = { 'shop.settings': settings, 'shop.rename': rename }
