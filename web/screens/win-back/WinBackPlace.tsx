import './win-back.css'
import { Split } from '../../components/Screen.tsx'
import { t } from '../../i18n/index.ts'
import { Trigger } from './Trigger.tsx'
import { WinBackList } from './WinBackList.tsx'

/** Win-back: who is slipping away, and one of them. `id` is the customer's. */
export function WinBackPlace({ id }: { id?: string }) {
  return (
    <Split
      list={<WinBackList openId={id ?? null} />}
      detail={id ? <Trigger key={id} id={id} /> : null}
      empty={t('winBack.pick')}
    />
  )
}
