import './customers.css'
import { ListChecks, X } from 'lucide'
import { useMemo, useRef, useState } from 'preact/hooks'
import type { MoveRow } from '../../../worker/domain/rows.ts'
import { undoing, useAttempt } from '../../actions/attempt.ts'
import { acceptMoves, undoMoves } from '../../actions/tiers.ts'
import { Button, IconButton } from '../../components/Button.tsx'
import { Empty } from '../../components/Empty.tsx'
import { Screen, Section } from '../../components/Screen.tsx'
import { count } from '../../i18n/format.ts'
import { t } from '../../i18n/index.ts'
import { currentStore } from '../../store/current.ts'
import { useTable } from '../../store/hooks.ts'
import { useNow } from '../../store/now.ts'
import { useShop } from '../../store/shop.ts'
import { MoveCard, reviewWords } from './MoveCard.tsx'
import { PinSheet } from './PinSheet.tsx'
import { RecentMoves } from './RecentMoves.tsx'
import { groupMoves } from './review-groups.ts'
import { useRole } from './use-role.ts'

const PAGE = 50

/** Tier moves that wait for a person, and those in force lately. */
export function TierReview() {
  const shop = useShop()
  const now = useNow()
  const mayAct = useRole('agent')
  const moves = useTable('moves')
  const { up, down, recent } = useMemo(() => groupMoves(moves), [moves])
  const [picked, setPicked] = useState<ReadonlySet<string> | null>(null)
  const [pinning, setPinning] = useState<MoveRow | null>(null)
  const [shown, setShown] = useState(PAGE)
  const top = useRef<HTMLDivElement>(null)
  const { busy, attempt } = useAttempt()
  // Reading the table subscribes: names and pins follow.
  useTable('customers')
  const customerOf = (move: MoveRow) => currentStore().view.get('customers', move.customerId)
  const waiting = [...up, ...down]
  const chosen = picked === null ? waiting : waiting.filter((move) => picked.has(move.id))

  const acceptChosen = async () => {
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
    if (done) setPicked(null)
  }
  const select = (move: MoveRow, on: boolean) => {
    const next = new Set(picked)
    if (on) next.add(move.id)
    else next.delete(move.id)
    setPicked(next)
  }
  const group = (title: string, list: readonly MoveRow[]) =>
    list.length > 0 && (
      <Section title={title} aside={count(list.length)}>
        <div class="moves">
          {list.slice(0, shown).map((move) => (
            <MoveCard
              key={move.id}
              move={move}
              customer={customerOf(move)}
              currency={shop.currency}
              zone={shop.timezone}
              mayAct={mayAct}
              selected={picked?.has(move.id) ?? null}
              onSelect={(on) => select(move, on)}
              onPin={() => setPinning(move)}
              onGone={() => top.current?.focus()}
            />
          ))}
        </div>
        {list.length > shown && (
          <Button kind="quiet" wide onClick={() => setShown(shown + PAGE)}>
            {t('customers.review.more', { n: count(Math.min(PAGE, list.length - shown)) })}
          </Button>
        )}
      </Section>
    )
  const pinned = pinning && customerOf(pinning)
  return (
    <Screen
      title={t('customers.review.title')}
      back="/customers"
      keep="tier review"
      subtitle={picked && t('common.list.selected', { n: chosen.length })}
      actions={
        mayAct &&
        waiting.length > 1 && (
          <IconButton
            icon={picked ? X : ListChecks}
            label={t(picked ? 'customers.review.selectDone' : 'customers.review.select')}
            pressed={picked !== null}
            onClick={() => setPicked(picked ? null : new Set())}
          />
        )
      }
      action={
        mayAct &&
        waiting.length > 1 && (
          <>
            {picked && (
              <Button wide onClick={() => setPicked(new Set(waiting.map((move) => move.id)))}>
                {t('common.do.selectAll')}
              </Button>
            )}
            <Button kind="primary" wide busy={busy} disabled={chosen.length === 0} onClick={acceptChosen}>
              {picked === null
                ? t('customers.review.acceptAll', { n: count(chosen.length) })
                : chosen.length === 0
                  ? t('customers.review.pickSome')
                  : t('customers.review.acceptSome', { n: count(chosen.length) })}
            </Button>
          </>
        )
      }
    >
      <div class="review" ref={top} tabIndex={-1}>
        {waiting.length === 0 && (
          <Empty art="done" title={t('customers.review.none')}>
            {t('customers.review.noneText')}
          </Empty>
        )}
        {group(t('customers.review.up'), up)}
        {group(t('customers.review.down'), down)}
        <RecentMoves moves={recent} customerOf={customerOf} zone={shop.timezone} now={now} mayAct={mayAct} />
      </div>
      {pinned && (
        <PinSheet
          customer={pinned}
          tier={pinning.from ?? pinning.to}
          zone={shop.timezone}
          onClose={() => setPinning(null)}
        />
      )}
    </Screen>
  )
}
