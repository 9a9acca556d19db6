import { useMemo } from 'preact/hooks'
import { describeSegment } from '../../../worker/domain/segment/describe.ts'
import type { SegmentExpression } from '../../../worker/domain/segment.ts'
import { locale, t } from '../../i18n/index.ts'
import { customers as words } from '../../i18n/zh-CN/customers.ts'
import { useTable } from '../../store/hooks.ts'
import { useShop } from '../../store/shop.ts'

type Source = keyof typeof words.source

/** A channel as people know it; the key itself where it has no name. */
export const sourceName = (source: string): string =>
  Object.hasOwn(words.source, source) ? t(`customers.source.${source as Source}`) : source

/** Puts segments and their conditions in words, with the names this shop gives things. */
export function useDescribe(): (expression: SegmentExpression) => string {
  const { currency, settings } = useShop()
  const products = useTable('products')
  const language = locale()
  const { windowDays } = settings.tiers
  return useMemo(() => {
    const names = new Map(products.map(({ id, name }) => [id, name]))
    const productName = (id: string) => names.get(id)
    return (expression) =>
      describeSegment(expression, { locale: language, currency, windowDays, productName, sourceName })
  }, [products, language, currency, windowDays])
}
