import { useMemo, useState } from 'preact/hooks'
import { explain } from '../../../../worker/domain/explain.ts'
import type { CustomerRow, MoveRow, RunRow } from '../../../../worker/domain/rows.ts'
import { Button } from '../../../components/Button.tsx'
import { Empty } from '../../../components/Empty.tsx'
import { Spinner } from '../../../components/Progress.tsx'
import { Screen, Section } from '../../../components/Screen.tsx'
import { count, dateTime, money, percent } from '../../../i18n/format.ts'
import { locale, t } from '../../../i18n/index.ts'
import { currentStore } from '../../../store/current.ts'
import { useReady, useRow, useTable } from '../../../store/hooks.ts'
import { callName } from '../../../store/names.ts'
import { useNow } from '../../../store/now.ts'
import { useRuns } from '../../../store/runs.ts'
import { useShop } from '../../../store/shop.ts'
import { decidedText } from '../decided.ts'
import { FromTo } from '../MoveCard.tsx'
import { worthOf } from '../review-groups.ts'
import { factsOf } from './run-facts.ts'
import { decidersText, runTitle } from './run-words.ts'
import { TierTable } from './TierTable.tsx'

const BACK = '/customers/tiers/history'
const FIRST = 50
const MORE = 200

/** One run: what it found, and what became of each move it called for. */
export function RunDetail({ id }: { id: string }) {
  const run = useRow('runs', id)
  const ready = useReady('runs')
  if (run) return <Known run={run} />
  return (
    <Screen title={t('tierHistory.runs.title')} back={BACK}>
      {ready ? (
        <Empty
          art="search"
          title={t('tierHistory.runs.missing')}
          action={<Button href={BACK}>{t('tierHistory.runs.toList')}</Button>}
        >
          {t('tierHistory.runs.missingText')}
        </Empty>
      ) : (
        <Spinner label={t('common.list.loading')} />
      )}
    </Screen>
  )
}

function Known({ run }: { run: RunRow }) {
  const { currency, timezone: zone } = useShop()
  const now = useNow()
  const moves = useTable('moves')
  const runs = useRuns()
  // Names follow their customers.
  useTable('customers')
  const facts = useMemo(() => factsOf(moves, run.id), [moves, run.id])
  const before = runs.find((each) => each.startedAt < run.startedAt && each.past === 0 && each.summary !== null)
  const { summary } = run
  const deciders = decidersText(facts)
  return (
    <Screen
      title={runTitle(run, zone, now)}
      subtitle={run.past === 0 && t('tierHistory.runs.ofThisRun')}
      back={BACK}
      keep={`run ${run.id}`}
    >
      <div class="stack">
        {run.past === 1 && (
          <p class="small quiet">{t('tierHistory.runs.lookBackText', { at: dateTime(run.startedAt, zone, now) })}</p>
        )}
        {summary && (
          <Section title={t('tierHistory.runs.found')} aside={t(`tierHistory.runs.by.${summary.measure}`)}>
            <TierTable
              caption={t('tierHistory.runs.found')}
              first={{ title: t('tierHistory.runs.thisRun'), summary }}
              other={
                before?.summary && run.past === 0
                  ? { title: t('tierHistory.runs.runBefore'), summary: before.summary }
                  : null
              }
              currency={currency}
            />
            {summary.changed !== null && (
              <p class="small quiet after-table">
                {t('tierHistory.runs.changed', {
                  n: count(summary.changed),
                  share: percent(summary.buyers === 0 ? 0 : summary.changed / summary.buyers),
                })}
              </p>
            )}
          </Section>
        )}
        {facts.up.length + facts.down.length === 0 && run.past === 0 && (
          <p class="small quiet">{t('tierHistory.runs.noMovesText')}</p>
        )}
        {deciders && <p class="small quiet">{t('tierHistory.runs.decided', { text: deciders })}</p>}
        <Moves title={t('customers.review.up')} moves={facts.up} currency={currency} zone={zone} />
        <Moves title={t('customers.review.down')} moves={facts.down} currency={currency} zone={zone} />
      </div>
    </Screen>
  )
}

type MovesProps = { title: string; moves: readonly MoveRow[]; currency: string; zone: string }

function Moves({ title, moves, currency, zone }: MovesProps) {
  const [shown, setShown] = useState(FIRST)
  if (moves.length === 0) return null
  const left = moves.length - shown
  const sum = t('reviewing.sum', { n: count(moves.length), money: money(worthOf(moves), currency) })
  return (
    <Section title={title} aside={sum}>
      <ul class="list past-moves" aria-label={title}>
        {moves.slice(0, shown).map((move) => (
          <MoveLine
            key={move.id}
            move={move}
            customer={currentStore().view.get('customers', move.customerId)}
            currency={currency}
            zone={zone}
          />
        ))}
      </ul>
      {left > 0 && (
        <Button kind="quiet" wide onClick={() => setShown(shown + MORE)}>
          {t('customers.review.more', { n: count(Math.min(MORE, left)) })}
        </Button>
      )}
    </Section>
  )
}

type LineProps = { move: MoveRow; customer: CustomerRow | undefined; currency: string; zone: string }

function MoveLine({ move, customer, currency, zone }: LineProps) {
  const [cause] = move.why
  return (
    <li>
      <a class="past-move" href={`/customers/${move.customerId}`}>
        <span class="past-head">
          <FromTo move={move} />
          <span class="move-name clip">{callName(customer)}</span>
          <span class="small quiet">{money(move.worth, currency)}</span>
        </span>
        {cause && <span class="small">{explain(cause, locale(), { currency }, zone)}</span>}
        <span class="small quiet">{decidedText(move)}</span>
      </a>
    </li>
  )
}
