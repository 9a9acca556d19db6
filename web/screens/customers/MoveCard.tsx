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

export const reviewWords = (): RefusalWords => ({
  not_eligible: { what: t('customers.review.notEligible.what'), todo: t('customers.review.notEligible.todo') },
})

/** From one tier to another, told by marks and read aloud in words. */
export function FromTo({ move }: { move: Pick<MoveRow, 'from' | 'to'> }) {
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
  /** Null while not selecting. */
  selected: boolean | null
  onSelect: (on: boolean) => void
  onPin: () => void
  /** Decided: the card is about to go. */
  onGone: () => void
}

/** A move that waits for a person: what, why, what would change it, and the choice. */
export function MoveCard({ move, customer, currency, zone, mayAct, selected, onSelect, onPin, onGone }: Props) {
  const { busy, attempt } = useAttempt()
  const name = callName(customer)
  const say = (whys: MoveRow['why']) => whys.map((why) => explain(why, locale(), { currency }, zone))
  const accept = async () => {
    const undo = undoing(() => undoMove(move), t('customers.review.undone'))
    const said = { text: t('customers.review.accepted', { name, tier: move.to }), undo }
    if (await attempt(() => acceptMove(move), said, reviewWords())) onGone()
  }
  const dismiss = async () => {
    if (await attempt(() => dismissMove(move), { text: t('customers.review.dismissed', { name }) })) onGone()
  }
  const head = (
    <>
      <FromTo move={move} />
      <span class="move-name clip">{name}</span>
      <span class="small quiet">{t('customers.review.worth', { money: money(move.worth, currency) })}</span>
    </>
  )
  return (
    <article class={selected ? 'move picked' : 'move'}>
      {selected === null ? (
        <a class="move-head" href={`/customers/${move.customerId}`}>
          {head}
        </a>
      ) : (
        <label class="move-head">
          <input
            type="checkbox"
            checked={selected}
            aria-label={t('customers.review.selectOne', { name })}
            onChange={(event) => onSelect(event.currentTarget.checked)}
          />
          {head}
        </label>
      )}
      {say(move.why).map((text) => (
        <p key={text} class="small">
          {text}
        </p>
      ))}
      {move.up.length > 0 && <p class="small quiet">{say(move.up).join(locale() === 'en' ? '. ' : '；')}</p>}
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
