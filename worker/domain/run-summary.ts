/** What a recompute found of the shop as a whole: small enough to keep for every run and to hold on every phone. */
import { windowValueOn } from './aggregate.ts'
import type { Fit } from './expectation/model.ts'
import { MIGRATION_DAYS, type Scale } from './figures.ts'
import type { Histories, History } from './histories.ts'
import type { Figures, Group, Migration, RfmClass, RunSummary, Stage, Tier } from './rows.ts'
import { tierOf } from './tiers.ts'

const WEEK_DAYS = 7

const STAGES: readonly Stage[] = ['prospect', 'exploring', 'building', 'stable', 'declining', 'lost']
const SIDES = ['A', 'B', 'C', 'none'] as const

const counted = <K extends string, V>(keys: readonly K[], of: () => V): Record<K, V> =>
  Object.fromEntries(keys.map((key) => [key, of()])) as Record<K, V>

export interface Summing {
  /** @param called the tier the figures of the run before called for; undefined where there was none */
  add(history: History, figures: Figures, called: Tier | null | undefined): void
  finish(model: Fit, later: RunSummary['later']): RunSummary
}

export function summing(histories: Histories, scale: Scale): Summing {
  const tiers: Record<Tier, Group> = counted(['A', 'B', 'C'], () => ({ buyers: 0, value: 0 }))
  const classes: Partial<Record<RfmClass, number>> = {}
  const stages = counted(STAGES, () => 0)
  const migration: Migration = counted(SIDES, () => counted(SIDES, () => 0))
  let [buyers, value, changed, weekShift] = [0, 0, 0, 0]
  let known = false
  return {
    add(history, figures, called) {
      const { tier, tierBefore, windowValue } = figures
      stages[figures.stage]++
      if (called !== undefined) known = true
      if (tier === null) return
      buyers++
      value += windowValue
      tiers[tier].buyers++
      tiers[tier].value += windowValue
      if (figures.class) classes[figures.class] = (classes[figures.class] ?? 0) + 1
      migration[tierBefore ?? 'none'][tier]++
      if (called && called !== tier) changed++
      const { windowDays } = scale.settings.tiers
      const lately = windowValueOn(history, scale.today - WEEK_DAYS, windowDays, scale.measure)
      if (lately !== null && tierOf(scale.tiersWeekAgo, lately) !== tier) weekShift++
    },
    finish: (model, later) => ({
      measure: scale.measure,
      costKnown: histories.listTotal > 0 ? histories.costedTotal / histories.listTotal : 0,
      buyers,
      value,
      tiers,
      classes,
      stages,
      migration,
      migrationDays: MIGRATION_DAYS,
      changed: known ? changed : null,
      weekShift,
      later,
      model,
    }),
  }
}
