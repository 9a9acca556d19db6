import { Copy } from 'lucide'
import { refusal } from '../../../worker/domain/contact-cap.ts'
import { endOfDay } from '../../../worker/domain/local-day.ts'
import { undoing, useAttempt } from '../../actions/attempt.ts'
import { finishTask, reopenTask } from '../../actions/tasks.ts'
import { Button } from '../../components/Button.tsx'
import { Section } from '../../components/Screen.tsx'
import { dateTime } from '../../i18n/format.ts'
import { t } from '../../i18n/index.ts'
import { currentStore } from '../../store/current.ts'
import { useDerived } from '../../store/hooks.ts'
import { channelName } from './channel.ts'
import { copyText } from './copy-text.ts'
import type { WithOffer } from './given.ts'
import { Refused } from './Refused.tsx'
import { TermsFacts } from './TermsFacts.tsx'

/** An offer that is out, or (for who may only look) one that is written: where it stands. */
export function SentOffer({ offer, customer, mayAct, shop, now, why, frame }: WithOffer & { mayAct: boolean }) {
  const { busy, attempt } = useAttempt()
  const check = useDerived(
    () =>
      currentStore()
        .view.list('tasks')
        .value.find((task) => task.offerId === offer.id && task.kind === 'win-back-check' && task.status === 'open'),
    [offer.id],
  )
  const isDue = check !== undefined && check.dueAt <= endOfDay(now, shop.timezone)
  const sent = offer.sentAt !== null
  const how = offer.channel === 'phone' ? 'called' : 'sent'
  const first = [
    ...(offer.sentAt === null
      ? []
      : [[t(`winBack.sentView.${how}.at`), dateTime(offer.sentAt, shop.timezone, now)] as const]),
    ...(offer.channel === null ? [] : [[t(`winBack.sentView.${how}.channel`), channelName(offer.channel)] as const]),
  ]
  const checked = () => {
    if (!check) return
    attempt(() => finishTask(check.id), {
      text: t('winBack.sentView.checkedSaid'),
      undo: undoing(() => reopenTask(check.id), t('common.said.undone')),
    })
  }
  return frame(
    <>
      <Section title={sent ? t(`winBack.sentView.${how}.title`) : t('winBack.running.toSend')}>
        <div class="stack">
          <TermsFacts offer={offer} shop={shop} now={now} first={first} />
          {sent && <p class="small quiet">{t('winBack.sentView.text')}</p>}
          {sent && mayAct && offer.channel !== null && <Refused customer={customer} channel={offer.channel} />}
        </div>
      </Section>
      <Section
        title={sent ? t(`winBack.sentView.${how}.message`) : t('winBack.message.label')}
        aside={
          refusal(customer, 'chat') === null && (
            <Button small kind="quiet" icon={Copy} onClick={() => copyText(offer.message, t('common.said.copied'))}>
              {t('winBack.send.copy')}
            </Button>
          )
        }
      >
        <blockquote class="sent-words">{offer.message}</blockquote>
      </Section>
      {why}
    </>,
    mayAct && isDue && (
      <Button kind="primary" wide busy={busy} onClick={checked}>
        {t('winBack.sentView.checked')}
      </Button>
    ),
  )
}
