import './send-ways.css'
import { Copy, Mail, MessageCircleMore, MessageSquareText, Share2 } from 'lucide'
import type { ContactField } from '../../../worker/domain/audit.ts'
import { OPT_OUT, smsText } from '../../../worker/domain/consent.ts'
import { refusal } from '../../../worker/domain/contact-cap.ts'
import { explain } from '../../../worker/domain/explain.ts'
import type { CustomerRow, ShopRow } from '../../../worker/domain/rows.ts'
import { useAttempt } from '../../actions/attempt.ts'
import { reveal } from '../../actions/reveal.ts'
import { Button } from '../../components/Button.tsx'
import { Hint } from '../../components/ErrorNote.tsx'
import { locale, t } from '../../i18n/index.ts'
import { openApp } from '../customers/open-app.ts'
import type { Channel } from './channel.ts'
import { copyText } from './copy-text.ts'
import { BUYER_WORDS, mailHref, smsHref, wangwangName } from './send-ways.ts'

interface Props {
  message: string
  customer: CustomerRow
  shop: Pick<ShopRow, 'name' | 'locale' | 'currency' | 'timezone'>
  /** A way was taken: most likely the one it goes out by. */
  onUsed: (channel: Channel) => void
}

/** The message into another app, by whatever the phone and the customer have and nothing they said speaks against. */
export function SendWays({ message, customer, shop, onUsed }: Props) {
  const { subject } = BUYER_WORDS[shop.locale]
  const text = smsText(message, shop.locale)
  const sms = smsHref(customer.phone, text)
  const mail = mailHref(customer.email, subject(shop.name), message)
  const against = {
    chat: refusal(customer, 'chat'),
    sms: sms && refusal(customer, 'sms'),
    email: mail && refusal(customer, 'email'),
  }
  const whys = [against.chat, against.sms, against.email].flatMap((why) =>
    why ? explain(why, locale(), shop, shop.timezone) : [],
  )
  const nickname = wangwangName(customer)

  const { attempt } = useAttempt()
  /** The app it goes to shows the address. */
  const dial = (field: ContactField, channel: Channel, address: string) => {
    void attempt(() => reveal(customer.id, [field]))
    openApp(address)
    onUsed(channel)
  }
  const copy = async (channel: Channel, said: string) => {
    if (await copyText(message, said)) onUsed(channel)
  }
  const share = async () => {
    try {
      await navigator.share({ text: message })
      onUsed('share')
    } catch (error) {
      // The person closed the sheet; anything else can still be copied.
      if ((error as Error).name !== 'AbortError') await copy('copy', t('winBack.send.copied'))
    }
  }
  return (
    <>
      {/* biome-ignore lint/a11y/useSemanticElements: a fieldset would need a visible legend. */}
      <div class="send-ways" role="group" aria-label={t('winBack.send.ways')}>
        {nickname && !against.chat && (
          <Button
            small
            icon={MessageCircleMore}
            onClick={() => copy('wangwang', t('winBack.send.copiedFor', { nickname }))}
          >
            {t('winBack.send.wangwang')}
          </Button>
        )}
        {sms && !against.sms && (
          <Button small icon={MessageSquareText} onClick={() => dial('phone', 'sms', sms)}>
            {t('winBack.send.sms')}
          </Button>
        )}
        {mail && !against.email && (
          <Button small icon={Mail} onClick={() => dial('email', 'email', mail)}>
            {t('winBack.send.email')}
          </Button>
        )}
        {'share' in navigator && !against.chat && (
          <Button small icon={Share2} onClick={share}>
            {t('winBack.send.share')}
          </Button>
        )}
        {!against.chat && (
          <Button small icon={Copy} onClick={() => copy('copy', t('winBack.send.copied'))}>
            {t('winBack.send.copy')}
          </Button>
        )}
      </div>
      {sms && !against.sms && (
        <Hint>{t('winBack.send.optOut', { optOut: OPT_OUT[shop.locale], n: [...text].length })}</Hint>
      )}
      {[...new Set(whys)].map((why) => (
        <Hint key={why}>{why}</Hint>
      ))}
    </>
  )
}
