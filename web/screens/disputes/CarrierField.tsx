import { useState } from 'preact/hooks'
import { CARRIERS } from '../../../worker/domain/channels.ts'
import type { DisputeRow } from '../../../worker/domain/rows.ts'
import { useAttempt } from '../../actions/attempt.ts'
import { noteCarrier } from '../../actions/learning.ts'
import { Button } from '../../components/Button.tsx'
import { Chip, Chips } from '../../components/Chip.tsx'
import { Field } from '../../components/Field.tsx'
import { t } from '../../i18n/index.ts'
import { currentStore } from '../../store/current.ts'
import { carrierName } from './learning/carriers.ts'

/** Offered before those nobody here has used. */
const USED = 6

/** Who carried the parcel: one tap among those used before and the usual ones, kept at once. */
export function CarrierField({ dispute }: { dispute: DisputeRow }) {
  const { carrier } = dispute
  // As they stood at first: what is tapped does not move away.
  const [first] = useState(() => [...(carrier === null ? [] : [carrier]), ...usedCarriers()])
  const [other, setOther] = useState<string | null>(null)
  const { busy, attempt } = useAttempt()
  const note = async (next: string | null) => {
    const done = await attempt(() => noteCarrier(dispute, next), { text: t('learning.carrier.saved') })
    if (done) setOther(null)
  }
  const offered = [...new Set([...first, ...CARRIERS, ...(carrier === null ? [] : [carrier])])]
  return (
    <div class="stack-s">
      <span class="field-label">{t('learning.carrier.label')}</span>
      <Chips label={t('learning.carrier.label')}>
        {offered.map((each) => (
          <Chip key={each} pressed={each === carrier} onClick={() => note(each === carrier ? null : each)}>
            {carrierName(each)}
          </Chip>
        ))}
        <Chip pressed={other !== null} onClick={() => setOther(other === null ? '' : null)}>
          {t('learning.carrier.other')}
        </Chip>
      </Chips>
      {other !== null && (
        <>
          <Field label={t('learning.carrier.otherLabel')} value={other} maxLength={40} onInput={setOther} />
          <Button small busy={busy} disabled={other.trim() === ''} onClick={() => note(other.trim())}>
            {t('learning.carrier.save')}
          </Button>
        </>
      )}
      {carrier === null && <p class="field-help">{t('learning.carrier.hint')}</p>}
    </div>
  )
}

/** Carriers of this shop's cases, most used first. */
function usedCarriers(): string[] {
  const times = new Map<string, number>()
  for (const { carrier } of currentStore().view.list('disputes').peek()) {
    if (carrier !== null) times.set(carrier, (times.get(carrier) ?? 0) + 1)
  }
  return [...times]
    .sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1))
    .slice(0, USED)
    .map(([name]) => name)
}
