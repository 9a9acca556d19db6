import type { CustomerRow, MoveRow } from '../../../worker/domain/rows.ts'
import { useAttempt } from '../../actions/attempt.ts'
import { undoMove } from '../../actions/tiers.ts'
import { Button } from '../../components/Button.tsx'
import { List, Row } from '../../components/Row.tsx'
import { Section } from '../../components/Screen.tsx'
import { ago } from '../../i18n/format.ts'
import { t } from '../../i18n/index.ts'
import { callName } from '../../store/names.ts'
import { decidedText } from './decided.ts'
import { FromTo, reviewWords } from './MoveCard.tsx'

interface Props {
  moves: readonly MoveRow[]
  customerOf: (move: MoveRow) => CustomerRow | undefined
  zone: string
  now: number
  mayAct: boolean
}

/** Moves in force, newest first, to be taken back. */
export function RecentMoves({ moves, customerOf, zone, now, mayAct }: Props) {
  return (
    <Section
      title={t('customers.review.recent')}
      aside={
        <a class="inline-link" href="/customers/tiers/history">
          {t('reviewing.history')}
        </a>
      }
    >
      {moves.length === 0 ? (
        <p class="small quiet">{t('reviewing.noneLately')}</p>
      ) : (
        <List inset label={t('customers.review.recent')}>
          {moves.map((move) => {
            const customer = customerOf(move)
            return (
              <Row
                key={move.id}
                lead={<FromTo move={move} />}
                href={`/customers/${move.customerId}`}
                title={callName(customer)}
                sub={`${decidedText(move)} · ${ago(move.decidedAt ?? move.at, { zone, now })}`}
                trail={mayAct && customer?.tier === move.to && <Undo move={move} name={callName(customer)} />}
              />
            )
          })}
        </List>
      )}
    </Section>
  )
}

function Undo({ move, name }: { move: MoveRow; name: string }) {
  const { busy, attempt } = useAttempt()
  return (
    <Button
      small
      kind="quiet"
      busy={busy}
      onClick={() => attempt(() => undoMove(move), { text: t('customers.review.undone') }, reviewWords())}
    >
      {t('customers.review.undo')}
      <span class="sr">{name}</span>
    </Button>
  )
}
