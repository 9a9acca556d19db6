import { useState } from 'preact/hooks'
import { MESSAGE_CHANNELS } from '../../../worker/domain/channels.ts'
import { refusal } from '../../../worker/domain/contact-cap.ts'
import { explain } from '../../../worker/domain/explain.ts'
import { useAttempt } from '../../actions/attempt.ts'
import { editMessage, markSent } from '../../actions/win-back.ts'
import { Button } from '../../components/Button.tsx'
import { Choices } from '../../components/Choices.tsx'
import { ErrorNote } from '../../components/ErrorNote.tsx'
import { TextArea } from '../../components/Field.tsx'
import { Section } from '../../components/Screen.tsx'
import { locale, t } from '../../i18n/index.ts'
import { useDraft } from '../../store/drafts.ts'
import type { Channel } from './channel.ts'
import { DropSheet } from './DropSheet.tsx'
import type { WithOffer } from './given.ts'
import { LONGEST, MessageHints } from './MessageFields.tsx'
import { SendWays } from './SendWays.tsx'
import { TermsFacts } from './TermsFacts.tsx'

interface Typed {
  message: string
  channel: Channel | null
}

/** An offer that is written: send it by any way, then say that it went out. */
export function DraftOffer({ offer, customer, shop, now, why, frame }: WithOffer) {
  const words = useDraft<Typed>(`win-back.words.${offer.id}`, { message: offer.message, channel: null })
  const { message, channel } = words.value
  const { busy, attempt } = useAttempt()
  const [dropping, setDropping] = useState(false)
  const [tried, setTried] = useState(false)
  const over = offer.validUntil <= now
  const refused = channel === null ? null : refusal(customer, channel)
  const changed = message.trim() !== '' && message.trim() !== offer.message

  const save = () => attempt(() => editMessage(offer, message), { text: t('common.said.saved') })
  const sent = () => {
    setTried(true)
    if (channel === null || refused || message.trim() === '') return
    attempt(
      async () => {
        if (changed) await editMessage(offer, message)
        await markSent(offer, channel)
        words.drop()
      },
      { text: t('winBack.send.sentSaid') },
    )
  }
  const dropButton = (
    <Button wide kind={over ? 'primary' : 'plain'} onClick={() => setDropping(true)}>
      {t('winBack.send.drop')}
    </Button>
  )
  return frame(
    <>
      {over && <ErrorNote tone="warn" title={t('winBack.send.ranOut')} />}
      <Section title={t('winBack.send.title')}>
        <div class="stack">
          <TermsFacts offer={offer} shop={shop} now={now} />
          <div class="stack-s">
            <TextArea
              label={t('winBack.message.label')}
              value={message}
              rows={6}
              maxLength={LONGEST}
              disabled={over}
              error={message.trim() === '' ? t('winBack.message.empty') : null}
              onInput={(text) => words.set({ message: text })}
            />
            <MessageHints message={message} code={offer.code} />
            {changed && !over && (
              <div>
                <Button small busy={busy} onClick={save}>
                  {t('winBack.send.saveWords')}
                </Button>
              </div>
            )}
          </div>
          {!over && (
            <>
              <SendWays
                message={message.trim()}
                customer={customer}
                shop={shop}
                onUsed={(used) => words.set({ channel: used })}
              />
              <Choices<Channel>
                label={t('winBack.send.channel')}
                value={channel}
                options={MESSAGE_CHANNELS.map((value) => ({ value, label: t(`winBack.channel.${value}`) }))}
                error={
                  refused
                    ? explain(refused, locale(), shop, shop.timezone)
                    : tried && channel === null
                      ? t('winBack.send.channelFirst')
                      : null
                }
                onChange={(chosen) => words.set({ channel: chosen })}
              />
            </>
          )}
        </div>
      </Section>
      {why}
      {dropping && (
        <DropSheet
          offerId={offer.id}
          reason={over ? 'expired' : null}
          onClose={() => setDropping(false)}
          onDropped={words.drop}
        />
      )}
    </>,
    <>
      {dropButton}
      {!over && (
        <Button kind="primary" wide busy={busy} onClick={sent}>
          {t('winBack.send.sent')}
        </Button>
      )}
    </>,
  )
}
