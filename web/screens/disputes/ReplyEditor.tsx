import { Copy, Share2 } from 'lucide'
import { platformRisks } from '../../../worker/domain/platform-safe.ts'
import { Button } from '../../components/Button.tsx'
import { TextArea } from '../../components/Field.tsx'
import { toast } from '../../components/Toast.tsx'
import { list } from '../../i18n/format.ts'
import { t } from '../../i18n/index.ts'
import { canShare, copyText, shareText } from './share.ts'
import { isPoliced } from './words.ts'

interface Props {
  label: string
  hint: string
  error?: string | null | undefined
  value: string
  onInput: (text: string) => void
  /** Ready-made texts, best first. */
  drafts: readonly string[]
  /** Where the text will go: marketplaces punish links and numbers in their chats. */
  channel: string
}

/** Words for the buyer: a draft to begin with, edited, copied or shared to the app where the buyer is. */
export function ReplyEditor({ label, hint, error, value, onInput, drafts, channel }: Props) {
  const risks = isPoliced(channel) ? platformRisks(value) : []
  const written = value.trim() !== '' && !drafts.includes(value)
  const use = (text: string) => {
    onInput(text)
    if (written) toast({ text: t('disputes.drafts.replaced'), undo: () => onInput(value) })
  }
  return (
    <div class="stack-s">
      {drafts.length > 0 && (
        <ul class="drafts" aria-label={t('disputes.drafts.title')}>
          {drafts.map((text) => (
            <li key={text}>
              <button type="button" class="draft" aria-pressed={text === value} onClick={() => use(text)}>
                <span>{text}</span>
              </button>
            </li>
          ))}
        </ul>
      )}
      <TextArea label={label} hint={hint} error={error} value={value} rows={4} maxLength={4000} onInput={onInput} />
      <p class="small risk" aria-live="polite">
        {risks.length > 0 &&
          t('disputes.drafts.risk', { what: list(risks.map((risk) => t(`disputes.drafts.riskOf.${risk}`))) })}
      </p>
      <div class="line">
        <Button small icon={Copy} disabled={value.trim() === ''} onClick={() => copyText(value)}>
          {t('disputes.drafts.copy')}
        </Button>
        {canShare() && (
          <Button small icon={Share2} disabled={value.trim() === ''} onClick={() => shareText(value)}>
            {t('disputes.drafts.share')}
          </Button>
        )}
      </div>
    </div>
  )
}
