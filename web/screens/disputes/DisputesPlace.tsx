import { later } from '../../components/later.ts'
import { Split } from '../../components/Screen.tsx'
import { t } from '../../i18n/index.ts'
import { Case } from './Case.tsx'
import './disputes.css'
import { Queue } from './Queue.tsx'

/** Places of their own, not cases; they come when they are asked for. */
const Learning = later(() => import('./learning/Learning.tsx').then((m) => m.Learning))
const Wording = later(() => import('./wording/Wording.tsx').then((m) => m.Wording))
const CasesImport = later(() => import('./cases/CasesImport.tsx').then((m) => m.CasesImport))

/** Disputes: the queue, and beside it the open case. */
export function DisputesPlace({ id }: { id?: string }) {
  if (id === 'learning') return <Learning />
  if (id === 'wording') return <Wording />
  if (id === 'import') return <CasesImport />
  return (
    <Split
      list={<Queue at={id ?? null} />}
      detail={id ? <Case key={id} id={id} /> : null}
      empty={t('disputes.queue.pick')}
    />
  )
}
