import { encode } from 'uqr'

interface Props {
  text: string
  /** Read aloud in its place. */
  label: string
}

/** A code for another phone's camera: dark on light in either theme, since not every camera reads the inverse. */
export function QrCode({ text, label }: Props) {
  const { size, data } = encode(text, { ecc: 'M', border: 4 })
  const dark = data.flatMap((row, y) => row.flatMap((on, x) => (on ? [`M${x} ${y}h1v1h-1z`] : [])))
  return (
    <svg class="qr" viewBox={`0 0 ${size} ${size}`} role="img" aria-label={label} shape-rendering="crispEdges">
      <path class="qr-ground" d={`M0 0h${size}v${size}H0z`} />
      <path d={dark.join('')} />
    </svg>
  )
}
