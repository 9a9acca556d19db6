import { Button } from '../../components/Button.tsx'
import { Empty } from '../../components/Empty.tsx'
import { Spinner } from '../../components/Progress.tsx'
import { Screen } from '../../components/Screen.tsx'
import { t } from '../../i18n/index.ts'
import { useReady, useRow } from '../../store/hooks.ts'
import { Analyse } from './Analyse.tsx'
import { Closed } from './Closed.tsx'
import { FollowUp } from './FollowUp.tsx'
import { Listen } from './Listen.tsx'
import { Record } from './Record.tsx'
import { Refusals } from './Refusals.tsx'
import { Resolve } from './Resolve.tsx'
import { StepFrame } from './StepFrame.tsx'

const STEP = {
  listen: Listen,
  analyse: Analyse,
  resolve: Resolve,
  record: Record,
  'follow-up': FollowUp,
  closed: Closed,
}

/** One dispute, open at the step it stands on. */
export function Case({ id }: { id: string }) {
  const dispute = useRow('disputes', id)
  const ready = useReady('disputes')
  if (!dispute) {
    return (
      <Screen title={t('disputes.case.title')} back="/disputes" bare>
        {ready ? <Missing id={id} /> : <Spinner label={t('common.list.loading')} />}
      </Screen>
    )
  }
  const Step = STEP[dispute.step]
  return (
    <StepFrame key={id} dispute={dispute}>
      <Step key={`${dispute.step} ${dispute.loop}`} dispute={dispute} />
    </StepFrame>
  )
}

/** Not synced yet, or its opening was refused: then what was written is still here. */
function Missing({ id }: { id: string }) {
  return (
    <div class="stack">
      <Refusals id={id} dispute={null} />
      <Empty
        art="search"
        title={t('disputes.case.missing')}
        action={<Button href="/disputes">{t('disputes.case.toQueue')}</Button>}
      >
        {t('disputes.case.missingText')}
      </Empty>
    </div>
  )
}
