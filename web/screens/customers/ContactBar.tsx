import './reach-texts.ts'
import type { IconNode } from 'lucide'
import { Copy, NotebookPen, Phone, Share2 } from 'lucide'
import { useId } from 'preact/hooks'
import { CONSENT_CHANNELS } from '../../../worker/domain/consent.ts'
import { isExpress, refusal } from '../../../worker/domain/contact-cap.ts'
import type { CustomerRow } from '../../../worker/domain/rows.ts'
import { useAttempt } from '../../actions/attempt.ts'
import { knownContacts, reveal } from '../../actions/reveal.ts'
import { Hint } from '../../components/ErrorNote.tsx'
import { Icon } from '../../components/Icon.tsx'
import { toast } from '../../components/Toast.tsx'
import { WhyNot } from '../../components/WhyNot.tsx'
import { list } from '../../i18n/format.ts'
import { t } from '../../i18n/index.ts'
import { contactText, dialled } from './contact-text.ts'
import { openApp } from './open-app.ts'
import { useRole } from './use-role.ts'

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
  const mayAct = useRole('agent')
  const why = whyNot(customer, mayAct, tel, text)
  const id = useId()
  const off = why === null ? undefined : id
  return (
    <div class="stack-s">
      <div class="contact-bar">
        <Way icon={Phone} word={t('reach.call')} why={off} onClick={tel === null ? null : () => call(tel)} />
        <Way icon={Copy} word={t('reach.copy')} why={off} onClick={text === '' ? null : () => out(copy)} />
        <Way icon={Share2} word={t('reach.share')} why={off} onClick={text === '' ? null : () => out(share)} />
        {onNote && <Way icon={NotebookPen} word={t('reach.contact')} onClick={onNote} />}
      </div>
      {why !== null && <WhyNot id={id}>{t(`reach.whyNot.${why}`)}</WhyNot>}
      {said !== null && <Hint>{said}</Hint>}
    </div>
  )
}

/** Why not everything can be done with what is known of them; null where it can. */
function whyNot({ phone }: CustomerRow, mayAct: boolean, tel: string | null, text: string) {
  if (tel !== null) return null
  if (!mayAct) return 'viewer'
  if (text === '') return 'nothing'
  return phone === null ? 'noPhone' : 'undiallable'
}

/** What they said no to, in one sentence; null where they said nothing. When and how is told under 隐私. */
function againstWriting(customer: CustomerRow): string | null {
  if (customer.doNotContact === 1) return t('reach.notToContact')
  const ways = CONSENT_CHANNELS.filter((channel) => {
    const why = refusal(customer, channel)
    return why !== null && isExpress(why)
  })
  if (ways.length === 0) return null
  return t('reach.optedOut', { ways: list(ways.map((channel) => t(`reach.optedOutOf.${channel}`))) })
}

async function copy(text: string): Promise<void> {
  try {
    await navigator.clipboard.writeText(text)
    toast({ text: t('reach.copied') })
  } catch {
    toast({ text: t('reach.notCopied'), tone: 'danger' })
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
  /** Id of the sentence that says why there is not. */
  why?: string | undefined
}

const Way = ({ icon, word, onClick, why }: WayProps) => (
  <button
    class="way"
    type="button"
    disabled={!onClick}
    aria-describedby={onClick ? undefined : why}
    onClick={() => onClick?.()}
  >
    <Icon of={icon} size={22} />
    <span>{word}</span>
  </button>
)
