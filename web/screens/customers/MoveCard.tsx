import { useComputed } from '@preact/signals'
import { MoveRight, Pin } from 'lucide'
import { explain } from '../../../worker/domain/explain.ts'
import type { CustomerRow, MoveRow } from '../../../worker/domain/rows.ts'
import { type RefusalWords, undoing, useAttempt } from '../../actions/attempt.ts'
import { acceptMove, dismissMove, undoMove } from '../../actions/tiers.ts'
import { Button } from '../../components/Button.tsx'
import { Icon } from '../../components/Icon.tsx'
import { TierMark } from '../../components/TierMark.tsx'
import { money } from '../../i18n/format.ts'
import { locale, t } from '../../i18n/index.ts'
import { callName } from '../../store/names.ts'
import type { Selection } from './use-selection.ts'
import { WayUp } from './WayUp.tsx'

export const reviewWords = (): RefusalWords => ({
  not_eligible: { what: t('customers.review.notEligible.what'), todo: t('customers.review.notEligible.todo') },
  already_decided: { what: t('reviewing.taken.what'), todo: t('reviewing.taken.todo') },
})

/** From one tier to another, told by marks and read aloud in words. */
export function FromTo({ move }: { move: Pick<MoveRow, 'from'> & { to: MoveRow['from'] } }) {
  return (
    <span class="from-to">
      <TierMark tier={move.from} size={24} />
      <Icon of={MoveRight} size={18} label={t('customers.review.to')} />
      <TierMark tier={move.to} size={24} />
    </span>
  )
}

interface Props {
  move: MoveRow
  customer: CustomerRow | undefined
  currency: string
  zone: string
  mayAct: boolean
  selection: Selection
  onPin: () => void
  /** Called when the person decides; what it gives is called once that is done and the card is gone. */
  leaving: (move: MoveRow) => () => void
}

/** A move that waits for a person: what, why, what would change it, and the choice. */
export function MoveCard({ move, customer, currency, zone, mayAct, selection, onPin, leaving }: Props) {
  const { busy, attempt } = useAttempt()
  const selected = useComputed(() => selection.picked.value?.has(move.id) ?? null).value
  const name = callName(customer)
  const accept = async () => {
    const gone = leaving(move)
    const undo = undoing(() => undoMove(move), t('customers.review.undone'))
    const said = { text: t('customers.review.accepted', { name, tier: move.to }), undo }
    if (await attempt(() => acceptMove(move), said, reviewWords())) gone()
  }
  const dismiss = async () => {
    const gone = leaving(move)
    const said = { text: t('customers.review.dismissed', { name }) }
    if (await attempt(() => dismissMove(move), said, reviewWords())) gone()
  }
  const head = (
    <>
      <FromTo move={move} />
      <span class="move-name clip">{name}</span>
      <span class="small quiet">{t('customers.review.worth', { money: money(move.worth, currency) })}</span>
    </>
  )
  return (
    <article class={selected ? 'move picked' : 'move'} data-move={move.id}>
      {selected === null ? (
        <a class="move-head" href={`/customers/${move.customerId}`}>
          {head}
        </a>
      ) : (
        <label class="move-head">
          <input
            type="checkbox"
            data-pick={move.id}
            checked={selected}
            aria-label={t('customers.review.selectOne', { name })}
            onClick={(event) => selection.pick(move.id, event.currentTarget.checked, event.shiftKey)}
          />
          {head}
        </label>
      )}
      {move.why.map((why) => (
        <p key={why.code} class="small">
          {explain(why, locale(), { currency }, zone)}
        </p>
      ))}
      <WayUp whys={move.up} currency={currency} zone={zone} />
      {mayAct && selected === null && (
        <div class="move-do">
          <Button small busy={busy} onClick={accept}>
            {t('customers.review.accept')}
          </Button>
          <Button small kind="quiet" disabled={busy} onClick={dismiss}>
            {t('customers.review.dismiss')}
          </Button>
          <Button small kind="quiet" icon={Pin} disabled={busy || !customer} onClick={onPin}>
            {t('customers.pin.pin')}
          </Button>
        </div>
      )}
    </article>
  )
}
