import { Copy, Download } from 'lucide'
import { useState } from 'preact/hooks'
import type { Problem } from '../../../worker/domain/import/problem.ts'
import { Button } from '../../components/Button.tsx'
import { Section } from '../../components/Screen.tsx'
import { toast } from '../../components/Toast.tsx'
import { count } from '../../i18n/format.ts'
import { locale, t } from '../../i18n/index.ts'
import { problemsCsv } from '../../import/problems-csv.ts'
import { saveCsv } from './save-file.ts'

const FEW = 5
/** More would make a phone slow and nobody wiser; the list to take away has them all. */
const MOST = 200

/** Rows that could not be read, with number and reason; nothing where all could. The whole list can be taken away. */
export function Problems({ problems: all }: { problems: readonly Problem[] }) {
  const problems = all.filter((one) => one.row > 0)
  const [open, setOpen] = useState(false)
  const language = locale() === 'en' ? 'en' : 'zh'
  const shown = problems.slice(0, open ? MOST : FEW)
  const several = new Set(problems.map((one) => one.file)).size > 1
  const csv = () => {
    const head = {
      file: t('import.problems.head.file'),
      row: t('import.problems.head.row'),
      reason: t('import.problems.head.reason'),
    }
    return problemsCsv(all, head, language)
  }
  const copy = async () => {
    await navigator.clipboard.writeText(csv())
    toast({ text: t('common.said.copied') })
  }
  if (problems.length === 0) return null
  return (
    <Section title={t('import.problems.title')} aside={t('import.problems.count', { n: count(problems.length) })}>
      <div class="stack-s">
        <p class="small quiet">{t('import.problems.skipped')}</p>
        <ul class="import-problems">
          {shown.map((one, i) => (
            <li key={i}>
              <span class="import-problem-row">
                {t('import.problems.row', { n: String(one.row) })}
                {several && <span class="quiet clip"> {one.file}</span>}
              </span>
              <span>
                {one.text[language]}
                {one.severity === 'warning' && <span class="quiet"> · {t('import.problems.warning')}</span>}
              </span>
            </li>
          ))}
        </ul>
        {open && problems.length > MOST && (
          <p class="small quiet">{t('import.problems.limited', { n: count(MOST) })}</p>
        )}
        <div class="line import-problem-acts">
          {!open && problems.length > FEW && (
            <Button small onClick={() => setOpen(true)}>
              {t('import.problems.all', { n: count(problems.length) })}
            </Button>
          )}
          <Button small kind="quiet" icon={Download} onClick={() => saveCsv(t('import.problems.fileName'), csv())}>
            {t('import.problems.download')}
          </Button>
          <Button small kind="quiet" icon={Copy} onClick={() => void copy()}>
            {t('common.do.copy')}
          </Button>
        </div>
      </div>
    </Section>
  )
}
