/** The app's mark: a seal, 回 in a square. */
export function Seal({ size }: { size: number }) {
  return (
    <svg class="seal" viewBox="0 0 512 512" width={size} height={size} aria-hidden="true">
      <rect width="512" height="512" rx="112" />
      <path d="M128 128h256v256H128z" />
      <path d="M216 216h80v80h-80z" />
    </svg>
  )
}
