import type { IntakeMatch } from '../../../worker/domain/intake-match.ts'
import { List, Row } from '../../components/Row.tsx'
import { TierMark } from '../../components/TierMark.tsx'
import { t } from '../../i18n/index.ts'
import { useRow } from '../../store/hooks.ts'
import { callName } from '../../store/names.ts'

const SHOWN = 5

/** Several people it may be: the person picks. */
export function Candidates({
  matches,
  onPick,
}: {
  matches: readonly IntakeMatch[]
  onPick: (match: IntakeMatch) => void
}) {
  return (
    <div class="stack-s">
      <span class="field-label">{t('intake.match.several')}</span>
      <List inset label={t('intake.match.several')}>
        {matches.slice(0, SHOWN).map((match) => (
          <Candidate key={match.customerId} match={match} onPick={onPick} />
        ))}
      </List>
    </div>
  )
}

function Candidate({ match, onPick }: { match: IntakeMatch; onPick: (match: IntakeMatch) => void }) {
  const customer = useRow('customers', match.customerId)
  const tail = customer?.phone ? `…${customer.phone.slice(-4)}` : null
  return (
    <Row
      lead={<TierMark tier={customer?.tier ?? null} />}
      title={callName(customer)}
      sub={[t(`intake.match.by.${match.by}`), match.order?.summary, tail].filter(Boolean).join(' · ')}
      onClick={() => onPick(match)}
    />
  )
}
