import { useState } from 'preact/hooks'
import { REMEDY_KINDS } from '../../../worker/domain/causes.ts'
import { askedOf, leftOfLimit, remedyCost } from '../../../worker/domain/dispute-terms.ts'
import type { DisputeRow, Remedy, RemedyKind } from '../../../worker/domain/rows.ts'
import { type Proposal, resolve } from '../../actions/disputes.ts'
import { Button } from '../../components/Button.tsx'
import { Choices } from '../../components/Choices.tsx'
import { DateField } from '../../components/DateField.tsx'
import { Hint } from '../../components/ErrorNote.tsx'
import { MoneyField } from '../../components/MoneyField.tsx'
import { toast } from '../../components/Toast.tsx'
import { money } from '../../i18n/format.ts'
import { t } from '../../i18n/index.ts'
import { useDraft } from '../../store/drafts.ts'
import { useMe } from '../../store/me.ts'
import { useNow } from '../../store/now.ts'
import { useShop } from '../../store/shop.ts'
import { Awaiting } from './Awaiting.tsx'
import { stepDraft } from './draft-names.ts'
import { Resolved } from './Folded.tsx'
import { useHeldOrders } from './held-orders.ts'
import { ReplyEditor } from './ReplyEditor.tsx'
import { Spent } from './Spent.tsx'
import { StepForm } from './StepForm.tsx'
import { Failed, focusFirstError, useSubmit } from './submit.tsx'
import { useDrafts } from './use-drafts.ts'

/** A remedy as it stands on the form, its cost perhaps not typed yet. */
interface Typed {
  kind: RemedyKind
  /** Absent: a full refund nobody has put a sum to, which is what was paid for the order. */
  cost?: number | null
  promisedAt: number | null
  note: string | null
}

interface Form {
  remedies: Typed[]
  told: string
  /** The proposal that stood on screen when the form was first touched. */
  was: Proposal
}

/** Words cost nothing and are said at once. */
const WORDS_ONLY: readonly RemedyKind[] = ['explanation', 'apology']

/** 解决: what will be done by when, at what cost, and what the buyer was told. */
export function Resolve({ dispute }: { dispute: DisputeRow }) {
  const [changing, setChanging] = useState(false)
  const draft = useDraft<Form>(stepDraft(dispute, 'resolve'), {
    remedies: dispute.remedies,
    told: dispute.told ?? '',
    was: { remedies: dispute.remedies, told: dispute.told },
  })
  return dispute.approval === 'needed' && !changing && !draft.touched ? (
    <Waiting dispute={dispute} onChange={() => setChanging(true)} />
  ) : (
    <ResolveForm
      dispute={dispute}
      draft={draft}
      onLeave={dispute.approval === 'needed' ? () => setChanging(false) : null}
    />
  )
}

interface WaitingProps {
  dispute: DisputeRow
  onChange: () => void
}

/** Above the limit: what was proposed, and the owner's word. */
function Waiting({ dispute, onChange }: WaitingProps) {
  const owner = useMe().role === 'owner'
  return (
    <Awaiting
      dispute={dispute}
      asked={askedOf(dispute)}
      text={t(owner ? 'disputes.resolve.waitingOwner' : 'disputes.resolve.waitingText')}
      changeLabel={t('disputes.resolve.change')}
      approved={t('disputes.resolve.approved')}
      onChange={onChange}
    >
      <Resolved dispute={dispute} asked />
    </Awaiting>
  )
}

interface FormProps {
  dispute: DisputeRow
  draft: ReturnType<typeof useDraft<Form>>
  /** Back to the proposal as it stands; null where there is none yet. */
  onLeave: (() => void) | null
}

function ResolveForm({ dispute, draft, onLeave }: FormProps) {
  const shop = useShop()
  const owner = useMe().role === 'owner'
  const orders = useHeldOrders(dispute.orderId === null ? null : dispute.customerId)
  const [tried, setTried] = useState(false)
  const submit = useSubmit(draft.value)
  const { told, was } = draft.value
  const order = orders?.find(({ id }) => id === dispute.orderId)
  const paid = order ? Math.max(0, order.total - order.refunded) : null
  const remedies = draft.value.remedies.map(({ cost = paid, ...remedy }) => ({ ...remedy, cost }))
  const known: Remedy[] = remedies.map((remedy) => ({ ...remedy, cost: remedy.cost ?? 0 }))
  const drafts = useDrafts(dispute, known)
  const total = remedyCost(known)
  const limit = leftOfLimit(dispute, shop.settings.disputes.approvalLimit)
  const waits = total > limit && !owner

  // The proposal that was on screen travels with the first thing typed.
  const set = (typed: Partial<Form>) => draft.set({ was, ...typed })
  const choose = (kinds: RemedyKind[]) => {
    const begin = (kind: RemedyKind): Typed => {
      const empty = { kind, promisedAt: null, note: null }
      return kind === 'refund' ? empty : { ...empty, cost: WORDS_ONLY.includes(kind) ? 0 : null }
    }
    set({ remedies: kinds.map((kind) => draft.value.remedies.find((one) => one.kind === kind) ?? begin(kind)) })
  }
  const change = (kind: RemedyKind, typed: Partial<Typed>) =>
    set({ remedies: draft.value.remedies.map((one) => (one.kind === kind ? { ...one, ...typed } : one)) })

  const save = () => {
    setTried(true)
    if (remedies.some(({ cost }) => cost === null)) {
      requestAnimationFrame(focusFirstError)
      return
    }
    submit.run(
      () => resolve(dispute, known, told, was),
      () => {
        draft.drop()
        onLeave?.()
        toast({ text: t(waits ? 'disputes.resolve.asked' : 'disputes.resolve.saved') })
      },
    )
  }

  return (
    <StepForm
      action={
        <Button wide kind="primary" busy={submit.busy} onClick={save}>
          {t(waits ? 'disputes.resolve.ask' : 'disputes.resolve.save')}
        </Button>
      }
    >
      <Choices
        multiple
        label={t('disputes.resolve.remedies')}
        hint={t('disputes.resolve.remediesHint')}
        error={submit.errorOf('remedies')}
        value={remedies.map(({ kind }) => kind)}
        options={REMEDY_KINDS.map((value) => ({ value, label: t(`disputes.remedy.${value}`) }))}
        onChange={choose}
      />
      {remedies
        .filter(({ kind }) => !WORDS_ONLY.includes(kind))
        .map((remedy) => (
          <RemedyFields
            key={remedy.kind}
            remedy={remedy}
            missing={tried && remedy.cost === null}
            dateError={submit.errorOf('promisedAt')}
            onChange={(typed) => change(remedy.kind, typed)}
          />
        ))}
      {remedies.length > 0 && (
        <div class="total" aria-live="polite">
          <p class="line spread">
            <span>{t('disputes.resolve.total')}</span>
            <b class="total-sum">{money(total, shop.currency)}</b>
          </p>
          <p class={total > limit ? 'small above' : 'small quiet'}>
            {t(
              total <= limit
                ? 'disputes.resolve.within'
                : owner
                  ? 'disputes.resolve.aboveOwner'
                  : 'disputes.resolve.above',
              { limit: money(limit, shop.currency) },
            )}
          </p>
          <Spent dispute={dispute} />
        </div>
      )}
      {dispute.responsibility === 'buyer' && <Hint>{t('disputes.resolve.toldBuyer')}</Hint>}
      <ReplyEditor
        label={t('disputes.resolve.told')}
        hint={t('disputes.resolve.toldHint')}
        error={submit.errorOf('told')}
        value={told}
        onInput={(value) => set({ told: value })}
        drafts={drafts}
        channel={dispute.channel}
      />
      {onLeave && (
        <Button
          kind="quiet"
          onClick={() => {
            draft.drop()
            onLeave()
          }}
        >
          {t('disputes.resolve.keep')}
        </Button>
      )}
      <Failed failed={submit.failed} />
    </StepForm>
  )
}

interface RemedyProps {
  remedy: Typed & { cost: number | null }
  missing: boolean
  dateError: string | null
  onChange: (typed: Partial<Typed>) => void
}

function RemedyFields({ remedy, missing, dateError, onChange }: RemedyProps) {
  const { currency, timezone } = useShop()
  const now = useNow()
  const name = t(`disputes.remedy.${remedy.kind}`)
  return (
    <div class="remedy">
      <MoneyField
        label={t('disputes.resolve.cost', { remedy: name })}
        value={remedy.cost}
        currency={currency}
        error={missing ? t('disputes.resolve.needCost') : null}
        onChange={(cost) => onChange({ cost })}
      />
      <DateField
        label={t('disputes.resolve.date', { remedy: name })}
        hint={t('disputes.resolve.dateHint')}
        error={remedy.promisedAt === null ? null : dateError}
        value={remedy.promisedAt}
        zone={timezone}
        min={now}
        onChange={(promisedAt) => onChange({ promisedAt })}
      />
    </div>
  )
}
