import { STEPS } from '../../../worker/domain/dispute-terms.ts'
import type { DisputeRow } from '../../../worker/domain/rows.ts'
import { Button } from '../../components/Button.tsx'
import { ErrorNote } from '../../components/ErrorNote.tsx'
import { t } from '../../i18n/index.ts'
import { dropDraft, readDraft } from '../../store/drafts.ts'
import { stepDraft } from './draft-names.ts'
import { copyText } from './share.ts'

/**
 * Words typed into a step that somebody else finished meanwhile: nothing a person wrote is lost silently. What the case
 * already holds was handed in; its draft only outlived a kill of the app.
 */
export function Leftover({ dispute }: { dispute: DisputeRow }) {
  const handedIn = new Set(Object.values(dispute))
  const left = behind(dispute).flatMap((name) => {
    const words = Object.values(readDraft(name) ?? {}).filter(
      (value): value is string =>
        typeof value === 'string' && /\s|[^\x20-\x7e]/.test(value.trim()) && !handedIn.has(value.trim()),
    )
    return words.length > 0 ? [{ name, words: words.join('\n') }] : []
  })
  return left.map(({ name, words }) => (
    <ErrorNote
      key={name}
      tone="warn"
      title={t('disputes.leftover.title')}
      kept={t('disputes.leftover.kept')}
      todo={<span class="said">{words}</span>}
      action={
        <div class="line wrap">
          <Button small onClick={() => copyText(words)}>
            {t('disputes.drafts.copy')}
          </Button>
          <Button small kind="quiet" onClick={() => dropDraft(name)}>
            {t('disputes.leftover.drop')}
          </Button>
        </div>
      }
    />
  ))
}

/** Drafts of all steps the case has left behind. */
function behind({ id, loop, step }: DisputeRow): string[] {
  const names: string[] = []
  for (let past = 0; past <= loop; past++) {
    for (const one of STEPS) {
      if (past === loop && STEPS.indexOf(one) >= STEPS.indexOf(step)) break
      names.push(stepDraft({ id, loop: past }, one))
    }
  }
  return names
}
