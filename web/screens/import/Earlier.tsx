import { useEffect, useState } from 'preact/hooks'
import type { ImportState } from '../../../worker/domain/wire.ts'
import { earlierImports, undoImport } from '../../actions/import.ts'
import { useLoaded } from '../../actions/loaded.ts'
import { ApiError } from '../../api.ts'
import { Button } from '../../components/Button.tsx'
import { Chip } from '../../components/Chip.tsx'
import { ErrorNote } from '../../components/ErrorNote.tsx'
import { List, Row } from '../../components/Row.tsx'
import { Section } from '../../components/Screen.tsx'
import { Sheet } from '../../components/Sheet.tsx'
import { toast } from '../../components/Toast.tsx'
import { problemText } from '../../i18n/errors.ts'
import { count, percent, recently } from '../../i18n/format.ts'
import { t } from '../../i18n/index.ts'
import { useNow } from '../../store/now.ts'
import { useShop } from '../../store/shop.ts'

const FEW = 6
const codeOf = (error: unknown): string => (error instanceof ApiError ? error.code : 'unknown')

/** The imports made so far, each of which can be taken back. */
export function Earlier() {
  const { value: imports, error, load } = useLoaded(earlierImports)
  const [asked, setAsked] = useState<ImportState | null>(null)
  const [all, setAll] = useState(false)
  const { timezone: zone } = useShop()
  const now = useNow()
  useEffect(load, [])

  const words = error === null || imports !== null ? null : problemText(error.code)
  return (
    <Section title={t('import.earlier.title')}>
      {words && (
        <ErrorNote
          tone="warn"
          title={words.what}
          action={
            <Button small onClick={load}>
              {t('common.do.retry')}
            </Button>
          }
        />
      )}
      {!words && imports === null && <p class="small quiet">{t('common.list.loading')}</p>}
      {imports?.length === 0 && <p class="small quiet">{t('import.earlier.none')}</p>}
      {imports && imports.length > 0 && (
        <List label={t('import.earlier.title')}>
          {imports.slice(0, all ? undefined : FEW).map((one) => (
            <Row
              key={one.id}
              tone={one.undoneAt === null ? undefined : 'quiet'}
              title={one.name}
              sub={[recently(one.createdAt, { zone, now }), ...countsOf(one)].join(' · ')}
              chips={<Status of={one} />}
              trail={
                (one.undoneAt === null || one.undoing) && (
                  <button
                    class="btn quiet small-btn"
                    type="button"
                    aria-label={t('import.earlier.undoOf', { name: one.name })}
                    onClick={() => setAsked(one)}
                  >
                    {t('import.earlier.undo')}
                  </button>
                )
              }
            />
          ))}
        </List>
      )}
      {imports && imports.length > FEW && !all && (
        <Button small kind="quiet" onClick={() => setAll(true)}>
          {t('import.earlier.all')}
        </Button>
      )}
      {asked && (
        <UndoSheet
          of={asked}
          onClose={() => setAsked(null)}
          onDone={() => {
            setAsked(null)
            toast({ text: t('import.earlier.did') })
            load()
          }}
        />
      )}
    </Section>
  )
}

const countsOf = ({ created, updated }: ImportState): string[] => {
  const parts = [
    created > 0 && t('import.earlier.created', { n: count(created) }),
    updated > 0 && t('import.earlier.updated', { n: count(updated) }),
  ].filter((part) => part !== false)
  return parts.length > 0 ? parts : [t('import.earlier.same')]
}

function Status({ of: { undoneAt, undoing, finishedAt, done, chunks } }: { of: ImportState }) {
  if (undoing) return <Chip tone="warn">{t('import.earlier.halfUndone')}</Chip>
  if (undoneAt !== null) return <Chip>{t('import.earlier.undone')}</Chip>
  if (finishedAt === null)
    return <Chip tone="warn">{t('import.earlier.unfinished', { share: percent(done / chunks) })}</Chip>
  return null
}

interface UndoProps {
  of: ImportState
  onClose: () => void
  onDone: () => void
}

function UndoSheet({ of: { id, name, created, updated }, onClose, onDone }: UndoProps) {
  const [busy, setBusy] = useState(false)
  const [problem, setProblem] = useState<string | null>(null)
  const undo = async () => {
    if (busy) return
    setBusy(true)
    setProblem(null)
    try {
      await undoImport(id)
      onDone()
    } catch (error) {
      setProblem(codeOf(error))
      setBusy(false)
    }
  }
  const words = problem === null ? null : problemText(problem)
  return (
    <Sheet
      open
      onClose={() => {
        if (!busy) onClose()
      }}
      title={t('import.earlier.confirm')}
      action={
        <>
          <Button disabled={busy} onClick={onClose}>
            {t('common.do.cancel')}
          </Button>
          <Button kind="danger" busy={busy} onClick={() => void undo()}>
            {busy ? t('import.earlier.undoing') : t('import.earlier.undo')}
          </Button>
        </>
      }
    >
      <div class="stack">
        <p class="import-name">{name}</p>
        <ul class="import-will">
          {created > 0 && <li>{t('import.earlier.willRemove', { n: count(created) })}</li>}
          {updated > 0 && <li>{t('import.earlier.willRestore', { n: count(updated) })}</li>}
          {created > 0 && <li>{t('import.earlier.willPeople')}</li>}
          <li>{t('import.earlier.willKeep')}</li>
          <li>{t('import.earlier.willReckon')}</li>
        </ul>
        {words && <ErrorNote title={words.what} kept={t('import.earlier.kept')} todo={words.todo} />}
      </div>
    </Sheet>
  )
}
