import { AlarmClock, Check } from 'lucide'
import { endsByHand } from '../../../worker/domain/queue.ts'
import type { ShopRow, TaskRow } from '../../../worker/domain/rows.ts'
import type { TodayCard } from '../../../worker/domain/today.ts'
import { undoing, useAttempt } from '../../actions/attempt.ts'
import { finishTask, reopenTask } from '../../actions/tasks.ts'
import { Button } from '../../components/Button.tsx'
import { Card } from '../../components/Card.tsx'
import { TierMark } from '../../components/TierMark.tsx'
import { t } from '../../i18n/index.ts'
import { useRow } from '../../store/hooks.ts'
import { callName } from '../../store/names.ts'
import { roughMoney } from '../win-back/rough-money.ts'
import { cardHref, dueText, whyText } from './card-text.ts'
import { Swipe } from './Swipe.tsx'

interface Props {
  card: TodayCard
  shop: Pick<ShopRow, 'currency' | 'timezone'>
  now: number
  mayAct: boolean
  onSnooze: (task: TaskRow) => void
  /** It is about to leave the screen. */
  onDone: () => void
}

/** One thing to do: what, for whom, why now; done or put off with one thumb. */
export function TaskCard({ card, shop, now, mayAct, onSnooze, onDone }: Props) {
  const customer = useRow('customers', card.customerId)
  const dispute = useRow('disputes', card.disputeId)
  const offer = useRow('offers', card.offerId)
  const task = useRow('tasks', card.taskId)
  const { busy, attempt } = useAttempt()
  const name = callName(customer)
  const what = t(`today.card.${card.kind}`)
  const due = dueText(card, now)
  const late = card.overdue && due !== null

  const done = async () => {
    if (!task) return
    const said = {
      text: t('today.doneSaid', { what, name }),
      undo: undoing(() => reopenTask(task.id), t('common.said.undone')),
    }
    if (await attempt(() => finishTask(task.id), said)) onDone()
  }
  const canEnd = mayAct && task !== undefined && endsByHand(task.kind)
  const canWait = mayAct && task !== undefined
  const snooze = (): undefined => {
    if (task) onSnooze(task)
  }
  return (
    <Swipe
      right={canEnd ? { word: t('today.done'), icon: Check, run: done } : undefined}
      left={canWait ? { word: t('today.snooze'), icon: AlarmClock, run: snooze } : undefined}
    >
      <Card
        title={what}
        aside={due && <span class={late ? 'due late' : 'due'}>{due}</span>}
        href={cardHref(card)}
        footer={
          <>
            {canWait && (
              <Button icon={AlarmClock} small onClick={snooze}>
                {t('today.snooze')}
              </Button>
            )}
            {canEnd ? (
              <Button kind="primary" icon={Check} small busy={busy} onClick={done}>
                {t('today.done')}
              </Button>
            ) : (
              <Button kind="primary" small href={cardHref(card)}>
                {t(`today.go.${card.kind}`)}
              </Button>
            )}
          </>
        }
      >
        <div class="line">
          <TierMark tier={customer?.tier ?? null} size={20} />
          <span class="grow clip task-name">{name}</span>
          {card.worth > 0 && (
            <span class="small quiet">{t('today.atRisk', { money: roughMoney(card.worth, shop.currency) })}</span>
          )}
        </div>
        <p class="small quiet task-why">{whyText(card, { dispute, offer }, shop, now)}</p>
        {card.more > 0 && <p class="small quiet">{t('today.more', { n: card.more })}</p>}
      </Card>
    </Swipe>
  )
}
