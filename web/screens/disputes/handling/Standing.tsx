import { CircleSlash, Flag, type IconNode, MessageCircleWarning, Moon, Pause } from 'lucide'
import type { ComponentChildren } from 'preact'
import { businessMsBetween, HOUR_MS } from '../../../../worker/domain/clock.ts'
import { heldDue, isAsleep } from '../../../../worker/domain/queue.ts'
import type { DisputeRow } from '../../../../worker/domain/rows.ts'
import { undoing, useAttempt } from '../../../actions/attempt.ts'
import { setDeadlines, snooze, stopWaiting, takeApart, unmarkSpam } from '../../../actions/dispute-talk.ts'
import { Button } from '../../../components/Button.tsx'
import { Icon } from '../../../components/Icon.tsx'
import { clock, dateTime, recently, span } from '../../../i18n/format.ts'
import { t } from '../../../i18n/index.ts'
import { useRow } from '../../../store/hooks.ts'
import { useNow } from '../../../store/now.ts'
import { useShop } from '../../../store/shop.ts'
import { noComplaint } from '../words.ts'

interface Props {
  dispute: DisputeRow
  mayWrite: boolean
  onAnswer: () => void
}

/** What holds a case or presses on it just now, a line each, with the one thing to be done about it. */
export function Standing({ dispute, mayWrite, onAnswer }: Props) {
  const shop = useShop()
  const now = useNow()
  const { attempt, busy } = useAttempt()
  const { waitingSince, nextReplyDueAt, snoozedUntil } = dispute
  if (dispute.step === 'closed') {
    const Ended = dispute.outcome === 'spam' ? Spam : Merged
    return <Ended dispute={dispute} mayWrite={mayWrite} />
  }
  const at = (ms: number) => dateTime(ms, shop.timezone, now)
  const held = heldDue(dispute)
  const left =
    held && waitingSince !== null
      ? businessMsBetween(waitingSince, held.at, shop.settings.businessHours, shop.timezone)
      : 0
  const act = (label: string, work: () => Promise<unknown>, said: string, back?: () => Promise<unknown>) =>
    mayWrite && (
      <Button
        small
        kind="quiet"
        busy={busy}
        onClick={() => attempt(work, { text: said, undo: back && undoing(back, t('common.said.undone')) })}
      >
        {label}
      </Button>
    )
  const { handleBy, proveBy } = dispute
  const without = (field: 'handleBy' | 'proveBy') => ({ handleBy, proveBy, [field]: null })
  return (
    <>
      {waitingSince !== null && (
        <Note
          icon={Pause}
          title={t('handling.now.waiting')}
          action={act(t('handling.do.resume'), () => stopWaiting(dispute), t('handling.wait.ended'))}
        >
          {held && left > 0 && (held.kind === 'first-reply' || held.kind === 'next-reply' || held.kind === 'resolve')
            ? t('handling.now.held', { what: t(`handling.held.${held.kind}`), left: businessSpan(left) })
            : t('handling.now.waitingSince', { when: recently(waitingSince, { zone: shop.timezone, now }) })}
        </Note>
      )}
      {nextReplyDueAt !== null && (
        <Note
          icon={MessageCircleWarning}
          tone={waitingSince === null && nextReplyDueAt < now ? 'danger' : 'warn'}
          title={t('handling.now.owed')}
          action={
            mayWrite && (
              <Button small onClick={onAnswer}>
                {t('handling.do.answer')}
              </Button>
            )
          }
        >
          {waitingSince === null && t('handling.now.owedBy', { when: at(nextReplyDueAt) })}
        </Note>
      )}
      {(['handleBy', 'proveBy'] as const).map((field) => {
        const due = dispute[field]
        return (
          due !== null && (
            <Note
              key={field}
              icon={Flag}
              tone={due < now ? 'danger' : undefined}
              title={t(`handling.now.${field}`, { clock: clock(due - now) })}
              action={act(
                t(field === 'handleBy' ? 'handling.now.handled' : 'handling.now.proved'),
                async () => setDeadlines(dispute.id, without(field), { handleBy, proveBy }),
                t('handling.now.met'),
                // A deadline that has passed cannot be set again.
                due > now ? async () => setDeadlines(dispute.id, { handleBy, proveBy }, without(field)) : undefined,
              )}
            >
              {t('handling.now.by', { when: at(due) })}
            </Note>
          )
        )
      })}
      {snoozedUntil !== null && isAsleep(dispute, now) && (
        <Note
          icon={Moon}
          title={t('handling.now.asleep', { when: at(snoozedUntil) })}
          action={act(
            t('handling.now.wake'),
            () => snooze(dispute, null),
            t('common.said.done'),
            () => snooze({ ...dispute, snoozedUntil: null }, snoozedUntil),
          )}
        />
      )}
    </>
  )
}

/** Business time in hours: a business day is shorter than a day. */
const businessSpan = (ms: number): string =>
  ms < HOUR_MS ? span(ms) : t('common.time.hours', { n: Math.floor(ms / HOUR_MS) })

/** Where a case went that was merged, and the way back. */
function Merged({ dispute, mayWrite }: Pick<Props, 'dispute' | 'mayWrite'>) {
  const { attempt, busy } = useAttempt()
  const into = useRow('disputes', dispute.mergedInto)
  if (dispute.outcome !== 'merged') return null
  const apart = async () => takeApart(dispute)
  return (
    <Note
      icon={Flag}
      title={t('handling.now.mergedInto')}
      action={
        <>
          {into && (
            <Button small href={`/disputes/${into.id}`}>
              {t('handling.now.open')}
            </Button>
          )}
          {mayWrite && into && into.step !== 'closed' && (
            <Button small kind="quiet" busy={busy} onClick={() => attempt(apart, { text: t('handling.now.unmerged') })}>
              {t('handling.now.unmerge')}
            </Button>
          )}
        </>
      }
    />
  )
}

/** What became of a case that was no complaint, and the way back. */
function Spam({ dispute, mayWrite }: Pick<Props, 'dispute' | 'mayWrite'>) {
  const { attempt, busy } = useAttempt()
  const back = async () => unmarkSpam(dispute)
  return (
    <Note
      icon={CircleSlash}
      title={t(`handling.now.${noComplaint(dispute)}`)}
      action={
        mayWrite && (
          <Button small kind="quiet" busy={busy} onClick={() => attempt(back, { text: t('handling.now.unspammed') })}>
            {t('handling.now.unspam')}
          </Button>
        )
      }
    >
      {t('handling.now.spamHint')}
    </Note>
  )
}

interface NoteProps {
  icon: IconNode
  title: string
  tone?: 'warn' | 'danger' | undefined
  children?: ComponentChildren
  action?: ComponentChildren
}

function Note({ icon, title, tone, children, action }: NoteProps) {
  return (
    <div class={tone ? `standing ${tone}` : 'standing'}>
      <Icon of={icon} size={20} />
      <div class="grow">
        <p class="standing-title">{title}</p>
        {children && <p class="small quiet">{children}</p>}
      </div>
      {action && <div class="standing-act">{action}</div>}
    </div>
  )
}
