import './today.css'
import { Bell, MessageSquarePlus } from 'lucide'
import { useRef, useState } from 'preact/hooks'
import type { TaskRow } from '../../../worker/domain/rows.ts'
import { IconButton } from '../../components/Button.tsx'
import { Spinner } from '../../components/Progress.tsx'
import { Screen } from '../../components/Screen.tsx'
import { t } from '../../i18n/index.ts'
import { currentStore } from '../../store/current.ts'
import { useReady, useRow, useTable } from '../../store/hooks.ts'
import { useNow } from '../../store/now.ts'
import { useShop } from '../../store/shop.ts'
import { useUnread } from '../../store/unread.ts'
import { useRole } from '../customers/use-role.ts'
import { AllDone } from './AllDone.tsx'
import { hello, stateText } from './hello.ts'
import { SnoozeSheet } from './SnoozeSheet.tsx'
import { Start, StartAction } from './Start.tsx'
import { TaskCard } from './TaskCard.tsx'
import { useToday } from './today-state.ts'

/** What to do now, at most seven things. */
export function TodayScreen() {
  const shop = useShop()
  const now = useNow()
  const today = useToday()
  const customers = useTable('customers')
  const read = useReady('customers')
  const { userId, complete } = currentStore().view.state.value
  const me = useRow('members', userId)
  const mayAct = useRole('agent')
  const unread = useUnread()
  const [snoozing, setSnoozing] = useState<TaskRow | null>(null)
  const list = useRef<HTMLUListElement>(null)
  // The button that had the focus goes with its card.
  const focusList = () => list.current?.focus({ preventScroll: true })

  const { cards, summary } = today
  const loading = customers.length === 0 && !(read && complete.core)
  const fresh = customers.length === 0 && !loading
  return (
    <Screen
      title={t('today.title')}
      subtitle={hello(me?.name, now, shop.timezone)}
      keep="today"
      actions={
        <>
          {mayAct && <IconButton icon={MessageSquarePlus} label={t('disputes.new.title')} href="/disputes/new" />}
          <IconButton icon={Bell} label={t('today.inbox')} href="/more/inbox" badge={unread} />
        </>
      }
      action={fresh && mayAct && <StartAction />}
    >
      {loading ? (
        <Spinner label={t('common.list.loading')} />
      ) : fresh ? (
        <Start mayImport={mayAct} />
      ) : cards.length === 0 ? (
        <AllDone customers={customers} shop={shop} now={now} mayAct={mayAct} />
      ) : (
        <>
          <p class="today-state">{stateText(today, shop.currency)}</p>
          <ul ref={list} class="today-cards" tabIndex={-1} aria-label={t('today.cards')}>
            {cards.map((card) => (
              <li key={card.key}>
                <TaskCard card={card} shop={shop} now={now} mayAct={mayAct} onSnooze={setSnoozing} onDone={focusList} />
              </li>
            ))}
          </ul>
          {summary.hidden > 0 && <p class="today-note">{t('today.hidden', { n: summary.hidden })}</p>}
          {mayAct && cards.some(({ taskId }) => taskId !== null) && (
            <p class="today-note swipe-hint">{t('today.swipeHint')}</p>
          )}
        </>
      )}
      {snoozing && (
        <SnoozeSheet
          task={snoozing}
          zone={shop.timezone}
          now={now}
          onClose={() => setSnoozing(null)}
          onSnoozed={focusList}
        />
      )}
    </Screen>
  )
}
