import './texts.ts'
import './tiers.css'
import type { CustomerRow } from '../../../worker/domain/rows.ts'
import { Button } from '../../components/Button.tsx'
import { Empty } from '../../components/Empty.tsx'
import { Hint } from '../../components/ErrorNote.tsx'
import { Phrases } from '../../components/Phrases.tsx'
import { Spinner } from '../../components/Progress.tsx'
import { Screen } from '../../components/Screen.tsx'
import { day } from '../../i18n/format.ts'
import { t } from '../../i18n/index.ts'
import { currentStore } from '../../store/current.ts'
import { useReady, useTable } from '../../store/hooks.ts'
import { useNewestRun } from '../../store/runs.ts'
import { useShop } from '../../store/shop.ts'
import { useRole } from '../customers/use-role.ts'
import { CriteriaPart } from './CriteriaPart.tsx'
import { ProductsPart, SourcesPart } from './GroupsPart.tsx'
import { Links } from './Links.tsx'
import { MigrationPart } from './MigrationPart.tsx'
import { ModelPart } from './ModelPart.tsx'
import { ParetoPart } from './ParetoPart.tsx'
import { useCriteria, useOverview } from './use-overview.ts'

const NOBODY: readonly CustomerRow[] = []

/** The tiers at a glance: who brings the business, who moved, where they come from, and how far all that can be trusted. */
export function TiersOverview() {
  const ready = useReady('customers')
  const all = useTable('customers')
  // They come from the phone's disk by the thousand; some of them would give a wrong picture, many times over.
  const customers = ready ? all : NOBODY
  const products = useTable('products')
  const run = useNewestRun()
  const shop = useShop()
  const overview = useOverview(customers, products, currentStore().now())
  const criteria = useCriteria(customers, run, shop)
  const { pareto } = overview
  const asOf = run?.asOf ?? shop.figuresAsOf
  const { timezone, currency, settings } = shop
  const what = run?.summary?.measure ?? 'revenue'
  return (
    <Screen
      title={t('customers.glance.title')}
      back="/customers"
      keep="tiers overview"
      subtitle={asOf !== null && pareto.buyers > 0 && t('overview.asOf', { day: day(asOf, timezone) })}
    >
      {pareto.buyers === 0 ? (
        ready ? (
          <NothingYet customers={customers.length} bought={customers.some(({ ordersCount }) => ordersCount > 0)} />
        ) : (
          <Spinner label={t('common.list.loading')} />
        )
      ) : (
        <div class="overview">
          {run?.past === 1 && <Hint>{t('overview.past', { day: day(run.asOf, timezone) })}</Hint>}
          <ParetoPart
            pareto={pareto}
            differing={overview.differing}
            what={what}
            costKnown={what === 'profit' ? (run?.summary?.costKnown ?? null) : null}
            days={settings.tiers.windowDays}
            currency={currency}
          />
          <MigrationPart moved={overview.moved} days={run?.summary?.migrationDays ?? null} />
          <SourcesPart groups={overview.sources} pareto={pareto} what={what} currency={currency} />
          <ProductsPart
            groups={overview.products}
            products={products}
            pareto={pareto}
            what={what}
            currency={currency}
          />
          <CriteriaPart criteria={criteria} products={products} />
          <ModelPart model={run?.summary?.model ?? null} />
          <Links />
        </div>
      )}
    </Screen>
  )
}

function NothingYet({ customers, bought }: { customers: number; bought: boolean }) {
  const mayImport = useRole('agent')
  const state = customers === 0 ? 'shop' : bought ? 'run' : 'buyers'
  return (
    <Empty
      art={state === 'run' ? 'import' : 'people'}
      title={t(`overview.empty.${state}`)}
      action={
        mayImport && (
          <Button kind="primary" wide href="/more/import">
            {t('overview.empty.import')}
          </Button>
        )
      }
    >
      <Phrases text={t(`overview.empty.${state}Text`)} />
    </Empty>
  )
}
