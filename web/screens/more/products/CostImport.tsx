/** A list of costs: file → what was found → written, online or not. */
import './texts.ts'
import '../../import/import.css'
import { useMemo, useState } from 'preact/hooks'
import { readCosts } from '../../../../worker/domain/import/cost-list.ts'
import { Empty } from '../../../components/Empty.tsx'
import { Spinner } from '../../../components/Progress.tsx'
import { Screen } from '../../../components/Screen.tsx'
import { t } from '../../../i18n/index.ts'
import { type CostTable, readCostTable } from '../../../import/read-costs.ts'
import { useReady, useTable } from '../../../store/hooks.ts'
import { useMe } from '../../../store/me.ts'
import { useShop } from '../../../store/shop.ts'
import { CostFound } from './CostFound.tsx'
import { CostPick } from './CostPick.tsx'

export const BACK = '/more/products'

type At = { step: 'pick'; unreadable: boolean } | { step: 'reading' } | { step: 'found'; table: CostTable }

export function CostImport() {
  const { currency } = useShop()
  const products = useTable('products')
  const ready = useReady('products')
  const { role } = useMe()
  const [at, setAt] = useState<At>({ step: 'pick', unreadable: false })
  const table = at.step === 'found' ? at.table : null
  // Follows the products: what is written replaces what the person saw last.
  const reading = useMemo(
    () => (table && !('refusal' in table) ? readCosts(table.rows, table.broken, products, currency) : null),
    [table, products, currency],
  )
  const pick = (file: File) => {
    setAt({ step: 'reading' })
    readCostTable(file).then(
      (read) => setAt({ step: 'found', table: read }),
      () => setAt({ step: 'pick', unreadable: true }),
    )
  }

  if (role === 'viewer') {
    return (
      <Screen title={t('products.costs.title')} back={BACK}>
        <Empty art="import" title={t('products.costs.viewer.title')}>
          {t('products.costs.viewer.text')}
        </Empty>
      </Screen>
    )
  }
  if (at.step === 'reading' || !ready) {
    return (
      <Screen title={t('products.costs.title')} back={BACK} bare>
        <Spinner label={t(ready ? 'products.costs.reading' : 'common.list.loading')} />
      </Screen>
    )
  }
  if (reading) return <CostFound reading={reading} onOther={() => setAt({ step: 'pick', unreadable: false })} />
  return (
    <CostPick
      products={products}
      unreadable={at.step === 'pick' && at.unreadable}
      refusal={table && 'refusal' in table ? table.refusal : null}
      onPick={pick}
    />
  )
}
