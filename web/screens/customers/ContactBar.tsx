import type { IconNode } from 'lucide'
import { Copy, NotebookPen, Phone, Share2 } from 'lucide'
import { CONSENT_CHANNELS } from '../../../worker/domain/consent.ts'
import { isExpress, refusal } from '../../../worker/domain/contact-cap.ts'
import type { CustomerRow } from '../../../worker/domain/rows.ts'
import { useAttempt } from '../../actions/attempt.ts'
import { knownContacts, reveal } from '../../actions/reveal.ts'
import { Hint } from '../../components/ErrorNote.tsx'
import { Icon } from '../../components/Icon.tsx'
import { toast } from '../../components/Toast.tsx'
import { list } from '../../i18n/format.ts'
import { t } from '../../i18n/index.ts'
import { contactText, dialled } from './contact-text.ts'
import { openApp } from './open-app.ts'

interface Props {
  customer: CustomerRow
  /** Null for who may only look. */
  onNote: (() => void) | null
}

/** Call, copy, share, and note that we were in touch; below it what they want no advertising by. */
export function ContactBar({ customer, onNote }: Props) {
  const tel = customer.phone === null ? null : dialled(customer.phone)
  const text = contactText(customer)
  const { attempt } = useAttempt()
  /** Whatever is done with it, somebody may read it there. A phone lets it out within the tap only. */
  const out = (way: (text: string) => Promise<void>) =>
    attempt(async () => {
      const noted = reveal(customer.id, knownContacts(customer))
      await way(text)
      await noted
    })
  const call = (address: string) => {
    void attempt(() => reveal(customer.id, ['phone']))
    openApp(address)
  }
  const said = againstWriting(customer)
  const bar = (
    <div class="contact-bar">
      <Way icon={Phone} word={t('customers.one.call')} onClick={tel === null ? null : () => call(tel)} />
      <Way icon={Copy} word={t('customers.one.copy')} onClick={text === '' ? null : () => out(copy)} />
      <Way icon={Share2} word={t('customers.one.share')} onClick={text === '' ? null : () => out(share)} />
      {onNote && <Way icon={NotebookPen} word={t('customers.one.contact')} onClick={onNote} />}
    </div>
  )
  if (said === null) return bar
  return (
    <div class="stack-s">
      {bar}
      <Hint>{said}</Hint>
    </div>
  )
}

/** What they said no to, in one sentence; null where they said nothing. When and how is told under 隐私. */
function againstWriting(customer: CustomerRow): string | null {
  if (customer.doNotContact === 1) return t('customers.one.notToContact')
  const ways = CONSENT_CHANNELS.filter((channel) => {
    const why = refusal(customer, channel)
    return why !== null && isExpress(why)
  })
  if (ways.length === 0) return null
  return t('customers.one.optedOut', { ways: list(ways.map((channel) => t(`customers.one.optedOutOf.${channel}`))) })
}

async function copy(text: string): Promise<void> {
  try {
    await navigator.clipboard.writeText(text)
    toast({ text: t('customers.one.copied') })
  } catch {
    toast({ text: t('customers.one.notCopied'), tone: 'danger' })
  }
}

/** The phone's own sheet of apps; copying where there is none. */
async function share(text: string): Promise<void> {
  if (!navigator.share) return copy(text)
  try {
    await navigator.share({ text })
  } catch (error) {
    // The person closed the sheet; anything else can still be copied.
    if ((error as Error).name !== 'AbortError') await copy(text)
  }
}

interface WayProps {
  icon: IconNode
  word: string
  /** Null where there is nothing to do it with. */
  onClick: (() => void) | null
}

const Way = ({ icon, word, onClick }: WayProps) => (
  <button class="way" type="button" disabled={!onClick} onClick={() => onClick?.()}>
    <Icon of={icon} size={22} />
    <span>{word}</span>
  </button>
)
