import { useState } from 'preact/hooks'
import {
  type ChoiceField,
  FIELDS,
  type Field,
  type NumberField as NumberFieldName,
  type TextField,
} from '../../../worker/domain/segment/fields.ts'
import { MAX_VALUES } from '../../../worker/domain/segment.ts'
import { Choices } from '../../components/Choices.tsx'
import { MoneyField } from '../../components/MoneyField.tsx'
import { Segmented } from '../../components/Segmented.tsx'
import { count } from '../../i18n/format.ts'
import { t } from '../../i18n/index.ts'
import { NumberField } from '../more/NumberField.tsx'
import { type Entry, problemOf } from './entry.ts'
import { PickList } from './PickList.tsx'
import { useChoices, useProducts, useTexts } from './use-options.ts'

interface Props {
  entry: Entry
  onChange: (more: Partial<Entry>) => void
  currency: string
  /** Says what is missing or wrong. */
  tried: boolean
}

/** What a condition compares with, as its field and operator want it. */
export function ValueFields(props: Props) {
  const { field, is } = props.entry
  if (is === 'yes' || is === 'no' || is === 'unknown') return null
  const { kind } = FIELDS[field] as Field
  if (kind === 'number') return <Numbers {...props} />
  if (kind === 'choice') return <Fixed {...props} />
  if (kind === 'text') return <Texts {...props} />
  return is === 'then' ? <Sequence {...props} /> : <Products {...props} />
}

function problemText(entry: Entry, at: 'low' | 'high'): string | null {
  const problem = problemOf(entry)
  if (problem?.at !== at) return null
  if (problem.what === 'tooMany') return t('segments.condition.tooMany', { max: MAX_VALUES })
  if (problem.what !== 'range') return t(`segments.condition.${problem.what}`)
  const { min, max } = FIELDS[entry.field as NumberFieldName]
  return t('segments.condition.range', { min: count(min), max: count(max) })
}

/** What is missing where things are chosen from a list, whose end may be far away; numbers say it themselves. */
export const listProblem = (entry: Entry): string | null =>
  (FIELDS[entry.field] as Field).kind === 'number' ? null : problemText(entry, 'low')

function Numbers({ entry, onChange, currency, tried }: Props) {
  const { unit } = FIELDS[entry.field as NumberFieldName]
  const two = entry.is === 'between'
  const end = (at: 'low' | 'high') => {
    const label = t(`segments.condition.value.${two ? at : unit}`)
    const error = tried ? problemText(entry, at) : null
    const change = (value: number | null) => onChange({ [at]: value })
    return unit === 'money' ? (
      <MoneyField label={label} value={entry[at]} currency={currency} onChange={change} error={error} />
    ) : (
      <NumberField
        label={label}
        value={entry[at]}
        onChange={change}
        suffix={unit === 'count' ? undefined : t(`segments.condition.unit.${unit}`)}
        whole
        error={error}
      />
    )
  }
  return two ? (
    <div class="two-ends">
      {end('low')}
      {end('high')}
    </div>
  ) : (
    end('low')
  )
}

function Fixed({ entry, onChange }: Props) {
  const options = useChoices(entry.field as ChoiceField)
  return (
    <Choices
      multiple
      label={t('segments.condition.value.list')}
      value={[...entry.list]}
      options={options.map(({ value, label, count: n }) => ({
        value,
        label,
        hint: t('segments.peopleShort', { n: count(n) }),
      }))}
      onChange={(list) => onChange({ list })}
    />
  )
}

function Texts({ entry, onChange }: Props) {
  const field = entry.field as TextField
  const options = useTexts(field, entry.list)
  return (
    <PickList
      label={t('segments.condition.value.list')}
      search={t(field === 'region' ? 'segments.condition.searchRegions' : 'segments.condition.searchSources')}
      options={options}
      value={entry.list}
      onChange={(list) => onChange({ list })}
      none={t(`segments.condition.noneYet.${field}`)}
    />
  )
}

function Products({ entry, onChange }: Props) {
  const options = useProducts(entry.list)
  return (
    <PickList
      label={t('segments.condition.value.list')}
      search={t('segments.condition.searchProducts')}
      options={options}
      value={entry.list}
      onChange={(list) => onChange({ list })}
      none={t('segments.condition.noneYet.bought')}
    />
  )
}

/** The earlier product and the later one, chosen one after the other. */
function Sequence({ entry, onChange }: Props) {
  const [at, setAt] = useState<'earlier' | 'later'>('earlier')
  const options = useProducts(entry.list)
  const [earlier = '', later = ''] = entry.list
  const nameOf = (id: string) => options.find(({ value }) => value === id)?.label ?? t('segments.condition.notChosen')
  const chosen = at === 'earlier' ? earlier : later
  return (
    <div class="stack-s">
      <Segmented
        label={t('segments.condition.value.list')}
        value={at}
        options={(['earlier', 'later'] as const).map((value) => ({ value, label: t(`segments.condition.${value}`) }))}
        onChange={setAt}
      />
      <p class="small quiet">
        {nameOf(earlier)} → {nameOf(later)}
      </p>
      <PickList
        key={at}
        one
        label={t(`segments.condition.${at}`)}
        search={t('segments.condition.searchProducts')}
        options={options}
        value={chosen === '' ? [] : [chosen]}
        onChange={([id = '']) => {
          onChange({ list: at === 'earlier' ? [id, later] : [earlier, id] })
          if (at === 'earlier' && later === '') setAt('later')
        }}
        none={t('segments.condition.noneYet.bought')}
      />
    </div>
  )
}
