import type { Tier } from '../../worker/domain/rows.ts'
import { t } from '../i18n/index.ts'

interface Props {
  /** Null for prospects. */
  tier: Tier | null
  size?: number | undefined
}

/** A in a gold eight-sided seal, B in a slate square, C in a grey ring, none a dotted ring: told by letter and shape. */
export function TierMark({ tier, size = 24 }: Props) {
  const name = tier ? `${t(`customers.tierShort.${tier}`)} ${t(`customers.tier.${tier}`)}` : t('customers.tier.none')
  return (
    <svg
      class={`tier tier-${tier ?? 'none'}`}
      width={size}
      height={size}
      viewBox="0 0 24 24"
      role="img"
      aria-label={name}
    >
      {tier === 'A' && <path d="M8 1.5h8L22.5 8v8L16 22.5H8L1.5 16V8z" stroke-width="1.5" stroke-linejoin="round" />}
      {tier === 'B' && <rect x="2" y="2" width="20" height="20" rx="4.5" />}
      {tier === 'C' && <circle cx="12" cy="12" r="10" fill="none" stroke-width="1.5" />}
      {tier === null && <circle cx="12" cy="12" r="10" fill="none" stroke-width="1.5" stroke-dasharray="2 3.24" />}
      <text x="12" y="16.4" text-anchor="middle">
        {tier ?? '–'}
      </text>
    </svg>
  )
}
