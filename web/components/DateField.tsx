import { useId } from 'preact/hooks'
import { localDay, parseLocalDateTime, zonedToUtc } from '../../worker/domain/time.ts'
import { described, FieldShell, type LabelProps } from './Field.tsx'
import { useHalfTyped } from './half-typed.ts'

interface Props extends LabelProps {
  /** An instant on the chosen day, epoch ms. */
  value: number | null
  /** The shop's IANA zone: it decides which day an instant is. */
  zone: string
  /** Given the very end of the chosen day (23:59:59) in the zone: a promise for a day holds all day. */
  onChange: (at: number | null) => void
  min?: number | undefined
  max?: number | undefined
  disabled?: boolean | undefined
}

/** A calendar day, with the phone's own picker. */
export function DateField({ value, zone, onChange, min, max, ...props }: Props) {
  const id = useId()
  const dayOf = (at: number | null | undefined) => (at == null ? undefined : localDay(at, zone))
  const endOf = (text: string) => {
    const day = parseLocalDateTime(text)
    return day && zonedToUtc({ ...day, hour: 23, minute: 59, second: 59 }, zone)
  }
  const typing = useHalfTyped(dayOf(value) ?? '', endOf, onChange)
  return (
    <FieldShell {...props} id={id}>
      <div class="box">
        <input
          {...described(id, props)}
          type="date"
          min={dayOf(min)}
          max={dayOf(max)}
          disabled={props.disabled}
          {...typing}
        />
      </div>
    </FieldShell>
  )
}
