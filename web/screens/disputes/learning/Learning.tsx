import { useState } from 'preact/hooks'
import { Button } from '../../../components/Button.tsx'
import { Empty } from '../../../components/Empty.tsx'
import { Hint } from '../../../components/ErrorNote.tsx'
import { Spinner } from '../../../components/Progress.tsx'
import { Screen } from '../../../components/Screen.tsx'
import { Segmented } from '../../../components/Segmented.tsx'
import { count } from '../../../i18n/format.ts'
import { t } from '../../../i18n/index.ts'
import { useReady } from '../../../store/hooks.ts'
import { AgainPart } from './AgainPart.tsx'
import { type Asked, CasesSheet } from './CasesSheet.tsx'
import { FixesPart } from './FixesPart.tsx'
import { GroupsPart } from './GroupsPart.tsx'
import './learning.css'
import { type Marked, MarkFix } from './MarkFix.tsx'
import { MonthsPart } from './MonthsPart.tsx'
import './texts.ts'
import { type Period, type Learning as Told, useLearning } from './use-learning.ts'
import { WeakestPart } from './WeakestPart.tsx'

const PERIODS: readonly Period[] = ['30', '90', '365']
/** Survives leaving the screen. */
let lastPeriod: Period = '90'

/** What disputes teach: the weakest link, where and when they come from, what recurs, and whether a fix helped. */
export function Learning() {
  const [period, setPeriod] = useState<Period>(lastPeriod)
  const [asked, setAsked] = useState<Asked | null>(null)
  const [marking, setMarking] = useState<Partial<Marked> | null>(null)
  const ready = useReady('disputes')
  const told = useLearning(period)
  const choose = (next: Period) => {
    lastPeriod = next
    setPeriod(next)
  }
  return (
    <Screen
      title={t('learning.title')}
      back="/disputes"
      keep="learning"
      subtitle={told.cases.length > 0 && t('learning.cases', { n: count(told.cases.length) })}
      top={
        <Segmented
          label={t('learning.period')}
          hideLabel
          value={period}
          options={PERIODS.map((value) => ({ value, label: t(`learning.periodOf.${value}`) }))}
          onChange={choose}
        />
      }
    >
      {!ready ? (
        <Spinner label={t('common.list.loading')} />
      ) : (
        <div class="learning">
          <Held period={period} told={told} />
          {told.cases.length === 0 ? (
            <Nothing all={told.all} />
          ) : (
            <>
              <WeakestPart weakest={told.weakest} onMark={setMarking} onCases={setAsked} />
              <MonthsPart months={told.months} />
              <GroupsPart cases={told.cases} onPick={setAsked} />
              <AgainPart byProduct={told.byProduct} byBuyer={told.byBuyer} onPick={setAsked} />
            </>
          )}
          {(told.cases.length > 0 || told.effects.length > 0) && (
            <FixesPart effects={told.effects} onMark={() => setMarking({})} />
          )}
        </div>
      )}
      {asked && <CasesSheet asked={asked} onClose={() => setAsked(null)} />}
      {marking && <MarkFix given={marking} cases={told.cases} onClose={() => setMarking(null)} />}
    </Screen>
  )
}

/** What is not among it. */
function Held({ period, told: { older, again, effects } }: { period: Period; told: Told }) {
  if (period !== '365' && effects.length === 0) return null
  return (
    <div role="status">
      {older.state === 'asking' && <Hint>{t('learning.held.asking')}</Hint>}
      {older.state === 'failed' && (
        <div class="line spread">
          <Hint>{t('learning.held.failed')}</Hint>
          <Button small kind="quiet" onClick={again}>
            {t('learning.held.again')}
          </Button>
        </div>
      )}
    </div>
  )
}

function Nothing({ all }: { all: number }) {
  return all === 0 ? (
    <Empty
      art="case"
      title={t('learning.empty.title')}
      action={
        <Button wide href="/disputes">
          {t('learning.empty.back')}
        </Button>
      }
    >
      {t('learning.empty.text')}
    </Empty>
  ) : (
    <Empty art="case" title={t('learning.empty.none')}>
      {t('learning.empty.noneText')}
    </Empty>
  )
}
