import { BookmarkPlus, Copy, Share2 } from 'lucide'
import { useState } from 'preact/hooks'
import { basedOn } from '../../../worker/domain/drafts/own.ts'
import { MAX_TEMPLATE } from '../../../worker/domain/mutations/template.ts'
import { platformRisks } from '../../../worker/domain/platform-safe.ts'
import { undoing, useAttempt } from '../../actions/attempt.ts'
import { ownText, saveWording } from '../../actions/templates.ts'
import { Button } from '../../components/Button.tsx'
import { Chip } from '../../components/Chip.tsx'
import { TextArea } from '../../components/Field.tsx'
import { toast } from '../../components/Toast.tsx'
import { list } from '../../i18n/format.ts'
import { t } from '../../i18n/index.ts'
import { canShare, copyText, shareText } from './share.ts'
import type { ReplyDraft } from './use-drafts.ts'
import { isPoliced } from './words.ts'

interface Props {
  label: string
  hint: string
  error?: string | null | undefined
  value: string
  onInput: (text: string) => void
  /** Ready-made texts, best first. */
  drafts: readonly ReplyDraft[]
  /** Where the text will go: marketplaces punish links and numbers in their chats. */
  channel: string
}

/** Words for the buyer: a draft to begin with, edited, copied or shared to the app where the buyer is. */
export function ReplyEditor({ label, hint, error, value, onInput, drafts, channel }: Props) {
  /** Key of the draft tapped last: what is typed now was made from it. */
  const [begun, setBegun] = useState<string | null>(null)
  const risks = isPoliced(channel) ? platformRisks(value) : []
  const blank = value.trim() === ''
  const written = !blank && !drafts.some(({ text }) => text === value)
  const base = written ? (drafts.find(({ key }) => key === begun) ?? basedOn(value, drafts)) : null
  const use = (draft: ReplyDraft) => {
    const before = begun
    setBegun(draft.key)
    onInput(draft.text)
    if (!written) return
    const undo = () => {
      setBegun(before)
      onInput(value)
    }
    toast({ text: t('disputes.drafts.replaced'), undo })
  }
  return (
    <div class="stack-s">
      {drafts.length > 0 && (
        <ul class="drafts" aria-label={t('disputes.drafts.title')}>
          {drafts.map((draft) => (
            <li key={draft.key}>
              <button type="button" class="draft" aria-pressed={draft.text === value} onClick={() => use(draft)}>
                {draft.own && <Chip tone="accent">{t('intake.wording.own')}</Chip>}
                <span>{draft.text}</span>
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
      <div class="line reply-ways">
        <Button small icon={Copy} disabled={blank} onClick={() => copyText(value)}>
          {t('disputes.drafts.copy')}
        </Button>
        {canShare() && (
          <Button small icon={Share2} disabled={blank} onClick={() => shareText(value)}>
            {t('disputes.drafts.share')}
          </Button>
        )}
        {base && <KeepWording base={base} edited={value} />}
        {drafts.length > 0 && (
          <Button small kind="quiet" href="/disputes/wording">
            {t('intake.wording.all')}
          </Button>
        )}
      </div>
    </div>
  )
}

/** Makes an edited draft the shop's own from now on. */
function KeepWording({ base, edited }: { base: ReplyDraft; edited: string }) {
  const { busy, attempt } = useAttempt()
  const text = base.wordingOf(edited)
  const was = ownText(base.key, base.locale)
  if (text === '' || text === was || text.length > MAX_TEMPLATE) return null
  const keep = () =>
    attempt(
      () => saveWording(base.key, base.locale, text, was),
      (back) => ({ text: t('intake.wording.kept'), undo: undoing(back, t('common.said.undone')) }),
    )
  return (
    <Button small icon={BookmarkPlus} busy={busy} onClick={() => void keep()}>
      {t('intake.wording.keep')}
    </Button>
  )
}
