import { FileSpreadsheet, FileUp, FileX } from 'lucide'
import type { ImportPreview } from '../../../worker/domain/wire.ts'
import { Button, IconButton } from '../../components/Button.tsx'
import { Chip } from '../../components/Chip.tsx'
import { ErrorNote, Hint } from '../../components/ErrorNote.tsx'
import { Icon } from '../../components/Icon.tsx'
import { Spinner } from '../../components/Progress.tsx'
import { Facts, List, Row } from '../../components/Row.tsx'
import { Screen, Section } from '../../components/Screen.tsx'
import { problemText } from '../../i18n/errors.ts'
import { count, day, money, percent } from '../../i18n/format.ts'
import { locale, t } from '../../i18n/index.ts'
import type { Flow, ImportFlow } from '../../import/flow.ts'
import type { Reading } from '../../import/parse.worker.ts'
import { ordersIn } from '../../import/run.ts'
import { useShop } from '../../store/shop.ts'
import { Counts } from './Counts.tsx'
import { Problems } from './Problems.tsx'
import { Sample } from './Sample.tsx'

type Found = Extract<Flow, { step: 'found' }>

const WRITTEN = {
  'utf-8': 'UTF-8',
  'utf-16le': 'UTF-16',
  'utf-16be': 'UTF-16',
  gb18030: 'GBK',
  big5: 'Big5',
  xlsx: 'Excel',
} as const

/** What was recognised, and what importing it would change. */
export function FoundStep({ flow, found, back }: { flow: ImportFlow; found: Found; back: string }) {
  const { reading, preview, resume, problem } = found
  const any = reading.chunks.length > 0
  const same = preview !== null && preview.created + preview.updated === 0 && resume === null
  const other = (
    <Button kind="primary" wide onClick={flow.reset}>
      {t('import.pickOther')}
    </Button>
  )
  return (
    <Screen
      title={t('import.title')}
      back={back}
      bare
      actions={<IconButton icon={FileUp} label={t('import.pickOther')} onClick={flow.reset} />}
      action={
        !any || same ? (
          other
        ) : (
          <Button kind="primary" wide disabled={preview === null} onClick={flow.begin}>
            {resume
              ? t('import.preview.goOn')
              : t('import.preview.start', {
                  n: count(preview ? preview.created + preview.updated : reading.summary.orders),
                })}
          </Button>
        )
      }
    >
      <div class="import-page">
        <div>
          <Files reading={reading} />
          <FileNotes reading={reading} />
          {any && <Recognised reading={reading} />}
        </div>
        <div class="stack">
          {any && <Effect found={found} same={same} onRetry={() => void flow.compare()} />}
          {problem === null && <Problems problems={reading.problems} />}
          {any && <Sample reading={reading} />}
        </div>
      </div>
    </Screen>
  )
}

function Files({ reading: { summary, written, problems } }: { reading: Reading }) {
  return (
    <Section title={t('import.found.title')}>
      <List label={t('import.found.title')}>
        {summary.files.map((file, i) => {
          const refusal = problems.find((one) => one.file === file.name && one.row === 0 && one.severity === 'error')
          const as = written[i]
          const parts = [
            file.format && t(`import.format.${file.format}`),
            file.format && t('import.found.rows', { n: count(file.rows) }),
            as && WRITTEN[as],
          ]
          return (
            <Row
              key={`${i} ${file.name}`}
              lead={<Icon of={refusal ? FileX : FileSpreadsheet} size={22} />}
              title={file.name}
              sub={parts.filter(Boolean).join(' · ')}
              chips={refusal && <Chip tone="danger">{t('import.found.unknown')}</Chip>}
            />
          )
        })}
      </List>
    </Section>
  )
}

/** What is to be said of whole files: why nothing, or not everything, can come in. */
function FileNotes({ reading: { chunks, details, problems } }: { reading: Reading }) {
  const language = locale() === 'en' ? 'en' : 'zh'
  const whole = problems.filter((one) => one.row === 0)
  const nothing = chunks.length === 0
  if (!nothing && whole.length === 0) return null
  return (
    <div class="stack import-gap">
      {whole.map(({ file, text, severity }) => (
        <ErrorNote
          key={`${file} ${text.en}`}
          tone={severity === 'error' ? 'danger' : 'warn'}
          title={text[language]}
          kept={file}
        />
      ))}
      {nothing && details.length > 0 && (
        <ErrorNote tone="warn" title={t('import.found.onlyDetails.what')} todo={t('import.found.onlyDetails.todo')} />
      )}
      {nothing && details.length === 0 && whole.length === 0 && (
        <ErrorNote title={t('import.found.nothing.what')} todo={t('import.found.nothing.todo')} />
      )}
    </div>
  )
}

function Recognised({ reading: { summary, details } }: { reading: Reading }) {
  const { currency, timezone } = useShop()
  const { firstAt, lastAt } = summary
  const hidden = summary.orders - summary.identifiable
  return (
    <div class="stack import-gap">
      <Facts
        items={[
          [t('import.found.orders'), t('import.found.ordersOf', { n: count(summary.orders) })],
          [
            t('import.found.span'),
            firstAt === null || lastAt === null ? null : (
              <span class="import-keep">
                {t('import.found.spanOf', { from: day(firstAt, timezone), to: day(lastAt, timezone) })}
              </span>
            ),
          ],
          [t('import.found.net'), money(summary.net, currency)],
          [
            t('import.found.people'),
            t('import.found.peopleOf', { share: percent(summary.identifiableShare), buyers: count(summary.buyers) }),
          ],
        ]}
      />
      {hidden > 0 && <Hint>{t('import.found.hidden', { n: count(hidden) })}</Hint>}
      {summary.duplicates > 0 && <Hint>{t('import.found.duplicates', { n: count(summary.duplicates) })}</Hint>}
      {details.length > 0 && <Hint>{t('import.found.loose', { n: count(details.length) })}</Hint>}
    </div>
  )
}

function Effect({ found, same, onRetry }: { found: Found; same: boolean; onRetry: () => void }) {
  const { preview, problem, resume, reading } = found
  const words = problem === null ? null : problemText(problem)
  const broken = reading.problems.filter((one) => one.row > 0 && one.severity === 'error').length
  return (
    <Section title={t('import.preview.title')}>
      <div class="stack" aria-live="polite">
        {words && (
          <ErrorNote
            title={words.what}
            todo={problem === 'network' ? t('import.offline.todo') : words.todo}
            kept={t('import.preview.nothingKept')}
            action={
              <Button small onClick={onRetry}>
                {t('common.do.retry')}
              </Button>
            }
          />
        )}
        {!words && !preview && <Spinner label={t('import.preview.asking')} />}
        {preview && <PreviewCounts preview={preview} broken={broken} />}
        {preview && resume && (
          <Hint>
            {t('import.preview.resume', { done: count(ordersIn(resume)), all: count(reading.summary.orders) })}
          </Hint>
        )}
        {same && (
          <p class="import-same">
            <strong>{t('import.preview.allSame')}</strong>
            <span>{t('import.preview.allSameTodo')}</span>
          </p>
        )}
      </div>
    </Section>
  )
}

const PreviewCounts = ({ preview, broken }: { preview: ImportPreview; broken: number }) => (
  <Counts
    items={[
      [t('import.preview.created'), preview.created],
      [t('import.preview.updated'), preview.updated],
      [t('import.preview.unchanged'), preview.unchanged],
      [t('import.preview.broken'), broken, broken > 0 ? 'danger' : undefined],
    ]}
  />
)
