import type { RunSummary, Tier } from '../../../worker/domain/rows.ts'
import { t } from '../../i18n/index.ts'

/** What the tiers are measured by. */
export type What = RunSummary['measure']

/** 净消费 or 净利润. */
export const whatText = (what: What): string => t(`overview.what.${what}`)

export const tierName = (tier: Tier): string => t(`customers.tierShort.${tier}`)
