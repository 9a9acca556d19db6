import { useMemo } from 'preact/hooks'
import type { RfmClass, Stage } from '../../../worker/domain/rows.ts'
import type { ChoiceField, TextField } from '../../../worker/domain/segment/fields.ts'
import { CLASSES, STAGES } from '../../../worker/domain/segment/fields.ts'
import { matcher } from '../../../worker/domain/segment/matches.ts'
import { TIERS } from '../../../worker/domain/tiers.ts'
import { locale, t } from '../../i18n/index.ts'
import { useTable } from '../../store/hooks.ts'
import type { Option } from './PickList.tsx'
import { buyersOf } from './suggestions.ts'
import { sourceName } from './use-describe.ts'
import { useSegmentContext } from './use-tally.ts'

const CHOICES: Record<ChoiceField, readonly string[]> = {
  tier: TIERS,
  tierBefore: TIERS,
  class: CLASSES,
  stage: STAGES,
}

function choiceName(field: ChoiceField, value: string): string {
  if (field === 'stage') return t(`customers.stage.${value as Stage}`)
  if (field === 'class') return t(`customers.class.${value as RfmClass}`)
  return t(`customers.tierShort.${value as 'A' | 'B' | 'C'}`)
}

/** The values of a field with fixed choices, with how many customers have each. */
export function useChoices(field: ChoiceField): Option[] {
  const customers = useTable('customers')
  const context = useSegmentContext()
  const language = locale()
  return useMemo(
    () =>
      CHOICES[field].map((value) => {
        const has = matcher({ field, is: 'oneOf', value: [value] }, context)
        return { value, label: choiceName(field, value), count: customers.reduce((n, one) => n + Number(has(one)), 0) }
      }),
    [field, customers, context, language],
  )
}

/** The regions or channels customers of this shop have, and those chosen before that nobody has any more. */
export function useTexts(field: TextField, chosen: readonly string[]): Option[] {
  const customers = useTable('customers')
  const [first] = useMemo(() => [chosen], [field])
  const language = locale()
  return useMemo(() => {
    const counts = new Map(first.map((value) => [value, 0]))
    for (const { [field]: value } of customers) if (value !== null) counts.set(value, (counts.get(value) ?? 0) + 1)
    return [...counts].map(([value, n]) => ({
      value,
      label: field === 'source' ? sourceName(value) : value,
      count: n,
    }))
  }, [field, customers, first, language])
}

/** The shop's products, and those chosen before that are no longer known. */
export function useProducts(chosen: readonly string[]): Option[] {
  const customers = useTable('customers')
  const products = useTable('products')
  const [first] = useMemo(() => [chosen], [])
  const language = locale()
  return useMemo(() => {
    const buyers = buyersOf(customers)
    const known = new Set(products.map(({ id }) => id))
    const lost = first.filter((id) => !known.has(id))
    return [
      ...products.map(({ id, name }) => ({ value: id, label: name, count: buyers.get(id) ?? 0 })),
      ...lost.map((id) => ({
        value: id,
        label: t('segments.condition.unknownProduct'),
        count: buyers.get(id) ?? 0,
      })),
    ]
  }, [customers, products, first, language])
}
