import type { TargetedInputEvent } from 'preact'
import { useState } from 'preact/hooks'

/**
 * Lets a date be typed: on the way its year is 0002, then 0020, which is no day anybody means but has to stay on screen.
 * Once the field is left it shows what counts.
 * @param shown the value as the field writes it, '' for none
 * @param read what a text means; null when it means nothing
 */
export function useHalfTyped(
  shown: string,
  read: (text: string) => number | null,
  onChange: (at: number | null) => void,
) {
  const [half, setHalf] = useState('')
  return {
    value: shown || half,
    onInput: ({ currentTarget: { value } }: TargetedInputEvent<HTMLInputElement>) => {
      const at = read(value)
      setHalf(at === null ? value : '')
      onChange(at)
    },
    onBlur: () => setHalf(''),
  }
}
