import { useRef, useState } from 'preact/hooks'
import { type KeyedDraft, type Locale, PLACEHOLDERS } from '../../../../worker/domain/drafts/draft.ts'
import { fromReadable, placeholdersIn, readable } from '../../../../worker/domain/drafts/own.ts'
import { MAX_TEMPLATE } from '../../../../worker/domain/mutations/template.ts'
import { platformRisks } from '../../../../worker/domain/platform-safe.ts'
import { Refusal } from '../../../../worker/domain/refusal.ts'
import { undoing, useAttempt } from '../../../actions/attempt.ts'
import { ownText, resetWording, saveWording } from '../../../actions/templates.ts'
import { Button } from '../../../components/Button.tsx'
import { Chip, Chips } from '../../../components/Chip.tsx'
import { ErrorNote } from '../../../components/ErrorNote.tsx'
import { TextArea } from '../../../components/Field.tsx'
import { Sheet } from '../../../components/Sheet.tsx'
import { list } from '../../../i18n/format.ts'
import { t } from '../../../i18n/index.ts'
import { placeholderNames } from './names.ts'

interface Props {
  standard: KeyedDraft
  locale: Locale
  /** The own wording when the sheet was opened; null for none. */
  own: string | null
  onClose: () => void
}

/** A run of digits may belong to the last buyer: an order, a phone. */
const DIGITS = /\d{4,}/
/** Paying for a review, in the two languages drafts are written in. */
const REVIEW = /好评|差评|追评|返现|五星|晒单|\breviews?\b|\bstars?\b|cash ?back/i

/** One draft in the shop's words. */
export function WordingSheet({ standard, locale, own: opened, onClose }: Props) {
  const names = placeholderNames()
  const { busy, attempt } = useAttempt()
  const [own, setOwn] = useState(opened)
  const [typed, setTyped] = useState(() => readable(opened ?? standard.text, names))
  const [tried, setTried] = useState(false)
  const [theirs, setTheirs] = useState<string | null>(null)
  const box = useRef<HTMLDivElement>(null)
  const text = fromReadable(typed, names).trim()
  const inside = placeholdersIn(text)
  const missing = placeholdersIn(standard.text).filter((name) => !inside.includes(name))
  const nameOf = (name: string) => names[name as keyof typeof names] ?? name
  const warnings = [
    ...platformRisks(text).map((risk) => t('intake.wording.risk', { what: t(`disputes.drafts.riskOf.${risk}`) })),
    ...(REVIEW.test(text) ? [t('intake.wording.review')] : []),
    ...(DIGITS.test(text) ? [t('intake.wording.digits')] : []),
    ...(missing.length > 0 ? [t('intake.wording.missing', { what: list(missing.map(nameOf)) })] : []),
  ]

  const insert = (name: string) => {
    const area = box.current?.querySelector('textarea')
    const at = area?.selectionStart ?? typed.length
    const to = area?.selectionEnd ?? typed.length
    const word = `{${nameOf(name)}}`
    setTyped(`${typed.slice(0, at)}${word}${typed.slice(to)}`)
    area?.focus()
  }
  const run = (said: 'saved' | 'wasReset', work: () => Promise<() => Promise<unknown>>) =>
    attempt(
      async () => {
        try {
          const back = await work()
          onClose()
          return back
        } catch (error) {
          // Somebody else's wording came in between: it is shown, and pressing again replaces it.
          if (error instanceof Refusal && error.code === 'conflict') {
            const now = ownText(standard.key, locale)
            setOwn(now)
            setTheirs(now ?? standard.text)
          }
          throw error
        }
      },
      (back) => ({ text: t(`intake.wording.${said}`), undo: undoing(back, t('common.said.undone')) }),
    )
  const save = () => {
    setTried(true)
    if (text === '') return
    const unchanged = text === (own ?? standard.text)
    if (unchanged) return onClose()
    // The standard draft word for word is no wording of one's own.
    if (text === standard.text && own !== null) return reset()
    void run('saved', () => saveWording(standard.key, locale, text, own))
  }
  const reset = () => {
    if (own !== null) void run('wasReset', () => resetWording(standard.key, locale, own))
  }
  return (
    <Sheet
      open
      onClose={onClose}
      title={t('intake.wording.edit')}
      action={
        <>
          {own !== null && (
            <Button busy={busy} onClick={reset}>
              {t('intake.wording.reset')}
            </Button>
          )}
          <Button kind="primary" busy={busy} onClick={save}>
            {t('intake.wording.save')}
          </Button>
        </>
      }
    >
      <div class="stack" ref={box}>
        {theirs !== null && (
          <ErrorNote
            tone="warn"
            title={t('intake.wording.conflict', { theirs: readable(theirs, names) })}
            todo={t('intake.wording.conflictTodo')}
          />
        )}
        <TextArea
          label={t('intake.wording.text')}
          hint={t('intake.wording.hint')}
          error={tried && text === '' ? t('intake.wording.blank') : null}
          value={typed}
          rows={6}
          maxLength={MAX_TEMPLATE}
          onInput={setTyped}
        />
        <Chips label={t('intake.wording.insert')}>
          {PLACEHOLDERS.map((name) => (
            <Chip key={name} onClick={() => insert(name)}>
              {nameOf(name)}
            </Chip>
          ))}
        </Chips>
        <ul class="wording-warnings small" aria-live="polite">
          {warnings.map((warning) => (
            <li key={warning}>{warning}</li>
          ))}
        </ul>
        {own !== null && (
          <div class="stack-s">
            <span class="field-label">{t('intake.wording.standard')}</span>
            <p class="small quiet">{readable(standard.text, names)}</p>
          </div>
        )}
      </div>
    </Sheet>
  )
}
