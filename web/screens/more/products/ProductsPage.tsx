import './texts.ts'
import './products.css'
import { FileUp } from 'lucide'
import { useMemo, useState } from 'preact/hooks'
import type { ProductRow } from '../../../../worker/domain/rows.ts'
import { Button, IconButton } from '../../../components/Button.tsx'
import { Chip } from '../../../components/Chip.tsx'
import { Empty } from '../../../components/Empty.tsx'
import { SearchField } from '../../../components/Field.tsx'
import { Spinner } from '../../../components/Progress.tsx'
import { Row } from '../../../components/Row.tsx'
import { Screen } from '../../../components/Screen.tsx'
import { VirtualList } from '../../../components/VirtualList.tsx'
import { count, money, percent } from '../../../i18n/format.ts'
import { t } from '../../../i18n/index.ts'
import { currentStore } from '../../../store/current.ts'
import { useDerived, useReady, useTable } from '../../../store/hooks.ts'
import { useMe } from '../../../store/me.ts'
import { useNewestRun } from '../../../store/runs.ts'
import { useShop } from '../../../store/shop.ts'
import { CostSheet } from './CostSheet.tsx'
import { countBuyers, found, listed, nextUnknown } from './product-list.ts'

const BACK = '/more'

/** Everything the shop sells and what it costs: those not known yet first, most bought first. */
export function ProductsPage() {
  const products = useTable('products')
  const ready = useReady('products')
  const buyers = useDerived(() => countBuyers(currentStore().view.list('customers').value), [])
  const mayAct = useMe().role !== 'viewer'
  const [query, setQuery] = useState('')
  const [editing, setEditing] = useState<string | null>(null)
  // A product that is filled in stays where it stands until the list is opened anew: nothing moves under the finger.
  const order = useMemo(() => listed(products, buyers).map(({ id }) => id), [products.length, buyers])
  const shown = useMemo(() => {
    const byId = new Map(products.map((product) => [product.id, product]))
    return found(
      order.flatMap((id) => byId.get(id) ?? []),
      query,
    )
  }, [products, order, query])
  const edited = products.find(({ id }) => id === editing)

  if (products.length === 0) {
    return (
      <Screen title={t('products.title')} back={BACK}>
        {ready ? (
          <Empty
            art="import"
            title={t('products.empty')}
            action={mayAct && <Button href="/more/import">{t('products.toImport')}</Button>}
          >
            {t('products.emptyText')}
          </Empty>
        ) : (
          <Spinner label={t('common.list.loading')} />
        )}
      </Screen>
    )
  }
  return (
    <Screen
      title={t('products.title')}
      back={BACK}
      fill
      flush
      actions={mayAct && <IconButton icon={FileUp} label={t('products.bring')} href="/more/products/import" />}
      top={
        <>
          <Known products={products} />
          <SearchField label={t('products.search')} value={query} onInput={setQuery} />
        </>
      }
    >
      <VirtualList
        items={shown}
        itemKey={(product) => product.id}
        label={t('products.list')}
        keep="more-products"
        empty={<Empty art="search" title={t('products.none')} />}
      >
        {(product) => (
          <ProductLine
            product={product}
            buyers={buyers.get(product.id) ?? 0}
            onEdit={mayAct ? () => setEditing(product.id) : undefined}
          />
        )}
      </VirtualList>
      {edited && (
        <CostSheet
          key={edited.id}
          product={edited}
          next={nextUnknown(shown, edited.id)}
          onNext={(product) => setEditing(product.id)}
          onClose={() => setEditing(null)}
        />
      )}
    </Screen>
  )
}

/** How far the costs are known, and what they are for. */
function Known({ products }: { products: readonly ProductRow[] }) {
  const { settings } = useShop()
  const summary = useNewestRun()?.summary
  const known = products.filter(({ cost }) => cost !== null).length
  const parts = [
    t('products.known', { known: count(known), all: count(products.length) }),
    summary && summary.costKnown > 0 && t('products.share', { share: percent(summary.costKnown) }),
  ]
  const profit = settings.tiers.measure === 'profit'
  return (
    <div class="products-known">
      <p class="products-count">{parts.filter(Boolean).join(' · ')}</p>
      <p class="small quiet">
        {t(profit ? 'products.forProfit' : 'products.forRevenue')}
        {!profit && <a href="/more/tiers"> {t('products.toRule')}</a>}
      </p>
    </div>
  )
}

interface LineProps {
  product: ProductRow
  buyers: number
  onEdit: (() => void) | undefined
}

function ProductLine({ product: { name, cost }, buyers, onEdit }: LineProps) {
  const { currency } = useShop()
  return (
    <Row
      title={name}
      sub={buyers > 0 ? t('products.buyers', { n: buyers, shown: count(buyers) }) : t('products.noBuyers')}
      meta={cost === null ? null : money(cost, currency)}
      chips={cost === null && <Chip tone="warn">{t('products.unknown')}</Chip>}
      onClick={onEdit}
      chevron={onEdit !== undefined}
    />
  )
}
