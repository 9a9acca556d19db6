import { inPercent } from '../../../worker/domain/explain/amounts.ts'
import { richestInA, type TierGroup } from '../../../worker/domain/overview/groups.ts'
import type { Pareto } from '../../../worker/domain/overview/pareto.ts'
import type { ProductRow } from '../../../worker/domain/rows.ts'
import { ChartTable } from '../../components/charts/ChartTable.tsx'
import { StackedBars } from '../../components/charts/StackedBars.tsx'
import { Section } from '../../components/Screen.tsx'
import { count, money } from '../../i18n/format.ts'
import { t } from '../../i18n/index.ts'
import { sourceName } from '../../i18n/source.ts'
import { roughMoney } from '../win-back/rough-money.ts'
import { tierName, type What, whatText } from './words.ts'

interface Props {
  groups: readonly TierGroup[]
  pareto: Pareto
  what: What
  currency: string
}

export const SourcesPart = (props: Props) => (
  <Section title={t('overview.groups.source')}>
    <Groups {...props} kind="source" nameOf={sourceName} note={t('overview.groups.sourceNote')} />
  </Section>
)

export function ProductsPart({ products, ...props }: Props & { products: readonly ProductRow[] }) {
  const names = new Map(products.map(({ id, name }) => [id, name]))
  return (
    <Section title={t('overview.groups.product')}>
      {props.groups.length === 0 ? (
        <p class="quiet">{t('overview.groups.noProducts')}</p>
      ) : (
        <Groups
          {...props}
          kind="product"
          nameOf={(id) => names.get(id) ?? id}
          note={t('overview.groups.productNote')}
        />
      )}
    </Section>
  )
}

interface GroupsProps extends Props {
  kind: 'source' | 'product'
  nameOf: (key: string) => string
  note: string
}

/** The tiers of each group as a bar, worth first, with the group that is surest to bring more of A. */
function Groups({ kind, groups, pareto, nameOf, note, what, currency }: GroupsProps) {
  const shop = pareto.tiers.A.ofBuyers
  const richest = richestInA(groups, shop)
  const titleOf = ({ key, of }: TierGroup) =>
    key === null ? t(`overview.others.${kind}`, { n: count(of) }) : nameOf(key)
  const inA = ({ tiers, buyers }: TierGroup) => inPercent(tiers.A / Math.max(1, buyers))
  const caption = t(`overview.groups.caption.${kind}`)
  return (
    <>
      {richest && (
        <p class="said">
          {t(`overview.groups.richest.${kind}`, {
            name: titleOf(richest),
            share: inA(richest),
            shop: inPercent(shop),
          })}
        </p>
      )}
      <div class="chart-panel">
        <StackedBars
          label={caption}
          bars={groups.map((group) => ({
            key: group.key ?? '',
            title: titleOf(group),
            meta: roughMoney(group.value, currency),
            sub: t('overview.groups.inA', { n: count(group.buyers), share: inA(group) }),
            tiers: group.tiers,
            quiet: group.key === null,
          }))}
        />
      </div>
      <p class="small quiet after-chart">{note}</p>
      <ChartTable
        label={t('overview.numbers')}
        tables={[
          {
            caption,
            columns: [
              t(`overview.groups.key.${kind}`),
              ...(['A', 'B', 'C'] as const).map(tierName),
              t('overview.column.all'),
              whatText(what),
            ],
            rows: groups.map((group) => ({
              key: group.key ?? '',
              cells: [
                titleOf(group),
                ...(['A', 'B', 'C'] as const).map((tier) => count(group.tiers[tier])),
                count(group.buyers),
                money(group.value, currency),
              ],
            })),
          },
        ]}
      />
    </>
  )
}
