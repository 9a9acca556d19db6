import { useState } from 'preact/hooks'
import { isExpress, mayContact, CONTACT_PURPOSES as PURPOSES, refusal } from '../../../worker/domain/contact-cap.ts'
import { explain } from '../../../worker/domain/explain.ts'
import type { CustomerRow } from '../../../worker/domain/rows.ts'
import { useAttempt } from '../../actions/attempt.ts'
import { recordContact } from '../../actions/customers.ts'
import { Button } from '../../components/Button.tsx'
import { Choices } from '../../components/Choices.tsx'
import { ErrorNote, Hint } from '../../components/ErrorNote.tsx'
import { Sheet } from '../../components/Sheet.tsx'
import { locale, t } from '../../i18n/index.ts'
import { currentStore } from '../../store/current.ts'
import { useShop } from '../../store/shop.ts'
import { Refused } from '../win-back/Refused.tsx'

const CHANNELS = ['phone', 'wangwang', 'wechat', 'sms', 'email', 'share'] as const

/**
 * Notes that we wrote or called. What the contact cap says of it is shown and holds nothing up; by a channel they
 * refused nothing but a word about their own order can be noted.
 */
export function ContactSheet({ customer, onClose }: { customer: CustomerRow; onClose: () => void }) {
  const shop = useShop()
  const [channel, setChannel] = useState<(typeof CHANNELS)[number]>('phone')
  const [purpose, setPurpose] = useState<(typeof PURPOSES)[number]>('care')
  const { busy, attempt } = useAttempt()
  const refused = refusal(customer, channel, purpose)
  const stopped = refused !== null && isExpress(refused)
  const verdict = mayContact(customer, shop.settings, currentStore().now(), channel, purpose)
  const save = async () => {
    if (stopped) return
    const said = { text: t('customers.contact.saved') }
    if (await attempt(() => recordContact(customer.id, channel, purpose), said)) onClose()
  }
  return (
    <Sheet
      open
      onClose={onClose}
      title={t('customers.contact.title')}
      action={
        <Button kind="primary" wide busy={busy} disabled={stopped} onClick={save}>
          {t('customers.contact.save')}
        </Button>
      }
    >
      <div class="stack">
        {!verdict.ok && (
          <ErrorNote
            tone={stopped ? 'danger' : 'warn'}
            title={explain(verdict.reason, locale(), shop, shop.timezone)}
            todo={stopped ? t('customers.contact.otherWay') : undefined}
          />
        )}
        <Choices
          label={t('customers.contact.channel')}
          value={channel}
          options={CHANNELS.map((value) => ({ value, label: t(`winBack.channel.${value}`) }))}
          onChange={setChannel}
        />
        <Choices
          label={t('customers.contact.purpose')}
          value={purpose}
          options={PURPOSES.map((value) => ({ value, label: t(`customers.contact.purposes.${value}`) }))}
          onChange={setPurpose}
        />
        <Hint>{t('customers.contact.hint')}</Hint>
        {!stopped && <Refused customer={customer} channel={channel} onNoted={onClose} />}
      </div>
    </Sheet>
  )
}
