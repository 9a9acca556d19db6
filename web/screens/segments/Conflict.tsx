import type { Written } from '../../actions/segments.ts'
import { Button } from '../../components/Button.tsx'
import { ErrorNote } from '../../components/ErrorNote.tsx'
import { t } from '../../i18n/index.ts'
import { useDescribe } from './use-describe.ts'

interface Props {
  /** What somebody else made of it meanwhile. */
  theirs: Partial<Written>
  onKeep: () => void
  onTake: () => void
}

/** Two people changed the same segment: what the other wrote, and a choice. */
export function Conflict({ theirs, onKeep, onTake }: Props) {
  const describe = useDescribe()
  return (
    <ErrorNote
      tone="warn"
      title={t('segments.build.conflict')}
      kept={
        <>
          {theirs.name !== undefined && (
            <span class="block">{t('segments.build.theirName', { name: theirs.name })}</span>
          )}
          {theirs.expression !== undefined && (
            <span class="block">{t('segments.build.theirConditions', { text: describe(theirs.expression) })}</span>
          )}
        </>
      }
      todo={t('segments.build.conflictTodo')}
      action={
        <div class="line">
          <Button small onClick={onKeep}>
            {t('segments.build.keepMine')}
          </Button>
          <Button small onClick={onTake}>
            {t('segments.build.takeTheirs')}
          </Button>
        </div>
      }
    />
  )
}
