import type { DisputeRow } from '../../../worker/domain/rows.ts'
import { Card } from '../../components/Card.tsx'
import { Facts } from '../../components/Row.tsx'
import { dateTime, money, span } from '../../i18n/format.ts'
import { t } from '../../i18n/index.ts'
import { useNow } from '../../store/now.ts'
import { useShop } from '../../store/shop.ts'
import { StepForm } from './StepForm.tsx'
import { marksLine } from './words.ts'

/** 已结案: how it ended, how long it took, what it cost and what was learnt. */
export function Closed({ dispute }: { dispute: DisputeRow }) {
  const { currency, timezone } = useShop()
  const now = useNow()
  const { openedAt, closedAt, loop, actualCost, lesson, satisfaction, outcome } = dispute
  return (
    <StepForm>
      <Card title={t(`disputes.closed.${outcome ?? 'satisfied'}`)}>
        <Facts
          items={[
            [t('disputes.event.rated'), satisfaction && marksLine(satisfaction)],
            [t('disputes.closed.when'), closedAt === null ? null : dateTime(closedAt, timezone, now)],
            [t('disputes.closed.took'), closedAt === null ? null : span(closedAt - openedAt)],
            [t('disputes.closed.cost'), actualCost === null ? null : money(actualCost, currency)],
            [t('disputes.closed.loops'), loop === 0 ? null : t('disputes.closed.loopsValue', { n: loop })],
            [t('disputes.closed.lesson'), lesson],
          ]}
        />
      </Card>
    </StepForm>
  )
}
