import { Button } from '../../components/Button.tsx'
import { ErrorNote } from '../../components/ErrorNote.tsx'
import { Progress } from '../../components/Progress.tsx'
import { Screen, Section } from '../../components/Screen.tsx'
import { problemText } from '../../i18n/errors.ts'
import { count } from '../../i18n/format.ts'
import { t } from '../../i18n/index.ts'
import type { importing } from '../../i18n/zh-CN/import.ts'
import type { Flow } from '../../import/flow.ts'
import { ordersIn, type Phase, type RefusedOrder, type RunState } from '../../import/run.ts'
import { Counts } from './Counts.tsx'

const LABELS = {
  sending: 'sending',
  reckoning: 'reckoning',
  fetching: 'fetching',
  paused: 'paused',
  failed: 'paused',
  done: 'fetching',
} as const satisfies Record<Phase, string>
const MOST_REFUSED = 50

/** How far the import has come, and what stopped it. */
export function RunStep({ running, back }: { running: Extract<Flow, { step: 'running' }>; back: string }) {
  const { run } = running
  const at = run.state.value
  const { phase, done, chunks } = at
  const { orders } = running.reading.summary
  const stopped = phase === 'paused' || phase === 'failed'
  return (
    <Screen
      title={t('import.title')}
      back={back}
      bare
      action={
        stopped && (
          <Button kind="primary" wide onClick={() => void run.start()}>
            {t('import.run.goOn')}
          </Button>
        )
      }
    >
      <div class="import-page stack">
        {stopped && <Stopped at={at} />}
        <Progress
          label={t(`import.run.${LABELS[phase]}`)}
          value={done}
          max={phase === 'reckoning' || phase === 'fetching' ? 0 : chunks}
          text={t('import.run.of', { done: count(ordersIn(at)), all: count(orders) })}
        />
        <RunCounts at={at} />
        {!stopped && <p class="small quiet">{t('import.run.leave')}</p>}
        {/* Not where the button to begin was: a second tap on that must not stop what the first began. */}
        {phase === 'sending' && (
          <div>
            <Button small onClick={run.pause}>
              {t('import.run.pause')}
            </Button>
          </div>
        )}
        <Refused at={at} />
      </div>
    </Screen>
  )
}

function Stopped({ at }: { at: RunState }) {
  const { problem, phase } = at
  const words = problem === null ? null : problemText(problem)
  const offline = problem === 'network' || problem === 'timeout' || problem === 'not_ours'
  return (
    <ErrorNote
      tone={phase === 'failed' ? 'danger' : 'warn'}
      title={words?.what ?? t('import.run.paused')}
      kept={t('import.run.kept', { n: count(ordersIn(at)) })}
      todo={offline ? t('import.run.networkTodo') : (words?.todo ?? t('import.run.pausedTodo'))}
    />
  )
}

export const RunCounts = ({ at }: { at: RunState }) => (
  <Counts
    items={[
      [t('import.run.created'), at.created],
      [t('import.run.updated'), at.updated],
      [t('import.run.unchanged'), at.unchanged],
      [t('import.run.rejected'), at.rejected, 'danger'],
    ]}
  />
)

type RefusedWord = keyof typeof importing.refused
const REASONS: readonly RefusedWord[] = [
  'invalid_order',
  'invalid_id',
  'invalid_date',
  'invalid_money',
  'invalid_quantity',
  'unknown_status',
  'currency_mismatch',
]
const reason = ({ code }: RefusedOrder): RefusedWord => REASONS.find((one) => one === code) ?? 'other'

/** Orders the server did not take. */
export function Refused({ at: { refused, rejected } }: { at: RunState }) {
  if (rejected === 0) return null
  const shown = refused.slice(0, MOST_REFUSED)
  return (
    <Section title={t('import.run.refusedTitle')} aside={count(rejected)}>
      <ul class="import-problems">
        {shown.map((one) => (
          <li key={one.externalId}>
            <span class="import-problem-row">{one.externalId}</span>
            <span>{t(`import.refused.${reason(one)}`)}</span>
          </li>
        ))}
      </ul>
      {rejected > shown.length && (
        <p class="small quiet">{t('import.run.refusedMore', { n: count(rejected - shown.length) })}</p>
      )}
    </Section>
  )
}
