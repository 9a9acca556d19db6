import type { Tier } from '../../../worker/domain/rows.ts'

/** Fills of the tiers: A plain, B hatched, C dotted, so that they are told apart without colour. Put it in a chart's SVG. */
export function TierPatterns({ id }: { id: string }) {
  return (
    <defs>
      <pattern id={`${id}A`} width="8" height="8" patternUnits="userSpaceOnUse">
        <rect class="ink-A" width="8" height="8" />
      </pattern>
      <pattern id={`${id}B`} width="7" height="7" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">
        <rect class="ink-B" width="7" height="7" />
        <rect class="line-B" width="2" height="7" />
      </pattern>
      <pattern id={`${id}C`} width="6" height="6" patternUnits="userSpaceOnUse">
        <rect class="ink-C" width="6" height="6" />
        <circle class="dot-C" cx="3" cy="3" r="0.9" />
      </pattern>
    </defs>
  )
}

export const tierFill = (id: string, tier: Tier): string => `url(#${id}${tier})`
