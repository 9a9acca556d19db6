import { problem } from '../../../../worker/domain/import/problem.ts'
import { ErrorNote } from '../../../components/ErrorNote.tsx'
import { Screen, Section } from '../../../components/Screen.tsx'
import { locale, t } from '../../../i18n/index.ts'
import type { TableRefusal } from '../../../import/open-rows.ts'
import { PickTable } from '../../import/PickTable.tsx'
import { BACK } from './since.ts'

interface Props {
  /** The file chosen last went away before it was read. */
  unreadable: boolean
  /** Why the file chosen last is no table. */
  refusal: TableRefusal | null
  onPick: (file: File) => void
}

export function CasesPick({ unreadable, refusal, onPick }: Props) {
  return (
    <Screen
      title={t('intake.cases.title')}
      back={BACK}
      bare
      action={<PickTable label={t('intake.cases.pick')} onPick={onPick} />}
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
      </div>
    </Screen>
  )
}
