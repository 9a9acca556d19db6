import type { ComponentChildren } from 'preact'
import { awaitedCost } from '../../../worker/domain/dispute-terms.ts'
import type { DisputeRow } from '../../../worker/domain/rows.ts'
import { approve } from '../../actions/disputes.ts'
import { Button } from '../../components/Button.tsx'
import { toast } from '../../components/Toast.tsx'
import { money } from '../../i18n/format.ts'
import { t } from '../../i18n/index.ts'
import { useMe } from '../../store/me.ts'
import { useShop } from '../../store/shop.ts'
import { Spent } from './Spent.tsx'
import { StepForm } from './StepForm.tsx'
import { Failed, useSubmit } from './submit.tsx'

interface Props {
  dispute: DisputeRow
  /** What the owner is asked to agree to: again with them once it is another. */
  asked: unknown
  text: string
  changeLabel: string
  approved: string
  onChange: () => void
  /** What was proposed or written down. */
  children: ComponentChildren
}

/** Above the limit: it waits for the owner's word. */
export function Awaiting({ dispute, asked, text, changeLabel, approved, onChange, children }: Props) {
  const { currency } = useShop()
  const owner = useMe().role === 'owner'
  const submit = useSubmit(asked)
  const agree = () =>
    submit.run(
      () => approve(dispute),
      () => toast({ text: approved }),
    )
  const change = (
    <Button wide onClick={onChange}>
      {changeLabel}
    </Button>
  )
  const action = owner ? (
    <Button wide kind="primary" busy={submit.busy} onClick={agree}>
      {t('disputes.resolve.approve', { cost: money(awaitedCost(dispute), currency) })}
    </Button>
  ) : (
    change
  )
  return (
    <StepForm action={action}>
      <div class="card warn">
        <div class="card-in stack-s">
          <h3>{t('disputes.resolve.waiting')}</h3>
          <p class="small">{text}</p>
          {children}
          <Spent dispute={dispute} />
        </div>
      </div>
      {owner && change}
      <Failed failed={submit.failed} />
    </StepForm>
  )
}
