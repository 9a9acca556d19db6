import './customers.css'
import './review-texts.ts'
import { useComputed } from '@preact/signals'
import { ListChecks, X } from 'lucide'
import { useLayoutEffect, useMemo, useRef, useState } from 'preact/hooks'
import type { MoveRow, ShopRow } from '../../../worker/domain/rows.ts'
import { undoing, useAttempt } from '../../actions/attempt.ts'
import { acceptMoves, undoMoves } from '../../actions/tiers.ts'
import { Button, IconButton } from '../../components/Button.tsx'
import { Empty } from '../../components/Empty.tsx'
import { Screen } from '../../components/Screen.tsx'
import { count } from '../../i18n/format.ts'
import { locale, t } from '../../i18n/index.ts'
import { currentStore } from '../../store/current.ts'
import { useTable } from '../../store/hooks.ts'
import { useMe } from '../../store/me.ts'
import { useNow } from '../../store/now.ts'
import { useShop } from '../../store/shop.ts'
import { memberName } from './decided.ts'
import { reviewWords } from './MoveCard.tsx'
import { MoveGroup } from './MoveGroup.tsx'
import { OvertakenNote } from './OvertakenNote.tsx'
import { Pinned } from './Pinned.tsx'
import { PinSheet } from './PinSheet.tsx'
import { RecentMoves } from './RecentMoves.tsx'
import { decidedSince, groupMoves, pinnedOf } from './review-groups.ts'
import { useRole } from './use-role.ts'
import { type Selection, useSelection } from './use-selection.ts'

/** Tier moves that wait for a person, who is pinned, and what was put in force lately. */
export function TierReview() {
  const shop = useShop()
  const now = useNow()
  const mayAct = useRole('agent')
  const moves = useTable('moves')
  const customers = useTable('customers')
  const { up, down, recent } = useMemo(() => groupMoves(moves), [moves])
  const pinned = useMemo(() => pinnedOf(customers), [customers])
  const waiting = useMemo(() => [...up, ...down], [up, down])
  const order = useMemo(() => waiting.map(({ id }) => id), [waiting])
  const selection = useSelection(order)
  const selecting = useComputed(() => selection.picked.value !== null).value
  const [pinning, setPinning] = useState<MoveRow | null>(null)
  const { top, leaving } = useNextCard(order)
  const customerOf = (move: MoveRow) => currentStore().view.get('customers', move.customerId)
  const language = locale()

  // A tap on one box of two thousand must not draw the others again.
  const groups = useMemo(() => {
    const each = { customerOf, currency: shop.currency, zone: shop.timezone, mayAct, selection, leaving }
    return (
      <>
        <MoveGroup title={t('customers.review.up')} moves={up} onPin={setPinning} {...each} />
        <MoveGroup title={t('customers.review.down')} moves={down} onPin={setPinning} {...each} />
      </>
    )
  }, [up, down, customers, shop, mayAct, language])

  const pinnedFrom = pinning && customerOf(pinning)
  return (
    <Screen
      title={t('customers.review.title')}
      back="/customers"
      keep="tier review"
      subtitle={selecting && <Picked selection={selection} waiting={waiting} />}
      actions={mayAct && waiting.length > 1 && <SelectButton selection={selection} />}
      action={mayAct && waiting.length > 1 && <AcceptBar selection={selection} waiting={waiting} />}
    >
      {/* biome-ignore lint/a11y/noStaticElementInteractions: keys go through the boxes inside. */}
      <div class="review" ref={top} tabIndex={-1} onKeyDown={selection.onKeyDown}>
        <Policy settings={shop.settings.tiers} />
        <OvertakenNote />
        <Others moves={moves} />
        {waiting.length === 0 && (
          <Empty art="done" title={t('customers.review.none')}>
            {t('customers.review.noneText')}
          </Empty>
        )}
        {groups}
        <Pinned customers={pinned} zone={shop.timezone} now={now} />
        <RecentMoves moves={recent} customerOf={customerOf} zone={shop.timezone} now={now} mayAct={mayAct} />
      </div>
      {pinnedFrom && (
        <PinSheet
          customer={pinnedFrom}
          tier={pinning.from ?? pinning.to}
          zone={shop.timezone}
          onClose={() => setPinning(null)}
        />
      )}
    </Screen>
  )
}

/** What moves by itself and what waits, and where that is set. */
function Policy({ settings }: { settings: ShopRow['settings']['tiers'] }) {
  return (
    <p class="small quiet policy">
      {t(settings.autoApply ? 'reviewing.auto' : 'reviewing.byHand')}{' '}
      <a class="inline-link" href="/more/tiers">
        {t('reviewing.change')}
      </a>
    </p>
  )
}

/** Somebody else is reviewing too. */
function Others({ moves }: { moves: readonly MoveRow[] }) {
  const me = useMe().id
  const [opened] = useState(() => currentStore().now())
  const said = [...decidedSince(moves, opened, me)].map(([id, n]) =>
    t('reviewing.others', { who: memberName(id), n: count(n) }),
  )
  return (
    <p class="small quiet others" role="status">
      {said.join(t('reviewing.comma'))}
    </p>
  )
}

interface Choosing {
  selection: Selection
  /** As they stand on screen. */
  waiting: readonly MoveRow[]
}

/** What a choice applies to: all while nobody is picked one by one. Those decided meanwhile drop out by themselves. */
const chosenOf = ({ selection, waiting }: Choosing): readonly MoveRow[] => {
  const picked = selection.picked.value
  return picked === null ? waiting : waiting.filter((move) => picked.has(move.id))
}

function Picked(choosing: Choosing) {
  return (
    <>
      {t('common.list.selected', { n: chosenOf(choosing).length })}
      <span class="keys-hint"> · {t('reviewing.keys')}</span>
    </>
  )
}

function SelectButton({ selection }: { selection: Selection }) {
  const on = selection.picked.value !== null
  return (
    <IconButton
      icon={on ? X : ListChecks}
      label={t(on ? 'customers.review.selectDone' : 'customers.review.select')}
      pressed={on}
      onClick={on ? selection.stop : selection.start}
    />
  )
}

function AcceptBar(choosing: Choosing) {
  const { selection, waiting } = choosing
  const { busy, attempt } = useAttempt()
  const picked = selection.picked.value
  const chosen = chosenOf(choosing)
  const accept = async () => {
    const done = await attempt(
      () => acceptMoves(chosen),
      (accepted) => {
        const n = count(accepted.length)
        const left = chosen.length - accepted.length
        return {
          text:
            left === 0
              ? t('customers.review.acceptedMany', { n })
              : t('customers.review.acceptedSome', { n, left: count(left) }),
          undo: undoing(() => undoMoves(accepted), t('customers.review.undone')),
        }
      },
      reviewWords(),
    )
    if (done) selection.stop()
  }
  return (
    <>
      {picked && (
        <Button
          wide
          onClick={() =>
            selection.pickAll(
              waiting.map(({ id }) => id),
              true,
            )
          }
        >
          {t('common.do.selectAll')}
        </Button>
      )}
      <Button kind="primary" wide busy={busy} disabled={chosen.length === 0} onClick={accept}>
        {picked === null
          ? t('customers.review.acceptAll', { n: count(chosen.length) })
          : chosen.length === 0
            ? t('customers.review.pickSome')
            : t('customers.review.acceptSome', { n: count(chosen.length) })}
      </Button>
    </>
  )
}

/** Keeps the focus where the person works: a card that goes hands it to the one after it. */
function useNextCard(order: readonly string[]) {
  const top = useRef<HTMLDivElement>(null)
  const known = useRef(order)
  useLayoutEffect(() => {
    known.current = order
  })
  const leaving = ({ id }: MoveRow) => {
    const at = known.current.indexOf(id)
    const next = known.current[at + 1] ?? known.current[at - 1]
    return () => {
      const card = next && top.current?.querySelector<HTMLElement>(`[data-move="${next}"] .move-head`)
      ;(card || top.current)?.focus()
    }
  }
  return { top, leaving }
}
