import { ArrowUpDown, CircleCheck, HeartCrack } from 'lucide'
import { TIERS } from '../../../worker/domain/tiers.ts'
import { slipping } from '../../../worker/domain/win-back.ts'
import { Button } from '../../components/Button.tsx'
import { ErrorNote } from '../../components/ErrorNote.tsx'
import { Icon } from '../../components/Icon.tsx'
import { List, Row } from '../../components/Row.tsx'
import { Screen, Section } from '../../components/Screen.tsx'
import { TierMark } from '../../components/TierMark.tsx'
import { count, money } from '../../i18n/format.ts'
import { t } from '../../i18n/index.ts'
import type { Flow, ImportFlow } from '../../import/flow.ts'
import type { RunState } from '../../import/run.ts'
import { tierCounts } from '../../import/tier-counts.ts'
import { useEngine } from '../../session.ts'
import { currentStore } from '../../store/current.ts'
import { useDerived } from '../../store/hooks.ts'
import { useShop } from '../../store/shop.ts'
import { Problems } from './Problems.tsx'
import { Refused } from './RunStep.tsx'

type Running = Extract<Flow, { step: 'running' }>

/** What the import brought, and what it means for the shop. */
export function DoneStep({ flow, running, back }: { flow: ImportFlow; running: Running; back: string }) {
  const at = running.run.state.value
  const same = at.created + at.updated + at.rejected === 0
  const fetched = useEngine().status.value.error === null
  const { problems } = running.reading
  return (
    <Screen
      title={t('import.title')}
      back={back}
      bare
      action={
        <>
          <Button onClick={flow.reset}>{t('import.done.again')}</Button>
          <Button kind="primary" href="/today" onClick={flow.reset}>
            {t('import.done.today')}
          </Button>
        </>
      }
    >
      <div class="import-page stack">
        <div class="import-done" role="status">
          <Icon of={CircleCheck} size={28} />
          <div>
            <h2>{t('import.done.title')}</h2>
            <p>{same ? t('import.done.same') : taken(at)}</p>
          </div>
        </div>
        {!fetched && <ErrorNote tone="warn" title={t('import.done.notFetched')} />}
        <Meaning before={running.before} />
        <Refused at={at} />
        <Problems problems={problems} />
      </div>
    </Screen>
  )
}

function taken(at: RunState): string {
  const parts = (['created', 'updated', 'unchanged', 'rejected'] as const).filter((part) => at[part] > 0)
  return parts.map((part) => t(`import.done.${part}`, { n: count(at[part]) })).join(' · ')
}

function Meaning({ before }: { before: Running['before'] }) {
  const shop = useShop()
  const { currency } = shop
  const { tiers, moves, leaving, worth } = useDerived(() => {
    const store = currentStore()
    const customers = store.view.list('customers').value
    const leaving = slipping(customers, shop, store.now())
    return {
      tiers: tierCounts(customers),
      moves: store.view.list('moves').value.filter((move) => move.status === 'proposed').length,
      leaving: leaving.length,
      worth: leaving.reduce((sum, one) => sum + one.worth, 0),
    }
  }, [shop])
  const first = TIERS.every((tier) => before[tier] === 0)
  return (
    <Section title={t('import.done.meaning')}>
      <List label={t('import.done.meaning')}>
        {TIERS.map((tier) => (
          <Row
            key={tier}
            href="/customers"
            chevron
            lead={<TierMark tier={tier} />}
            title={t(`customers.tier.${tier}`)}
            sub={first ? undefined : difference(tiers[tier] - before[tier])}
            meta={t('import.done.people', { n: count(tiers[tier]) })}
          />
        ))}
        <Row
          key="moves"
          href="/customers/review"
          chevron
          lead={<Icon of={ArrowUpDown} size={24} />}
          title={moves > 0 ? t('import.done.moves') : t('import.done.noMoves')}
          sub={moves > 0 ? t('import.done.movesHint') : undefined}
          meta={moves > 0 ? count(moves) : undefined}
        />
        <Row
          key="slipping"
          href="/win-back"
          chevron
          lead={<Icon of={HeartCrack} size={24} />}
          title={leaving > 0 ? t('import.done.slipping') : t('import.done.noSlipping')}
          sub={leaving > 0 ? t('import.done.slippingWorth', { worth: money(worth, currency) }) : undefined}
          meta={leaving > 0 ? t('import.done.people', { n: count(leaving) }) : undefined}
        />
      </List>
    </Section>
  )
}

function difference(n: number): string {
  if (n === 0) return t('import.done.steady')
  return n > 0 ? t('import.done.more', { n: count(n) }) : t('import.done.fewer', { n: count(-n) })
}
