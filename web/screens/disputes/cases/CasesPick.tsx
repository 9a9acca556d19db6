import { FileUp } from 'lucide'
import { useRef } from 'preact/hooks'
import { problem } from '../../../../worker/domain/import/problem.ts'
import { Button } from '../../../components/Button.tsx'
import { ErrorNote } from '../../../components/ErrorNote.tsx'
import { Screen, Section } from '../../../components/Screen.tsx'
import { locale, t } from '../../../i18n/index.ts'
import { BACK } from './since.ts'

/** Also by type: phones do not show a .csv saved by another app otherwise. */
const ACCEPT = '.csv,.tsv,.txt,text/csv,text/comma-separated-values,text/tab-separated-values,text/plain'

interface Props {
  /** The file chosen last went away before it was read. */
  unreadable: boolean
  /** Why the file chosen last is no table. */
  refusal: 'empty_file' | 'not_text' | 'is_workbook' | null
  onPick: (file: File) => void
}

export function CasesPick({ unreadable, refusal, onPick }: Props) {
  const input = useRef<HTMLInputElement>(null)
  return (
    <Screen
      title={t('intake.cases.title')}
      back={BACK}
      bare
      action={
        <Button kind="primary" wide icon={FileUp} onClick={() => input.current?.click()}>
          {t('intake.cases.pick')}
        </Button>
      }
    >
      <div class="import-page">
        {unreadable && <ErrorNote title={t('intake.cases.unreadable.what')} todo={t('intake.cases.unreadable.todo')} />}
        {refusal && <ErrorNote title={problem('', 0, refusal).text[locale() === 'en' ? 'en' : 'zh']} />}
        <div class="stack-s">
          <p>{t('intake.cases.intro')}</p>
          <p class="small quiet">{t('intake.cases.formats')}</p>
          <p class="small quiet">{t('intake.cases.offline')}</p>
        </div>
        <Section title={t('intake.cases.headers')}>
          <div class="stack-s">
            <p class="small">{t('intake.cases.refundHeaders')}</p>
            <p class="small">{t('intake.cases.reviewHeaders')}</p>
          </div>
        </Section>
        <input
          ref={input}
          type="file"
          hidden
          accept={ACCEPT}
          aria-label={t('intake.cases.pick')}
          onChange={(event) => {
            const file = event.currentTarget.files?.[0]
            if (file) onPick(file)
            event.currentTarget.value = ''
          }}
        />
      </div>
    </Screen>
  )
}
