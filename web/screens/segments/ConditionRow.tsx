import { X } from 'lucide'
import type { Condition } from '../../../worker/domain/segment.ts'
import { IconButton } from '../../components/Button.tsx'
import { count } from '../../i18n/format.ts'
import { t } from '../../i18n/index.ts'
import { fieldName } from './fields.ts'

interface Props {
  condition: Condition
  sentence: string
  windowDays: number
  /** How many answer yes to it alone; null while that is not known, or not asked. */
  alone: number | null
  onEdit: () => void
  onRemove: () => void
}

/** One condition: what it looks at, what it asks, how many answer yes. A tap changes it. */
export function ConditionRow({ condition, sentence, windowDays, alone, onEdit, onRemove }: Props) {
  return (
    <div class="row condition">
      <button class="row-in" type="button" onClick={onEdit}>
        <span class="row-main">
          <span class="condition-field">{fieldName(condition.field, windowDays)}</span>
          <span class="condition-text">{sentence}</span>
        </span>
        {alone !== null && (
          <span class="small quiet condition-alone">{t('segments.peopleShort', { n: count(alone) })}</span>
        )}
      </button>
      <div class="row-trail">
        <IconButton icon={X} label={t('segments.build.remove', { what: sentence })} onClick={onRemove} />
      </div>
    </div>
  )
}
