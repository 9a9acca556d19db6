import { useState } from 'preact/hooks'
import type { CustomerRow, MoveRow } from '../../../worker/domain/rows.ts'
import { Button } from '../../components/Button.tsx'
import { Section } from '../../components/Screen.tsx'
import { count, money } from '../../i18n/format.ts'
import { t } from '../../i18n/index.ts'
import { MoveCard } from './MoveCard.tsx'
import { worthOf } from './review-groups.ts'
import type { Selection } from './use-selection.ts'

/** Cards drawn at first, and how many more each time they are asked for. */
const FIRST = 50
const MORE = 200

interface Props {
  title: string
  moves: readonly MoveRow[]
  customerOf: (move: MoveRow) => CustomerRow | undefined
  currency: string
  zone: string
  mayAct: boolean
  selection: Selection
  onPin: (move: MoveRow) => void
  leaving: (move: MoveRow) => () => void
}

/** Waiting moves of one direction, with what they are worth together. */
export function MoveGroup({ title, moves, customerOf, onPin, ...rest }: Props) {
  const [shown, setShown] = useState(FIRST)
  const { selection, currency } = rest
  if (moves.length === 0) return null
  const left = moves.length - shown
  const sum = t('reviewing.sum', { n: count(moves.length), money: money(worthOf(moves), currency) })
  return (
    <Section title={title} aside={<GroupAside text={sum} title={title} moves={moves} selection={selection} />}>
      <div class="moves">
        {moves.slice(0, shown).map((move) => (
          <MoveCard key={move.id} move={move} customer={customerOf(move)} onPin={() => onPin(move)} {...rest} />
        ))}
      </div>
      {left > 0 && (
        <Button kind="quiet" wide onClick={() => setShown(shown + MORE)}>
          {t('customers.review.more', { n: count(Math.min(MORE, left)) })}
        </Button>
      )}
    </Section>
  )
}

type AsideProps = { text: string; title: string; moves: readonly MoveRow[]; selection: Selection }

function GroupAside({ text, title, moves, selection }: AsideProps) {
  const picked = selection.picked.value
  if (picked === null) return <>{text}</>
  const all = moves.every(({ id }) => picked.has(id))
  const ids = moves.map(({ id }) => id)
  return (
    <label class="pick-group">
      <span>{text}</span>
      <input
        type="checkbox"
        checked={all}
        ref={(box) => {
          if (box) box.indeterminate = !all && moves.some(({ id }) => picked.has(id))
        }}
        aria-label={t('reviewing.selectGroup', { group: title })}
        onClick={(event) => selection.pickAll(ids, event.currentTarget.checked)}
      />
    </label>
  )
}
