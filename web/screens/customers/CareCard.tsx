import { Copy, NotebookPen, RefreshCw } from 'lucide'
import { useState } from 'preact/hooks'
import { dueCare } from '../../../worker/domain/care.ts'
import { careDrafts } from '../../../worker/domain/care-messages.ts'
import { refusal } from '../../../worker/domain/contact-cap.ts'
import { explain } from '../../../worker/domain/explain.ts'
import type { CustomerRow, OrderRow, ShopRow } from '../../../worker/domain/rows.ts'
import { Button } from '../../components/Button.tsx'
import { Card } from '../../components/Card.tsx'
import { locale, t } from '../../i18n/index.ts'
import { copyText } from '../win-back/copy-text.ts'
import { lastProduct } from '../win-back/last-product.ts'
import { SendWays } from '../win-back/SendWays.tsx'

interface Props {
  customer: CustomerRow
  /** Null until they have been read. */
  orders: readonly OrderRow[] | null
  shop: ShopRow
  now: number
  /** Notes the contact; null for who may only look. */
  onNote: (() => void) | null
}

/** A friendly word is due: why, what one could say, and where to note that it was said. */
export function CareCard({ customer, orders, shop, now, onNote }: Props) {
  const [nth, setNth] = useState(0)
  const [due] = dueCare([customer], shop, now, 1)
  if (!due) return null
  const drafts = careDrafts({ customer, shop, locale: shop.locale, lastProduct: orders && lastProduct(orders) })
  const chat = refusal(customer, 'chat') === null
  const words = drafts[nth % drafts.length] ?? ''
  return (
    <Card
      title={t('customers.care.title')}
      footer={
        onNote && (
          <>
            <Button small icon={RefreshCw} onClick={() => setNth(nth + 1)}>
              {t('customers.care.another')}
            </Button>
            {chat && (
              <Button small icon={Copy} onClick={() => void copyText(words, t('customers.care.copied'))}>
                {t('customers.care.copy')}
              </Button>
            )}
            <Button small kind="primary" icon={NotebookPen} onClick={onNote}>
              {t('customers.care.note')}
            </Button>
          </>
        )
      }
    >
      <p class="small quiet">{explain(due.why, locale(), shop, shop.timezone)}</p>
      {onNote && (
        <p class="care-words" lang={shop.locale} aria-live="polite">
          {words}
        </p>
      )}
      {onNote && !chat && <SendWays message={words} customer={customer} shop={shop} onUsed={() => {}} />}
    </Card>
  )
}
