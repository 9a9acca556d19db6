import { useMemo, useState } from 'preact/hooks'
import { useLocation } from 'preact-iso'
import type { RunRow } from '../../../../worker/domain/rows.ts'
import { DAY_MS, localDay } from '../../../../worker/domain/time.ts'
import { Button } from '../../../components/Button.tsx'
import { Chip } from '../../../components/Chip.tsx'
import { DateField } from '../../../components/DateField.tsx'
import { Empty } from '../../../components/Empty.tsx'
import { List, Row } from '../../../components/Row.tsx'
import { Screen, Section } from '../../../components/Screen.tsx'
import { count, money } from '../../../i18n/format.ts'
import { t } from '../../../i18n/index.ts'
import { useReady, useTable } from '../../../store/hooks.ts'
import { useNow } from '../../../store/now.ts'
import { useRuns } from '../../../store/runs.ts'
import { useShop } from '../../../store/shop.ts'
import { factsByRun, type RunFacts } from './run-facts.ts'
import { decidersText, movedText, runTitle } from './run-words.ts'

const FIRST = 30
const MORE = 60

/** Every run of the last 90 days, newest first, and the way to any other day. */
export function RunList({ openId }: { openId: string | null }) {
  const { timezone: zone, currency } = useShop()
  const now = useNow()
  const runs = useRuns()
  const moves = useTable('moves')
  const ready = useReady('runs')
  const facts = useMemo(() => factsByRun(moves), [moves])
  const [shown, setShown] = useState(FIRST)
  const left = runs.length - shown
  return (
    <Screen title={t('tierHistory.runs.title')} back="/customers/tiers" keep="tier runs">
      <PickDay zone={zone} now={now} />
      <Section title={t('tierHistory.runs.list')} aside={t('tierHistory.runs.kept')}>
        {runs.length === 0 && ready && (
          <Empty art="done" title={t('tierHistory.runs.none')}>
            {t('tierHistory.runs.noneText')}
          </Empty>
        )}
        {runs.length > 0 && (
          <List inset label={t('tierHistory.runs.list')}>
            {runs.slice(0, shown).map((run) => (
              <RunLine
                key={run.id}
                run={run}
                facts={facts.get(run.id)}
                title={runTitle(run, zone, now)}
                currency={currency}
                selected={run.id === openId}
              />
            ))}
          </List>
        )}
        {left > 0 && (
          <Button kind="quiet" wide onClick={() => setShown(shown + MORE)}>
            {t('tierHistory.runs.more', { n: count(Math.min(MORE, left)) })}
          </Button>
        )}
      </Section>
    </Screen>
  )
}

interface LineProps {
  run: RunRow
  facts: RunFacts | undefined
  title: string
  currency: string
  selected: boolean
}

function RunLine({ run, facts, title, currency, selected }: LineProps) {
  const { summary } = run
  const moved = facts
    ? movedText(facts)
    : t(run.past === 1 ? 'tierHistory.runs.figuresOnly' : 'tierHistory.runs.noMoves')
  const buyers = t('tierHistory.runs.buyers', { n: count(summary?.buyers ?? run.customers) })
  return (
    <Row
      href={`/customers/tiers/history/${run.id}`}
      title={title}
      sub={
        <>
          {moved} · {buyers}
          {facts && <span class="because">{decidersText(facts)}</span>}
        </>
      }
      meta={summary && money(summary.value, currency)}
      chips={run.past === 1 && <Chip tone="note">{t('tierHistory.runs.lookBack')}</Chip>}
      tone={facts || run.past === 1 ? undefined : 'quiet'}
      selected={selected}
    />
  )
}

/** The tiers of any past day are worked out anew, for looking only. */
function PickDay({ zone, now }: { zone: string; now: number }) {
  const { route } = useLocation()
  const yesterday = now - DAY_MS
  const [picked, setPicked] = useState<number | null>(() => now - 90 * DAY_MS)
  const bad = picked === null || localDay(picked, zone) > localDay(yesterday, zone)
  return (
    <Section title={t('tierHistory.lookBack.pickTitle')}>
      <form
        class="pick-day"
        onSubmit={(event) => {
          event.preventDefault()
          if (!bad && picked !== null) route(`/customers/tiers/history/${localDay(picked, zone)}`)
        }}
      >
        <DateField
          label={t('tierHistory.lookBack.day')}
          value={picked}
          zone={zone}
          max={yesterday}
          onChange={setPicked}
          hint={t('tierHistory.lookBack.pickText')}
          error={picked !== null && bad ? t('tierHistory.lookBack.notPast') : null}
        />
        <Button type="submit" disabled={bad}>
          {t('tierHistory.lookBack.look')}
        </Button>
      </form>
    </Section>
  )
}
