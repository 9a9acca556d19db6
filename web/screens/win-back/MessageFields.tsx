import { platformRisks } from '../../../worker/domain/platform-safe.ts'
import { Hint } from '../../components/ErrorNote.tsx'
import { TextArea } from '../../components/Field.tsx'
import { Section } from '../../components/Screen.tsx'
import { Segmented } from '../../components/Segmented.tsx'
import { t } from '../../i18n/index.ts'
import type { OfferForm, Wording } from './use-offer-form.ts'

/** Most characters a message has. */
export const LONGEST = 1000

/** Lines of advice on a message that is going out. */
export function MessageHints({ message, code }: { message: string; code: string }) {
  return (
    <>
      {message.trim() !== '' && !message.includes(code) && <Hint>{t('winBack.message.noCode', { code })}</Hint>}
      {platformRisks(message).map((risk) => (
        <Hint key={risk}>{t(`winBack.message.risk.${risk}`)}</Hint>
      ))}
    </>
  )
}

/** What to say: three drafts, or one's own words begun from one of them. */
export function MessageFields({ form, tried }: { form: OfferForm; tried: boolean }) {
  const { typed, set, message } = form
  const drafts = (['0', '1', '2'] as const).map((value) => ({
    value: value as string,
    label: t('winBack.message.variant', { n: Number(value) + 1 }),
  }))
  const options = typed.own === null ? drafts : [...drafts, { value: 'own', label: t('winBack.message.own') }]
  return (
    <Section title={t('winBack.message.title')}>
      <div class="stack-s">
        <Segmented
          label={t('winBack.message.which')}
          hideLabel
          value={String(typed.wording)}
          options={options}
          onChange={(value) => set({ wording: value === 'own' ? 'own' : (Number(value) as Wording) })}
        />
        <TextArea
          label={t('winBack.message.label')}
          value={message}
          rows={6}
          maxLength={LONGEST}
          hint={t('winBack.message.hint')}
          error={tried && message.trim() === '' ? t('winBack.message.empty') : null}
          onInput={(own) => set({ own })}
        />
        {form.stale && <Hint>{t('winBack.message.stale')}</Hint>}
        <MessageHints message={message} code={typed.code} />
      </div>
    </Section>
  )
}
