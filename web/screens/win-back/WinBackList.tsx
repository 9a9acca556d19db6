import { useMemo } from 'preact/hooks'
import { Screen } from '../../components/Screen.tsx'
import { Segmented } from '../../components/Segmented.tsx'
import { t } from '../../i18n/index.ts'
import { useTable } from '../../store/hooks.ts'
import { useNow } from '../../store/now.ts'
import { useShop } from '../../store/shop.ts'
import { type View, view } from './list-state.ts'
import { Results, Sums } from './Results.tsx'
import { Running } from './Running.tsx'
import { ended, running } from './results.ts'
import { SlippingList, SlippingSum } from './SlippingList.tsx'
import { useCandidates } from './use-candidates.ts'

/** Who is slipping away, what is running, what came of it. */
export function WinBackList({ openId }: { openId: string | null }) {
  const shop = useShop()
  const now = useNow()
  const offers = useTable('offers')
  const found = useCandidates(shop, offers, now)
  const standing = useMemo(() => running(offers, now), [offers, now])
  const over = useMemo(() => ended(offers, now), [offers, now])
  const reading = { currency: shop.currency, zone: shop.timezone, now }
  const options = [
    { value: 'slipping' as const, label: t('winBack.view.slipping'), count: found.list.length },
    { value: 'running' as const, label: t('winBack.view.running'), count: standing.length },
    { value: 'results' as const, label: t('winBack.view.results') },
  ]
  return (
    <Screen
      title={t('winBack.title')}
      flush
      fill
      top={
        <>
          <Segmented<View>
            label={t('winBack.view.label')}
            hideLabel
            value={view.value}
            options={options}
            onChange={(value) => {
              view.value = value
            }}
          />
          {view.value === 'slipping' && <SlippingSum found={found} shop={shop} />}
          {view.value === 'results' && over.length > 0 && <Sums offers={offers} currency={shop.currency} />}
        </>
      }
    >
      {view.value === 'slipping' ? (
        <SlippingList found={found} shop={shop} now={now} openId={openId} />
      ) : view.value === 'running' ? (
        <Running offers={standing} openId={openId} {...reading} />
      ) : (
        <Results offers={over} openId={openId} {...reading} />
      )}
    </Screen>
  )
}
