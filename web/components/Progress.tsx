interface Props {
  label: string
  value: number
  max: number
  /** At the right of the label; the percentage unless given. */
  text?: string | undefined
}

/** How far something is. Give `max` 0 while the end is unknown. */
export function Progress({ label, value, max, text }: Props) {
  const known = max > 0
  const share = known ? Math.min(1, value / max) : 0
  const said = text ?? (known ? `${Math.floor(share * 100)}%` : '')
  return (
    <div class="progress">
      <div class="progress-line">
        <span>{label}</span>
        <span class="quiet">{said}</span>
      </div>
      <div
        class={known ? 'progress-track' : 'progress-track unknown'}
        role="progressbar"
        aria-label={label}
        aria-valuemin={0}
        aria-valuemax={known ? max : undefined}
        aria-valuenow={known ? Math.min(value, max) : undefined}
        aria-valuetext={said || undefined}
      >
        <div style={{ width: known ? `${share * 100}%` : '30%' }} />
      </div>
    </div>
  )
}

/** Something short is under way; only where stored content cannot be shown meanwhile. */
export function Spinner({ label }: { label: string }) {
  return (
    <div class="spinner" role="status">
      <span class="spin" aria-hidden="true" />
      <span>{label}</span>
    </div>
  )
}
