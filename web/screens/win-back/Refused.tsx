import { BellOff } from 'lucide'
import { consentChannelOf } from '../../../worker/domain/consent.ts'
import type { CustomerRow } from '../../../worker/domain/rows.ts'
import { undoing, useAttempt } from '../../actions/attempt.ts'
import { noteConsent } from '../../actions/customers.ts'
import { Button } from '../../components/Button.tsx'
import { t } from '../../i18n/index.ts'
import { channelName } from './channel.ts'

interface Props {
  customer: CustomerRow
  /** By which we wrote. */
  channel: string
  onNoted?: (() => void) | undefined
}

/** They answered that they want no more of it. Their reply reaches nobody but this phone's owner: one tap keeps it. */
export function Refused({ customer, channel, onNoted }: Props) {
  const { busy, attempt } = useAttempt()
  const kind = consentChannelOf(channel)
  if (customer.consent[kind]?.answer === 'no') {
    return <p class="small quiet">{t('winBack.refused.already', { channel: channelName(channel) })}</p>
  }
  const note = async () => {
    const done = await attempt(
      () => noteConsent(customer, kind, 'no', 'reply'),
      (back) => ({
        text: t('winBack.refused.said', { channel: channelName(channel) }),
        undo: undoing(back, t('common.said.undone')),
      }),
    )
    if (done) onNoted?.()
  }
  return (
    <div>
      <Button small icon={BellOff} busy={busy} onClick={note}>
        {t('winBack.refused.do')}
      </Button>
    </div>
  )
}
