import * as v from 'valibot'
import { text } from '../fields.ts'
import { defineMutation, mergeEdit, mustGet } from '../mutation.ts'
import { Refusal } from '../refusal.ts'
import type { ShopRow, Tier } from '../rows.ts'
import { Settings } from '../settings.ts'
import { TIERS } from '../tiers.ts'

const { tiers, rfm, rhythm, expectation, promises, businessHours, disputes, contactCap, winBack } = Settings.entries

/** Any fields of any sections: what is not named is not touched. */
const SettingsEdit = v.partial(
  v.object({
    tiers: v.partial(tiers.wrapped),
    rfm: v.partial(rfm.wrapped),
    rhythm: v.partial(rhythm.wrapped),
    expectation: v.partial(expectation.wrapped),
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

/** What the schema cannot say of single fields: the field that contradicts another. */
const CONTRADICTIONS: readonly (readonly [field: string, holds: (s: Settings) => boolean])[] = [
  ['tiers.bShare', ({ tiers }) => tiers.aShare > tiers.bShare],
  ['rfm.recencyDays', ({ rfm }) => !ascending(rfm.recencyDays)],
  ['rfm.orders', ({ rfm }) => !ascending(rfm.orders)],
  ['rfm.money', ({ rfm }) => !ascending(rfm.money)],
  ['rhythm.lostFactor', ({ rhythm }) => rhythm.lostFactor <= rhythm.decliningFactor],
  // Nothing is resolved before it was answered.
  [
    'promises.resolveHours',
    ({ promises }) => TIERS.some((tier) => promises.resolveHours[tier] < promises.firstReplyHours[tier]),
  ],
  ['businessHours.close', ({ businessHours }) => businessHours.open === businessHours.close],
]

type Edit = v.InferOutput<typeof SettingsEdit>
type Flat = Record<string, unknown>

const isPerTier = (value: unknown): value is Record<Tier, unknown> =>
  value !== null && typeof value === 'object' && TIERS.every((tier) => tier in value)

/** Values by `section.field`; those that differ by tier by `section.field.A`: two people may set two tiers. */
const flat = (edit: Edit): Flat =>
  Object.fromEntries(
    Object.entries(edit).flatMap(([section, fields]) =>
      Object.entries(fields ?? {}).flatMap(([field, value]): [string, unknown][] =>
        isPerTier(value)
          ? TIERS.map((tier) => [`${section}.${field}.${tier}`, value[tier]])
          : [[`${section}.${field}`, value]],
      ),
    ),
  )

/** What differs from what was seen. */
const edited = (set: Flat, was: Flat): Flat =>
  Object.fromEntries(Object.entries(set).filter(([path, value]) => !(path in was) || was[path] !== value))

/** Members an edit names. */
const handlersOf = ({ promises }: Edit): string[] => Object.values(promises?.handler ?? {}).filter((id) => id !== null)

/**
 * Changes settings field by field; `was` holds the values seen before. Fields two people changed to different values are
 * one `conflict`, named `section.field` or `section.field.tier`. Refused `bad_args` with the `field` that contradicts
 * another; `not_found` and `forbidden` where a tier is given to a member who left, or who may only look.
 */
const settings = defineMutation({
  version: 1,
  by: { role: 'owner' },
  args: v.object({ set: SettingsEdit, was: SettingsEdit }),
  touches: ({ set }) => handlersOf(set).map((id) => ({ table: 'members', id })),
  apply(rows, { set, was }, { shop }) {
    const seen = flat(was)
    const changed = mergeEdit(flat(shop.settings), edited(flat(set), seen), seen)
    const paths = Object.keys(changed)
    if (paths.length === 0) return []
    const next = v.parse(Settings, JSON.parse(JSON.stringify(shop.settings)))
    for (const [path, value] of Object.entries(changed)) {
      const [section, field, tier] = path.split('.') as [Section, string, Tier | undefined]
      const fields = next[section] as Record<string, unknown>
      if (tier === undefined) fields[field] = value
      else Object.assign(fields[field] as object, { [tier]: value })
      if (field === 'handler' && value !== null && mustGet(rows, 'members', String(value)).role === 'viewer') {
        throw new Refusal('forbidden', { role: 'viewer' })
      }
    }
    const merged = v.parse(Settings, next)
    // What another section has contradicted since before the rule was made holds up nobody here.
    const sections = new Set(paths.map((path) => path.split('.')[0]))
    const wrong = CONTRADICTIONS.find(([field, holds]) => sections.has(field.split('.')[0]) && holds(merged))
    if (wrong) throw new Refusal('bad_args', { field: wrong[0] })
    return [{ op: 'update', table: 'shops', id: shop.id, set: { settings: merged } }]
  },
})

/** The name customers know the shop by. Refused `conflict`. */
const rename = defineMutation({
  version: 1,
  by: { role: 'owner' },
  args: v.object({ name: text(60), was: v.string() }),
  touches: () => [],
  apply(_rows, { name, was }, { shop }) {
    const set = mergeEdit<ShopRow>(shop, { name }, { name: was })
    return Object.keys(set).length === 0 ? [] : [{ op: 'update', table: 'shops', id: shop.id, set }]
  },
})

export const shopMutations = { 'shop.settings': settings, 'shop.rename': rename }
