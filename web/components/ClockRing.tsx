interface Props {
  /** Fraction of the time still left, 1 at the start; 0 or less is overdue. */
  left: number
  /** A few characters inside: "42分". */
  text: string
  /** The whole sentence, read aloud: "首次回复还剩 42 分钟". */
  label: string
  size?: number | undefined
}

const RADIUS = 19
const AROUND = 2 * Math.PI * RADIUS

/** A clock as a ring that runs out. Amber in its last quarter, red and full once time is up. */
export function ClockRing({ left, text, label, size = 44 }: Props) {
  const rest = Math.min(1, Math.max(0, left))
  const tone = left <= 0 ? 'over' : left < 0.25 ? 'soon' : 'fine'
  return (
    <svg class={`clock ${tone}`} width={size} height={size} viewBox="0 0 44 44" role="img" aria-label={label}>
      <circle class="clock-track" cx="22" cy="22" r={RADIUS} fill="none" stroke-width="3" />
      <circle
        class="clock-left"
        cx="22"
        cy="22"
        r={RADIUS}
        fill="none"
        stroke-width="3"
        stroke-linecap="round"
        stroke-dasharray={`${(left <= 0 ? 1 : rest) * AROUND} ${AROUND}`}
        transform="rotate(-90 22 22)"
      />
      <text x="22" y="26.2" text-anchor="middle">
        {text}
      </text>
    </svg>
  )
}
