import { Split } from '../../components/Screen.tsx'
import { t } from '../../i18n/index.ts'
import { Case } from './Case.tsx'
import './disputes.css'
import { Queue } from './Queue.tsx'

/** Disputes: the queue, and beside it the open case. */
export function DisputesPlace({ id }: { id?: string }) {
  return (
    <Split
      list={<Queue at={id ?? null} />}
      detail={id ? <Case key={id} id={id} /> : null}
      empty={t('disputes.queue.pick')}
    />
  )
}
