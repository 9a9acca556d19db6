import type { CustomerRow, MoveRow } from '../../../worker/domain/rows.ts'
import { useAttempt } from '../../actions/attempt.ts'
import { Button } from '../../components/Button.tsx'
import { Card } from '../../components/Card.tsx'
import { refusalText } from '../../i18n/errors.ts'
import { count } from '../../i18n/format.ts'
import { t } from '../../i18n/index.ts'
import { currentStore } from '../../store/current.ts'
import type { Rejection } from '../../store/database.ts'
import { callName } from '../../store/names.ts'
import { decidedText } from './decided.ts'

/** Named at once; the others are counted. */
const NAMED = 5

const DECISIONS = ['tier.accept', 'tier.dismiss', 'tier.undo']
interface Args {
  moveId?: string
  customerId?: string
}

/** Decisions made here that the server did not take: somebody else was first, or the tier is held by now. */
export function OvertakenNote() {
  const store = currentStore()
  const { busy, attempt } = useAttempt()
  const refused = store.view.rejections.value.filter(({ name }) => DECISIONS.includes(name))
  if (refused.length === 0) return null
  const dismiss = () => Promise.all(refused.map(({ id }) => store.dismissRejection(id)))
  const rest = refused.length - NAMED
  return (
    <Card
      tone="warn"
      title={t('reviewing.overtakenTitle', { n: count(refused.length) })}
      footer={
        <Button busy={busy} onClick={() => attempt(dismiss)}>
          {t('reviewing.overtakenOk')}
        </Button>
      }
    >
      <ul class="small overtaken">
        {refused.slice(0, NAMED).map((rejection) => (
          <li key={rejection.id}>{whatNow(rejection)}</li>
        ))}
        {rest > 0 && <li>{t('reviewing.overtakenRest', { n: count(rest) })}</li>}
      </ul>
      <p class="small quiet">{t('reviewing.overtakenText')}</p>
    </Card>
  )
}

/** `小鹿：阿青同意的，A → B` */
function whatNow({ args, code }: Rejection): string {
  const { view } = currentStore()
  const { moveId, customerId } = args as Args
  const move: MoveRow | undefined = moveId ? view.get('moves', moveId) : undefined
  const customer: CustomerRow | undefined = view.get('customers', customerId ?? move?.customerId ?? '')
  const name = callName(customer)
  // What was decided comes with the next pull, a moment later.
  if (code === 'already_decided' && move && move.status !== 'proposed') {
    const tiers = move.status === 'applied' ? t('reviewing.tiers', { from: move.from ?? '–', to: move.to }) : ''
    return t('reviewing.line', {
      name,
      what: [decidedText(move), tiers].filter(Boolean).join(t('reviewing.comma')),
    })
  }
  if (code === 'not_eligible') return t('reviewing.line', { name, what: t('customers.review.notEligible.what') })
  if (code === 'conflict' && customer?.tier)
    return t('reviewing.line', { name, what: t('reviewing.isNow', { tier: customer.tier }) })
  return t('reviewing.line', { name, what: refusalText(code).what })
}
