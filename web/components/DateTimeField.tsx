import { useId } from 'preact/hooks'
import { parseLocalDateTime, zonedToUtc, zoneOffset } from '../../worker/domain/time.ts'
import { described, FieldShell, type LabelProps } from './Field.tsx'
import { useHalfTyped } from './half-typed.ts'

interface Props extends LabelProps {
  /** Epoch ms. */
  value: number | null
  /** The shop's IANA zone: its clock is the one that is shown and typed. */
  zone: string
  onChange: (at: number | null) => void
  min?: number | undefined
}

/** `2026-05-01T09:30` as the zone's clock shows it. */
const wall = (at: number, zone: string): string => new Date(at + zoneOffset(at, zone)).toISOString().slice(0, 16)

/** A day and a time, with the phone's own picker. */
export function DateTimeField({ value, zone, onChange, min, ...props }: Props) {
  const id = useId()
  const instantOf = (text: string) => {
    const local = parseLocalDateTime(text)
    return local && zonedToUtc(local, zone)
  }
  const typing = useHalfTyped(value === null ? '' : wall(value, zone), instantOf, onChange)
  return (
    <FieldShell {...props} id={id}>
      <div class="box">
        <input
          {...described(id, props)}
          type="datetime-local"
          min={min === undefined ? undefined : wall(min, zone)}
          {...typing}
        />
      </div>
    </FieldShell>
  )
}
