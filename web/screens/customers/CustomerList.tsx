import { ArrowDownUp, ChartPie, ListFilter, MessageSquarePlus, UserPlus } from 'lucide'
import { useMemo, useState } from 'preact/hooks'
import { useLocation } from 'preact-iso'
import { isListed } from '../../../worker/domain/erased.ts'
import { Button, IconButton } from '../../components/Button.tsx'
import { Choices } from '../../components/Choices.tsx'
import { Empty } from '../../components/Empty.tsx'
import { SearchField } from '../../components/Field.tsx'
import { Spinner } from '../../components/Progress.tsx'
import { Screen } from '../../components/Screen.tsx'
import { Segmented } from '../../components/Segmented.tsx'
import { Sheet } from '../../components/Sheet.tsx'
import { Strip } from '../../components/Strip.tsx'
import { SyncStrip } from '../../components/SyncStrip.tsx'
import { VirtualList } from '../../components/VirtualList.tsx'
import { count } from '../../i18n/format.ts'
import { t } from '../../i18n/index.ts'
import { currentStore } from '../../store/current.ts'
import { useDerived, useReady, useTable } from '../../store/hooks.ts'
import { useNow } from '../../store/now.ts'
import { createSearch } from '../../store/search.ts'
import { useShop } from '../../store/shop.ts'
import { AddSheet } from './AddSheet.tsx'
import { CustomerLine } from './CustomerLine.tsx'
import { countSegments, isIn, query, type Segment, type Sort, segment, sort, sorted } from './list-state.ts'
import { useRole } from './use-role.ts'

const SORTS: readonly Sort[] = ['worth', 'recent', 'away']

interface Props {
  /** The customer open beside the list. */
  openId: string | null
}

/** All customers: found by typing, told by tier, most valuable first. */
export function CustomerList({ openId }: Props) {
  const { route } = useLocation()
  const everybody = useTable('customers')
  const customers = useMemo(() => everybody.filter(isListed), [everybody])
  const ready = useReady('customers')
  const mayAct = useRole('agent')
  const { currency, timezone, settings } = useShop()
  const now = useNow()
  const [adding, setAdding] = useState(false)
  const [sorting, setSorting] = useState(false)
  const search = useMemo(() => createSearch(currentStore().view.list('customers')), [])
  const waiting = useDerived(
    () =>
      currentStore()
        .view.list('moves')
        .value.filter((move) => move.status === 'proposed').length,
    [],
  )
  const counts = useMemo(() => countSegments(customers), [customers])
  const typed = query.value.trim()
  // What fits best comes first as long as something is searched for.
  const found = useMemo(() => (typed === '' ? null : search(typed, customers.length)), [customers, typed])
  const shown = useMemo(() => {
    if (found) return found.filter((customer) => isListed(customer) && isIn(customer, segment.value))
    const inside = segment.value === 'all' ? customers : customers.filter((customer) => isIn(customer, segment.value))
    return sorted(inside, sort.value)
  }, [customers, found, segment.value, sort.value])

  const sortText = (by: Sort) =>
    by === 'worth'
      ? t('customers.list.sort.worth', { days: settings.tiers.windowDays })
      : t(`customers.list.sort.${by}`)
  const options = [
    { value: 'all' as const, label: t('customers.list.all'), count: counts.all },
    ...(['A', 'B', 'C'] as const).map((tier) => ({ value: tier, label: tier, count: counts[tier] })),
    { value: 'prospect' as const, label: t('customers.list.prospects'), count: counts.prospect },
  ]
  const emptyShop = ready && customers.length === 0
  return (
    <Screen
      title={t('customers.title')}
      flush
      fill
      actions={
        <>
          {!emptyShop && (
            <>
              <IconButton icon={ChartPie} label={t('customers.glance.title')} href="/customers/tiers" />
              <IconButton icon={ListFilter} label={t('customers.segments.title')} href="/customers/segments" />
              <IconButton icon={ArrowDownUp} label={t('customers.list.sort.label')} onClick={() => setSorting(true)} />
            </>
          )}
          {mayAct && (
            <>
              <IconButton icon={MessageSquarePlus} label={t('disputes.new.title')} href="/disputes/new" />
              <IconButton icon={UserPlus} label={t('customers.form.add')} onClick={() => setAdding(true)} />
            </>
          )}
        </>
      }
      strip={
        <>
          <SyncStrip />
          {waiting > 0 && (
            <Strip tone="info" href="/customers/review">
              {t('customers.list.toReview', { n: waiting })}
            </Strip>
          )}
        </>
      }
      top={
        emptyShop ? null : (
          <>
            <SearchField
              label={t('customers.list.search')}
              value={query.value}
              onInput={(value) => {
                query.value = value
              }}
            />
            <Segmented<Segment>
              label={t('customers.list.filter')}
              hideLabel
              value={segment.value}
              options={options}
              onChange={(value) => {
                segment.value = value
              }}
            />
            <p class="small quiet list-note" role="status">
              {typed === '' ? sortText(sort.value) : t('customers.list.found', { n: count(shown.length) })}
            </p>
          </>
        )
      }
    >
      {!ready && customers.length === 0 ? (
        <Spinner label={t('common.list.loading')} />
      ) : (
        <VirtualList
          key={`${segment.value} ${sort.value} ${typed}`}
          items={shown}
          itemKey={(customer) => customer.id}
          label={t('customers.title')}
          keep={typed === '' ? `customers ${segment.value} ${sort.value}` : undefined}
          empty={
            emptyShop ? (
              <EmptyShop onAdd={mayAct ? () => setAdding(true) : null} />
            ) : found && found.length > 0 ? (
              <Empty
                art="search"
                title={t('customers.list.none.title')}
                action={
                  <Button
                    onClick={() => {
                      segment.value = 'all'
                    }}
                  >
                    {t('customers.list.none.elsewhere', { n: count(found.length) })}
                  </Button>
                }
              />
            ) : found ? (
              <Empty
                art="search"
                title={t('customers.list.none.title')}
                action={mayAct && <Button onClick={() => setAdding(true)}>{t('customers.list.none.add')}</Button>}
              >
                {t('customers.list.none.text', { query: typed })}
              </Empty>
            ) : (
              <Empty art="people" title={t('common.list.empty')}>
                {segment.value !== 'all' && t(`customers.list.noneHere.${segment.value}`)}
              </Empty>
            )
          }
        >
          {(customer) => (
            <CustomerLine
              customer={customer}
              currency={currency}
              zone={timezone}
              now={now}
              selected={customer.id === openId}
            />
          )}
        </VirtualList>
      )}
      <AddSheet
        open={adding}
        start={shown.length === 0 ? typed : ''}
        onClose={() => setAdding(false)}
        onAdded={(id) => {
          setAdding(false)
          query.value = ''
          route(`/customers/${id}`)
        }}
      />
      <Sheet open={sorting} onClose={() => setSorting(false)} title={t('customers.list.sort.label')}>
        <Choices<Sort>
          label={t('customers.list.sort.label')}
          stacked
          value={sort.value}
          options={SORTS.map((value) => ({ value, label: sortText(value) }))}
          onChange={(value) => {
            sort.value = value
            setSorting(false)
          }}
        />
      </Sheet>
    </Screen>
  )
}

function EmptyShop({ onAdd }: { onAdd: (() => void) | null }) {
  return (
    <Empty
      art="people"
      title={t('customers.list.empty.title')}
      action={
        <div class="stack-s">
          {onAdd && (
            <Button kind="primary" wide href="/more/import">
              {t('customers.list.empty.import')}
            </Button>
          )}
          {onAdd && (
            <Button kind="quiet" wide onClick={onAdd}>
              {t('customers.list.empty.add')}
            </Button>
          )}
        </div>
      }
    >
      {t('customers.list.empty.text')}
    </Empty>
  )
}
