import { useMemo, useState } from 'preact/hooks'
import { SearchField } from '../../components/Field.tsx'
import { count } from '../../i18n/format.ts'
import { t } from '../../i18n/index.ts'

export interface Option {
  value: string
  label: string
  /** Customers it is true of. */
  count: number
}

interface Props {
  label: string
  search: string
  options: readonly Option[]
  value: readonly string[]
  onChange: (value: string[]) => void
  /** One of them instead of several. */
  one?: boolean | undefined
  /** Said where there is nothing to choose from. */
  none: string
}

const SHOWN = 30
/** From this many on they are searched. */
const MANY = 8

const fold = (text: string) => text.normalize('NFKC').toLowerCase()

/** Choosing from what the shop has: those already chosen first, then what most customers have. */
export function PickList({ label, search, options, value, onChange, one, none }: Props) {
  const [typed, setTyped] = useState('')
  // Chosen ones stay where they are while they are being ticked.
  const [first] = useState(() => new Set(value))
  const ordered = useMemo(
    () =>
      options.toSorted(
        (a, b) =>
          Number(first.has(b.value)) - Number(first.has(a.value)) ||
          b.count - a.count ||
          a.label.localeCompare(b.label),
      ),
    [options, first],
  )
  const query = fold(typed.trim())
  const found = query === '' ? ordered : ordered.filter((option) => fold(option.label).includes(query))
  const pick = (option: string, on: boolean) => {
    if (one) onChange([option])
    else onChange(on ? [...value, option] : value.filter((each) => each !== option))
  }
  return (
    <fieldset class="field">
      <legend class="field-label">{label}</legend>
      {options.length > MANY && <SearchField label={search} value={typed} onInput={setTyped} />}
      {found.length === 0 ? (
        <p class="small quiet pick-none">{options.length === 0 ? none : t('segments.condition.none')}</p>
      ) : (
        <div class="picks">
          {found.slice(0, SHOWN).map((option) => (
            <label key={option.value} class="pick">
              <input
                type={one ? 'radio' : 'checkbox'}
                name={one ? label : undefined}
                checked={value.includes(option.value)}
                onChange={(event) => pick(option.value, event.currentTarget.checked)}
              />
              <span class="pick-name">{option.label}</span>
              <span class="small quiet">{t('segments.peopleShort', { n: count(option.count) })}</span>
            </label>
          ))}
        </div>
      )}
      {found.length > SHOWN && (
        <p class="field-help">{t('segments.condition.narrow', { n: count(found.length - SHOWN) })}</p>
      )}
    </fieldset>
  )
}
