import './texts.ts'
import { Download, Trash2 } from 'lucide'
import { useState } from 'preact/hooks'
import { CONSENT_CHANNELS, HEARD_WAYS } from '../../../../worker/domain/consent.ts'
import type { Consent, ConsentChannel, CustomerRow } from '../../../../worker/domain/rows.ts'
import { undoing, useAttempt } from '../../../actions/attempt.ts'
import { noteConsent } from '../../../actions/customers.ts'
import { useRequest } from '../../../actions/request.ts'
import { Button } from '../../../components/Button.tsx'
import { ErrorNote, Hint } from '../../../components/ErrorNote.tsx'
import { Select } from '../../../components/Field.tsx'
import { Segmented } from '../../../components/Segmented.tsx'
import { day } from '../../../i18n/format.ts'
import { t } from '../../../i18n/index.ts'
import { useShop } from '../../../store/shop.ts'
import { EraseSheet } from './EraseSheet.tsx'

interface Props {
  customer: CustomerRow
  mayAct: boolean
  isOwner: boolean
}

/** What they agreed to, a copy for them, and being forgotten. */
export function Privacy({ customer, mayAct, isOwner }: Props) {
  const [erasing, setErasing] = useState(false)
  const [heard, setHeard] = useState<Heard>('chat')
  const { busy, error, request } = useRequest()
  const copy = () =>
    request(async () => {
      const { handCopy } = await import('./hand-copy.ts')
      await handCopy(customer.id)
    })
  return (
    <div class="stack">
      <div class="stack-s">
        <h3>{t('privacy.consent')}</h3>
        <Hint>{t('privacy.consentHint')}</Hint>
        {mayAct && (
          <Select
            label={t('privacy.heard')}
            value={heard}
            options={HEARD_WAYS.map((value) => ({ value, label: t(`privacy.how.${value}`) }))}
            hint={t('privacy.heardHint')}
            onChange={setHeard}
          />
        )}
        {CONSENT_CHANNELS.map((channel) => (
          <Channel key={channel} customer={customer} channel={channel} heard={mayAct ? heard : null} />
        ))}
      </div>
      {isOwner ? (
        <>
          <div class="stack-s">
            <p class="small quiet">{t('privacy.exportText')}</p>
            <div>
              <Button small icon={Download} busy={busy} onClick={copy}>
                {t('privacy.export')}
              </Button>
            </div>
            {error && <ErrorNote title={error.words.what} todo={error.words.todo} />}
          </div>
          <div class="stack-s">
            <p class="small quiet">{t('privacy.eraseText')}</p>
            <div>
              <Button small kind="danger" icon={Trash2} onClick={() => setErasing(true)}>
                {t('privacy.erase')}
              </Button>
            </div>
          </div>
        </>
      ) : (
        mayAct && <p class="small quiet">{t('privacy.eraseOwner')}</p>
      )}
      {erasing && <EraseSheet customer={customer} onClose={() => setErasing(false)} />}
    </div>
  )
}

type Heard = (typeof HEARD_WAYS)[number]
type Choice = Consent['answer'] | 'none'
const CHOICES: readonly Choice[] = ['yes', 'none', 'no']

interface ChannelProps {
  customer: CustomerRow
  channel: ConsentChannel
  /** How an answer came that is noted now; null for who may only look. */
  heard: Heard | null
}

function Channel({ customer, channel, heard }: ChannelProps) {
  const { attempt } = useAttempt()
  const { timezone } = useShop()
  const said = customer.consent[channel]
  const label = t(`privacy.channel.${channel}`)
  const choose = (choice: Choice) => {
    if (heard === null || choice === (said?.answer ?? 'none')) return
    void attempt(
      () => noteConsent(customer, channel, choice === 'none' ? null : choice, heard),
      (back) => ({
        text: t('privacy.noted', { channel: label, answer: t(`privacy.answer.${choice}`) }),
        undo: undoing(back, t('common.said.undone')),
      }),
    )
  }
  return (
    <div class="consent">
      {heard !== null ? (
        <Segmented
          label={label}
          value={said?.answer ?? 'none'}
          options={CHOICES.map((value) => ({ value, label: t(`privacy.answer.${value}`) }))}
          onChange={choose}
        />
      ) : (
        <p>
          {label} · {t(`privacy.answer.${said?.answer ?? 'none'}`)}
        </p>
      )}
      {said && (
        <p class="small quiet">
          {t('privacy.when', { day: day(said.at, timezone), how: t(`privacy.how.${said.how}`) })}
        </p>
      )}
    </div>
  )
}
