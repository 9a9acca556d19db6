import { Archive, Pencil } from 'lucide'
import { useMemo } from 'preact/hooks'
import { useLocation } from 'preact-iso'
import type { SegmentRow } from '../../../worker/domain/rows.ts'
import { undoing, useAttempt } from '../../actions/attempt.ts'
import { archiveSegment, restoreSegment } from '../../actions/segments.ts'
import { Button, IconButton } from '../../components/Button.tsx'
import { Empty } from '../../components/Empty.tsx'
import { Spinner } from '../../components/Progress.tsx'
import { Screen } from '../../components/Screen.tsx'
import { VirtualList } from '../../components/VirtualList.tsx'
import { count, day } from '../../i18n/format.ts'
import { t } from '../../i18n/index.ts'
import { useReady, useRow } from '../../store/hooks.ts'
import { useNow } from '../../store/now.ts'
import { useShop } from '../../store/shop.ts'
import { CustomerLine } from '../customers/CustomerLine.tsx'
import { sorted } from '../customers/list-state.ts'
import { useRole } from '../customers/use-role.ts'
import { roughMoney } from '../win-back/rough-money.ts'
import { Conditions } from './Conditions.tsx'
import { TierSplit } from './TierSplit.tsx'
import { shareText } from './tally-text.ts'
import { useTally } from './use-tally.ts'

/** The people of a segment, most valuable first. */
export function SegmentPage({ id }: { id: string }) {
  const segment = useRow('segments', id)
  const ready = useReady('segments')
  if (segment) return <Page segment={segment} />
  return (
    <Screen title={t('customers.segments.title')} back="/customers/segments">
      {ready ? (
        <Empty
          art="search"
          title={t('segments.page.missing')}
          action={<Button href="/customers/segments">{t('segments.page.toList')}</Button>}
        >
          {t('segments.page.missingText')}
        </Empty>
      ) : (
        <Spinner label={t('common.list.loading')} />
      )}
    </Screen>
  )
}

function Page({ segment }: { segment: SegmentRow }) {
  const { id, name, expression, archivedAt } = segment
  const { route } = useLocation()
  const { currency, timezone } = useShop()
  const now = useNow()
  const mayAct = useRole('agent')
  const maker = useRow('members', segment.createdBy)
  const { tally, members } = useTally({ expression, members: true })
  const people = useMemo(() => sorted(members, 'worth'), [members])
  const { busy, attempt } = useAttempt()
  const net = roughMoney(tally?.net ?? 0, currency)
  const made = day(segment.createdAt, timezone)

  const archive = async () => {
    const done = await attempt(() => archiveSegment(id), {
      text: t('segments.page.archived', { name }),
      undo: undoing(() => restoreSegment(id), t('segments.page.restored')),
    })
    if (done) route('/customers/segments')
  }
  return (
    <Screen
      title={name}
      back="/customers/segments"
      subtitle={
        maker ? t('segments.page.madeBy', { name: maker.name, day: made }) : t('segments.page.made', { day: made })
      }
      fill
      flush
      actions={
        mayAct &&
        archivedAt === null && (
          <>
            <IconButton icon={Archive} label={t('segments.page.archive')} disabled={busy} onClick={archive} />
            <IconButton icon={Pencil} label={t('segments.edit')} href={`/customers/segments/${id}/edit`} />
          </>
        )
      }
      top={
        <div class="stack-s">
          {archivedAt !== null && (
            <div class="segment-away">
              <span class="grow small">{t('segments.page.isArchived')}</span>
              {mayAct && (
                <Button
                  small
                  busy={busy}
                  onClick={() => void attempt(() => restoreSegment(id), { text: t('segments.page.restored') })}
                >
                  {t('segments.page.restore')}
                </Button>
              )}
            </div>
          )}
          <Conditions expression={expression} />
          {tally && tally.count > 0 && (
            <>
              <dl class="numbers segment-numbers">
                <div>
                  <dt>{t('segments.tally.count')}</dt>
                  <dd>{count(tally.count)}</dd>
                  <dd class="number-sub">{shareText(tally)}</dd>
                </div>
                <div>
                  <dt>{t('segments.tally.net')}</dt>
                  <dd>{net}</dd>
                  <dd class="number-sub">
                    {t('segments.tally.mean', { money: roughMoney(tally.net / tally.count, currency) })}
                  </dd>
                </div>
              </dl>
              <TierSplit tiers={tally.tiers} total={tally.count} />
            </>
          )}
        </div>
      }
    >
      {!tally ? (
        <Spinner label={t('segments.tally.counting')} />
      ) : (
        <VirtualList
          items={people}
          itemKey={(customer) => customer.id}
          label={name}
          keep={`segment ${id}`}
          empty={
            <Empty art="people" title={t('segments.page.nobody')}>
              {t('segments.page.nobodyText')}
            </Empty>
          }
        >
          {(customer) => (
            <CustomerLine customer={customer} currency={currency} zone={timezone} now={now} selected={false} />
          )}
        </VirtualList>
      )}
    </Screen>
  )
}
