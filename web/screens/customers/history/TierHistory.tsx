import '../customers.css'
import '../review-texts.ts'
import './history.css'
import { parseLocalDateTime } from '../../../../worker/domain/time.ts'
import { Split } from '../../../components/Screen.tsx'
import { bringTexts, t } from '../../../i18n/index.ts'
import { tierHistory } from '../../../i18n/zh-CN/tier-history.ts'
import { LookBack } from './LookBack.tsx'
import { RunDetail } from './RunDetail.tsx'
import { RunList } from './RunList.tsx'

bringTexts({ tierHistory })

/** `2026-03-01` asks for a look back at that day; any other id is a run's. */
export const isDay = (id: string): boolean => /^\d{4}-\d{2}-\d{2}$/.test(id) && parseLocalDateTime(id) !== null

/** How tiers came about: every run and its moves, and any day looked back at. */
export function TierHistory({ id }: { id?: string }) {
  return (
    <Split
      list={<RunList openId={id ?? null} />}
      detail={id ? isDay(id) ? <LookBack key={id} day={id} /> : <RunDetail key={id} id={id} /> : null}
      empty={t('tierHistory.runs.pick')}
    />
  )
}
