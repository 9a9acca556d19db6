import { useRef, useState } from 'preact/hooks'
import type { OfferRow, OrderRow } from '../../../worker/domain/rows.ts'
import { undoing, useAttempt } from '../../actions/attempt.ts'
import { cancelDraft, triggerWinBack } from '../../actions/win-back.ts'
import { Button } from '../../components/Button.tsx'
import { t } from '../../i18n/index.ts'
import type { Given } from './given.ts'
import { lastProduct } from './last-product.ts'
import { MessageFields } from './MessageFields.tsx'
import { OfferFields } from './OfferFields.tsx'
import { useOfferForm } from './use-offer-form.ts'

type Props = Given & { offers: readonly OfferRow[]; orders: readonly OrderRow[]; spent: number }

/** Terms and words of a new offer; one tap makes it. */
export function OfferMaker({ customer, shop, now, why, frame, offers, orders, spent }: Props) {
  const form = useOfferForm({ customer, shop, offers, spent, product: lastProduct(orders), now })
  const { busy, attempt } = useAttempt()
  const [tried, setTried] = useState(false)
  const fields = useRef<HTMLDivElement>(null)
  const ok = form.problems.length + form.against.length === 0 && form.message.trim() !== ''

  const make = () => {
    setTried(true)
    if (!ok) {
      // Once the marks are drawn.
      requestAnimationFrame(() => {
        const wrong = fields.current?.querySelector<HTMLElement>('[aria-invalid="true"], [role="alert"]')
        wrong?.scrollIntoView({ block: 'center' })
        wrong?.focus({ preventScroll: true })
      })
      return
    }
    const { terms, message, typed } = form
    attempt(
      async () => {
        const offerId = await triggerWinBack(customer.id, { ...terms, code: typed.code, message })
        form.drop()
        return offerId
      },
      (offerId) => ({
        text: t('winBack.triggered'),
        undo: undoing(() => cancelDraft(offerId, 'mistake'), t('common.said.undone')),
      }),
    )
  }
  return frame(
    <>
      {why}
      <div ref={fields} class="stack">
        <OfferFields form={form} shop={shop} spent={spent} now={now} tried={tried} />
        <MessageFields form={form} tried={tried} />
      </div>
    </>,
    <Button kind="primary" wide busy={busy} onClick={make}>
      {t('winBack.trigger')}
    </Button>,
  )
}
