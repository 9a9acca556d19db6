import { CircleSlash, Flag, GitMerge, Moon, Pause, Play } from 'lucide'
import { overspent } from '../../../../worker/domain/dispute-terms.ts'
import { useAttempt } from '../../../actions/attempt.ts'
import { stopWaiting, waitForBuyer } from '../../../actions/dispute-talk.ts'
import { Icon } from '../../../components/Icon.tsx'
import { List, Row } from '../../../components/Row.tsx'
import { Sheet } from '../../../components/Sheet.tsx'
import { t } from '../../../i18n/index.ts'
import { useDerived } from '../../../store/hooks.ts'
import { useMe } from '../../../store/me.ts'
import { noComplaint } from '../words.ts'
import { otherCases } from './other-cases.ts'
import type { SheetProps } from './sheet.ts'

/** What is done with a case more seldom. */
export function MoreSheet({ dispute, onClose, onGo }: SheetProps) {
  const { attempt, busy } = useAttempt()
  const waits = dispute.waitingSince !== null
  const owner = useMe().role === 'owner'
  const mergeable = useDerived(() => otherCases(dispute).some(({ step }) => step !== 'closed'), [dispute.id])
  const turn = async () => {
    const done = await attempt(waits ? () => stopWaiting(dispute) : () => waitForBuyer(dispute), {
      text: t(waits ? 'handling.wait.ended' : 'handling.wait.begun'),
    })
    if (done) onClose()
  }
  return (
    <Sheet open onClose={onClose} title={t('handling.do.more')}>
      <List label={t('handling.do.more')}>
        <Row
          lead={<Icon of={waits ? Play : Pause} />}
          title={t(waits ? 'handling.do.resume' : 'handling.do.wait')}
          {...(!waits && { sub: t('handling.doHint.wait') })}
          disabled={busy}
          onClick={turn}
        />
        <Row
          lead={<Icon of={Flag} />}
          title={t('handling.do.deadlines')}
          sub={t('handling.doHint.deadlines')}
          onClick={() => onGo('deadlines')}
        />
        <Row
          lead={<Icon of={Moon} />}
          title={t('handling.do.snooze')}
          sub={t('handling.doHint.snooze')}
          onClick={() => onGo('snooze')}
        />
        {mergeable && (
          <Row
            lead={<Icon of={GitMerge} />}
            title={t('handling.do.merge')}
            sub={t('handling.doHint.merge')}
            onClick={() => onGo('merge')}
          />
        )}
        {(owner || !overspent(dispute)) && (
          <Row
            lead={<Icon of={CircleSlash} />}
            title={t(`handling.do.${noComplaint(dispute)}`)}
            sub={t(`handling.doHint.${noComplaint(dispute)}`)}
            onClick={() => onGo('spam')}
          />
        )}
      </List>
    </Sheet>
  )
}
