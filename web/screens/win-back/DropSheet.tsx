import { useState } from 'preact/hooks'
import { useAttempt } from '../../actions/attempt.ts'
import { type CancelReason, cancelDraft } from '../../actions/win-back.ts'
import { Button } from '../../components/Button.tsx'
import { Choices } from '../../components/Choices.tsx'
import { Sheet } from '../../components/Sheet.tsx'
import { t } from '../../i18n/index.ts'

const REASONS: readonly CancelReason[] = ['not-now', 'bought', 'mistake', 'other']

interface Props {
  offerId: string
  /** What it must be; null lets the person choose. */
  reason: CancelReason | null
  onClose: () => void
  onDropped: () => void
}

/** Puts a draft away, with the reason: it cannot be taken back. */
export function DropSheet({ offerId, reason: given, onClose, onDropped }: Props) {
  const [reason, setReason] = useState<CancelReason>(given ?? 'not-now')
  const { busy, attempt } = useAttempt()
  const reasons = given === null ? REASONS : [given]
  const drop = async () => {
    if (await attempt(() => cancelDraft(offerId, reason), { text: t('winBack.send.dropped') })) onDropped()
    onClose()
  }
  return (
    <Sheet
      open
      onClose={onClose}
      title={t('winBack.send.dropTitle')}
      action={
        <Button kind="danger" wide busy={busy} onClick={drop}>
          {t('winBack.send.drop')}
        </Button>
      }
    >
      <Choices<CancelReason>
        label={t('winBack.send.dropWhy')}
        stacked
        value={reason}
        options={reasons.map((value) => ({ value, label: t(`winBack.reason.${value}`) }))}
        onChange={setReason}
      />
    </Sheet>
  )
}
