import {
  CheckCheck,
  CircleAlert,
  Clock,
  HandHelping,
  Handshake,
  MessageCircle,
  MessageSquareMore,
  RotateCcw,
  Send,
  Stamp,
} from 'lucide'
import { noticeText } from '../../../worker/domain/notice-texts.ts'
import type { NotificationRow } from '../../../worker/domain/rows.ts'
import { tellFailure, useAttempt } from '../../actions/attempt.ts'
import { markRead } from '../../actions/notifications.ts'
import { IconButton } from '../../components/Button.tsx'
import { Empty } from '../../components/Empty.tsx'
import { Icon } from '../../components/Icon.tsx'
import { List } from '../../components/Row.tsx'
import { Screen } from '../../components/Screen.tsx'
import { recently } from '../../i18n/format.ts'
import { locale, t } from '../../i18n/index.ts'
import { currentStore } from '../../store/current.ts'
import { useDerived } from '../../store/hooks.ts'
import { useNow } from '../../store/now.ts'
import { useShop } from '../../store/shop.ts'
import { isUnread } from '../../store/unread.ts'

const ICONS = {
  complaint: CircleAlert,
  heard: MessageSquareMore,
  deadline: Clock,
  reopened: RotateCcw,
  approval: Stamp,
  'follow-up': MessageCircle,
  'win-back': HandHelping,
  promise: Handshake,
  test: Send,
} as const

/** Everything this shop was told of, newest first: the record behind what a phone may or may not have rung for. */
export function InboxPage() {
  const rows = useDerived(() => [...currentStore().view.list('notifications').value].sort((a, b) => b.at - a.at), [])
  const unread = rows.filter(isUnread).map(({ id }) => id)
  const { attempt } = useAttempt()
  const readAll = () =>
    void attempt(() => markRead(unread), { text: t('more.inbox.readAllSaid', { n: unread.length }) })
  return (
    <Screen
      title={t('more.page.inbox')}
      back="/more"
      flush
      keep="inbox"
      actions={unread.length > 0 && <IconButton icon={CheckCheck} label={t('more.inbox.readAll')} onClick={readAll} />}
    >
      {rows.length === 0 ? (
        <Empty art="done" title={t('more.inbox.empty')}>
          {t('more.inbox.emptyText')}
        </Empty>
      ) : (
        <List label={t('more.inbox.list')}>
          {rows.map((row) => (
            <Notice key={row.id} row={row} />
          ))}
        </List>
      )}
    </Screen>
  )
}

function Notice({ row }: { row: NotificationRow }) {
  const { timezone } = useShop()
  const now = useNow()
  const { title, body } = noticeText(row, locale(), timezone)
  const unread = isUnread(row)
  const open = () => {
    if (unread) markRead([row.id]).catch(tellFailure)
  }
  return (
    <a class={unread ? 'notice unread' : 'notice'} href={row.url} onClick={open}>
      <span class="notice-icon">
        <Icon of={ICONS[row.category]} size={22} />
      </span>
      <span class="notice-main">
        <span class="notice-head">
          <span class="notice-title">
            {title}
            {unread && <span class="sr"> {t('more.inbox.unread')}</span>}
          </span>
          <span class="notice-time">{recently(row.at, { zone: timezone, now })}</span>
        </span>
        <span class="notice-body">{body}</span>
      </span>
    </a>
  )
}
