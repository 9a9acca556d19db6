import { ChartColumn, Moon, Pause, Plus } from 'lucide'
import { useState } from 'preact/hooks'
import { roleAllows } from '../../../worker/domain/actor.ts'
import { MAX_ATTEMPTS, waitsForOwner } from '../../../worker/domain/dispute-terms.ts'
import { isAsleep, nextDue, orderQueue } from '../../../worker/domain/queue.ts'
import type { CustomerRow, DisputeRow } from '../../../worker/domain/rows.ts'
import { Button, IconButton } from '../../components/Button.tsx'
import { Chip } from '../../components/Chip.tsx'
import { Empty } from '../../components/Empty.tsx'
import { Spinner } from '../../components/Progress.tsx'
import { Row } from '../../components/Row.tsx'
import { Screen } from '../../components/Screen.tsx'
import { Segmented } from '../../components/Segmented.tsx'
import { TierMark } from '../../components/TierMark.tsx'
import { VirtualList } from '../../components/VirtualList.tsx'
import { ago, dateTime } from '../../i18n/format.ts'
import { t } from '../../i18n/index.ts'
import { currentStore } from '../../store/current.ts'
import { useDerived, useReady, useTable } from '../../store/hooks.ts'
import { useMe } from '../../store/me.ts'
import { callName } from '../../store/names.ts'
import { useNow } from '../../store/now.ts'
import { useShop } from '../../store/shop.ts'
import { DisputeClock, dueWords } from './clock.tsx'
import './handling/texts.ts'
import './intake-texts.ts'
import './learning/texts.ts'
import { refusedOpenings, useRefusedCases } from './rejections.ts'
import { useWho } from './who.ts'
import { oneLine } from './words.ts'

type Filter = 'open' | 'resting' | 'followUp' | 'closed'

/** Which filter a case falls under: what something must be done about is never under `resting`. */
function filterOf(dispute: DisputeRow, now: number): Filter {
  if (dispute.step === 'closed') return 'closed'
  if (isAsleep(dispute, now)) return 'resting'
  const due = nextDue(dispute)
  if (due === null) return dispute.waitingSince === null ? 'open' : 'resting'
  return due.kind === 'follow-up' ? 'followUp' : 'open'
}
const FILTERS = ['open', 'resting', 'followUp', 'closed'] as const

const filterName = (filter: Filter): string =>
  filter === 'resting' ? t('handling.queue.resting') : t(`disputes.queue.${filter}`)

/** Survives leaving the screen. */
let lastFilter: Filter = 'open'

/** All cases, what breaks first on top. `at`: the case open beside it. */
export function Queue({ at }: { at: string | null }) {
  const [filter, setFilter] = useState<Filter>(lastFilter)
  const ready = useReady('disputes')
  const now = useNow()
  const disputes = useTable('disputes')
  const mayWrite = roleAllows(useMe().role, 'agent')
  const refused = useRefusedCases()
  const groups = useDerived(() => grouped(now), [now])
  const openings = filter === 'open' ? refusedOpenings(refused, disputes) : []
  const choose = (next: Filter) => {
    lastFilter = next
    setFilter(next)
  }
  const options = FILTERS.map((value) => ({
    value,
    label: filterName(value),
    count: groups[value].length,
  }))
  return (
    <Screen
      title={t('disputes.title')}
      actions={<IconButton icon={ChartColumn} label={t('learning.entry')} href="/disputes/learning" />}
      fill
      flush
      top={
        <Segmented label={t('disputes.queue.filter')} hideLabel value={filter} options={options} onChange={choose} />
      }
      action={
        mayWrite && (
          <Button wide kind="primary" href="/disputes/new" icon={Plus}>
            {t('disputes.new.title')}
          </Button>
        )
      }
    >
      {openings.map(({ id, words }) => (
        <Row
          key={id}
          href={`/disputes/${id}`}
          title={oneLine(words)}
          chips={<Chip tone="danger">{t('disputes.queue.refused')}</Chip>}
          sub={t('disputes.refused.action.open')}
          selected={id === at}
        />
      ))}
      {ready ? (
        <VirtualList
          key={filter}
          items={groups[filter]}
          rowHeight={72}
          itemKey={(dispute) => dispute.id}
          label={filterName(filter)}
          keep={`disputes-${filter}`}
          empty={<Nothing filter={filter} mayWrite={mayWrite} />}
        >
          {(dispute) => (
            <DisputeLine dispute={dispute} now={now} selected={dispute.id === at} refused={refused.has(dispute.id)} />
          )}
        </VirtualList>
      ) : (
        <Spinner label={t('common.list.loading')} />
      )}
    </Screen>
  )
}

function grouped(now: number): Record<Filter, DisputeRow[]> {
  const { view } = currentStore()
  const disputes = view.list('disputes').value
  // Only the customers of open cases are looked up; the archive may hold many thousands.
  const customers = new Map<string, CustomerRow>()
  for (const { customerId, step } of disputes) {
    const customer = step === 'closed' ? undefined : view.get('customers', customerId)
    if (customer) customers.set(customerId, customer)
  }
  const groups: Record<Filter, DisputeRow[]> = { open: [], resting: [], followUp: [], closed: [] }
  for (const { dispute } of orderQueue(disputes, customers, now)) groups[filterOf(dispute, now)].push(dispute)
  groups.resting.push(...disputes.filter((dispute) => dispute.step !== 'closed' && isAsleep(dispute, now)))
  groups.resting.sort((a, b) => restsFrom(a) - restsFrom(b) || (a.id < b.id ? -1 : 1))
  groups.closed = disputes
    .filter(({ step }) => step === 'closed')
    .sort((a, b) => (b.closedAt ?? 0) - (a.closedAt ?? 0) || (a.id < b.id ? 1 : -1))
  return groups
}

/** The one that comes back first, or has waited longest, stands first. */
const restsFrom = ({ snoozedUntil, waitingSince, openedAt }: DisputeRow): number =>
  waitingSince ?? snoozedUntil ?? openedAt

function Nothing({ filter, mayWrite }: { filter: Filter; mayWrite: boolean }) {
  if (filter === 'open') {
    return (
      <Empty
        art="done"
        title={t('disputes.queue.noneOpen')}
        action={mayWrite && <Button href="/disputes/import">{t('intake.cases.open')}</Button>}
      >
        {t('disputes.queue.noneOpenText')}
      </Empty>
    )
  }
  if (filter === 'resting') {
    return (
      <Empty art="done" title={t('handling.queue.noneResting')}>
        {t('handling.queue.noneRestingText')}
      </Empty>
    )
  }
  return filter === 'followUp' ? (
    <Empty art="case" title={t('disputes.queue.noneFollowUp')}>
      {t('disputes.queue.noneFollowUpText')}
    </Empty>
  ) : (
    <Empty art="case" title={t('disputes.queue.noneClosed')}>
      {t('disputes.queue.noneClosedText')}
    </Empty>
  )
}

interface LineProps {
  dispute: DisputeRow
  now: number
  selected: boolean
  refused: boolean
}

function DisputeLine({ dispute, now, selected, refused }: LineProps) {
  const shop = useShop()
  const customer = useDerived(() => currentStore().view.get('customers', dispute.customerId), [dispute.customerId])
  const closed = dispute.step === 'closed'
  const who = useWho()(dispute)
  return (
    <Row
      href={`/disputes/${dispute.id}`}
      selected={selected}
      lead={<DisputeClock dispute={dispute} tier={customer?.tier ?? null} shop={shop} now={now} />}
      title={callName(customer)}
      meta={
        <span class="line small quiet">
          {!closed && who && <span class="clip case-who">{who} ·</span>}
          {closed && dispute.closedAt !== null
            ? ago(dispute.closedAt, { zone: shop.timezone, now })
            : dispute.step !== 'follow-up' && t(`disputes.step.${dispute.step}`)}
          {customer?.tier && <TierMark tier={customer.tier} size={20} />}
        </span>
      }
      sub={
        <>
          {!closed && <span class="sr">{dueWords(dispute, now)} </span>}
          {oneLine(dispute.words)}
        </>
      }
      chips={lineChip(dispute, refused, now, shop.timezone)}
    />
  )
}

/** The one thing out of the ordinary about a case. */
function lineChip(dispute: DisputeRow, refused: boolean, now: number, zone: string) {
  const { step, loop, attempts, outcome, waitingSince, snoozedUntil, nextReplyDueAt } = dispute
  if (refused) return <Chip tone="danger">{t('disputes.queue.refused')}</Chip>
  if (waitsForOwner(dispute)) return <Chip tone="warn">{t('disputes.queue.waits')}</Chip>
  if (step === 'closed') {
    return outcome === null || outcome === 'satisfied' ? null : <Chip>{t(`disputes.outcome.${outcome}`)}</Chip>
  }
  if (snoozedUntil !== null && isAsleep(dispute, now)) {
    return <Chip icon={Moon}>{t('handling.queue.until', { when: dateTime(snoozedUntil, zone, now) })}</Chip>
  }
  const due = nextDue(dispute)?.kind
  if (due === 'handle-by' || due === 'prove-by') return <Chip tone="note">{t('handling.queue.platform')}</Chip>
  if (waitingSince !== null) return <Chip icon={Pause}>{t('handling.queue.waiting')}</Chip>
  if (nextReplyDueAt !== null) return <Chip tone="warn">{t('handling.queue.owed')}</Chip>
  if (step === 'follow-up' && attempts > 0) {
    return <Chip tone="note">{t('disputes.queue.attempts', { n: attempts, of: MAX_ATTEMPTS })}</Chip>
  }
  return loop > 0 ? <Chip tone="warn">{t('disputes.queue.loop', { n: loop })}</Chip> : null
}
