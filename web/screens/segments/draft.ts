/** A segment half built: kept on this phone until it is saved or given up. */
import type { SegmentRow } from '../../../worker/domain/rows.ts'
import type { SegmentExpression } from '../../../worker/domain/segment.ts'
import type { Written } from '../../actions/segments.ts'
import { toast } from '../../components/Toast.tsx'
import { t } from '../../i18n/index.ts'
import { dropDraft, readDraft, writeDraft } from '../../store/drafts.ts'
import { type Mode, treeOf } from './form.ts'
import type { Suggestion } from './suggestions.ts'

export interface Built {
  name: string
  mode: Mode
  parts: readonly SegmentExpression[]
  /** What was stored when the first change was made; null for a new one. */
  seen: Written | null
}

export const draftName = (id: string | null): string => `segments.${id ?? 'new'}`

export function startOf(row: SegmentRow | undefined): Built {
  if (!row) return { name: '', mode: 'all', parts: [], seen: null }
  return { name: row.name, ...treeOf(row.expression), seen: { name: row.name, expression: row.expression } }
}

/** Puts a ready-made one into the builder. What stood there comes back on undo. */
export function begin({ name, expression }: Suggestion): void {
  const key = draftName(null)
  const before = readDraft(key)
  dropDraft(key)
  writeDraft(key, { ...startOf(undefined), name, ...treeOf(expression) })
  if (!before) return
  toast({
    text: t('segments.ready.replaced'),
    undo: () => {
      dropDraft(key)
      writeDraft(key, before)
    },
  })
}
