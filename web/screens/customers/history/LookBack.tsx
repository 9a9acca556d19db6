import { parseLocalDateTime, zonedToUtc } from '../../../../worker/domain/time.ts'
import type { LookBack as Answered } from '../../../../worker/domain/wire.ts'
import { Button } from '../../../components/Button.tsx'
import { Empty } from '../../../components/Empty.tsx'
import { ErrorNote } from '../../../components/ErrorNote.tsx'
import { Spinner } from '../../../components/Progress.tsx'
import { Screen, Section } from '../../../components/Screen.tsx'
import { count, day as dayOf, money } from '../../../i18n/format.ts'
import { t } from '../../../i18n/index.ts'
import { syncStatus } from '../../../session.ts'
import { currentStore } from '../../../store/current.ts'
import { useTable } from '../../../store/hooks.ts'
import { callName } from '../../../store/names.ts'
import { useNewestRun } from '../../../store/runs.ts'
import { useShop } from '../../../store/shop.ts'
import { FromTo } from '../MoveCard.tsx'
import { TierTable } from './TierTable.tsx'
import { useLookBack } from './use-look-back.ts'

/** The tiers of one past day against those of now. For looking only. */
export function LookBack({ day }: { day: string }) {
  const { timezone: zone, currency } = useShop()
  const newest = useNewestRun()
  const { looking, again } = useLookBack(day, newest?.id ?? '')
  const local = parseLocalDateTime(day)
  const named = local ? dayOf(zonedToUtc({ ...local, hour: 12 }, zone), zone) : day
  const offline = syncStatus.value?.online === false
  return (
    <Screen
      title={t('tierHistory.lookBack.title', { day: named })}
      subtitle={t('tierHistory.lookBack.onlyLooking')}
      back="/customers/tiers/history"
      keep={`look back ${day}`}
    >
      {looking.state === 'asking' && !offline && <Spinner label={t('tierHistory.lookBack.reckoning')} />}
      {looking.state !== 'there' && offline && (
        <Empty
          art="offline"
          title={t('tierHistory.lookBack.offline')}
          action={<Button onClick={again}>{t('common.do.retry')}</Button>}
        >
          {t('tierHistory.lookBack.offlineText')}
        </Empty>
      )}
      {looking.state === 'failed' && !offline && (
        <ErrorNote
          title={looking.words.what}
          kept={t('tierHistory.lookBack.nothingChanged')}
          todo={looking.words.todo}
          action={
            <Button small onClick={again}>
              {t('common.do.retry')}
            </Button>
          }
        />
      )}
      {looking.state === 'there' && <Answer answer={looking.answer} day={named} currency={currency} zone={zone} />}
    </Screen>
  )
}

interface AnswerProps {
  answer: Answered
  day: string
  currency: string
  zone: string
}

function Answer({ answer, day, currency, zone }: AnswerProps) {
  const { summary, later, changed, changedCount } = answer
  const now = useNewestRun()
  // Names follow their customers.
  useTable('customers')
  if (summary.buyers === 0) {
    return (
      <Empty art="search" title={t('tierHistory.lookBack.nobody')}>
        {t('tierHistory.lookBack.nobodyText')}
      </Empty>
    )
  }
  const today = now?.summary ? { title: t('tierHistory.lookBack.now'), summary: now.summary } : null
  return (
    <div class="stack">
      <Section title={t('tierHistory.lookBack.counts')} aside={t(`tierHistory.runs.by.${summary.measure}`)}>
        <TierTable
          caption={t('tierHistory.lookBack.counts')}
          first={{ title: day, summary }}
          other={today}
          currency={currency}
        />
        {now && (
          <p class="small quiet after-table">{t('tierHistory.lookBack.nowIs', { day: dayOf(now.asOf, zone) })}</p>
        )}
      </Section>
      {later.orders > 0 && (
        <p class="later">
          {t(later.amount < 0 ? 'tierHistory.lookBack.laterBack' : 'tierHistory.lookBack.later', {
            money: money(Math.abs(later.amount), currency),
            n: later.orders,
            was: money(summary.value + later.amount, currency),
          })}
        </p>
      )}
      <Section
        title={t('tierHistory.lookBack.changed')}
        aside={changed.length > 0 && t('tierHistory.lookBack.ofThatDay')}
      >
        {changed.length === 0 ? (
          <p class="small quiet">{t('tierHistory.lookBack.noneChanged')}</p>
        ) : (
          <ul class="list past-moves" aria-label={t('tierHistory.lookBack.changed')}>
            {changed.map((one) => (
              <Changed key={one.customerId} one={one} currency={currency} />
            ))}
          </ul>
        )}
        {changed.length < changedCount && (
          <p class="small quiet after-table">
            {t('tierHistory.lookBack.onlySome', { n: count(changed.length), of: count(changedCount) })}
          </p>
        )}
      </Section>
    </div>
  )
}

function Changed({ one, currency }: { one: Answered['changed'][number]; currency: string }) {
  const { customerId, tierThen, tierNow, windowValueThen, laterAmount } = one
  return (
    <li>
      <a class="past-move" href={`/customers/${customerId}`}>
        <span class="past-head">
          <FromTo move={{ from: tierThen, to: tierNow }} />
          <span class="move-name clip">{callName(currentStore().view.get('customers', customerId))}</span>
          <span class="small quiet">{money(windowValueThen, currency)}</span>
        </span>
        {laterAmount !== 0 && (
          <span class="small">
            {t(laterAmount < 0 ? 'tierHistory.lookBack.laterOneBack' : 'tierHistory.lookBack.laterOne', {
              money: money(Math.abs(laterAmount), currency),
              was: money(windowValueThen + laterAmount, currency),
            })}
          </span>
        )}
      </a>
    </li>
  )
}
