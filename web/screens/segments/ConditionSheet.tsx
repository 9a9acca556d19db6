import type { ComponentChildren } from 'preact'
import { useEffect, useMemo, useRef, useState } from 'preact/hooks'
import { type FieldName, type Operator, operatorsOf } from '../../../worker/domain/segment/fields.ts'
import type { Condition, SegmentExpression } from '../../../worker/domain/segment.ts'
import { Button } from '../../components/Button.tsx'
import { Choices } from '../../components/Choices.tsx'
import { Hint } from '../../components/ErrorNote.tsx'
import { List, Row } from '../../components/Row.tsx'
import { Section } from '../../components/Screen.tsx'
import { Segmented } from '../../components/Segmented.tsx'
import { Sheet } from '../../components/Sheet.tsx'
import { count } from '../../i18n/format.ts'
import { t } from '../../i18n/index.ts'
import { useShop } from '../../store/shop.ts'
import { conditionOf, type Entry, entryOf } from './entry.ts'
import { FACES, fieldHint, fieldName, operatorName } from './fields.ts'
import { useDescribe } from './use-describe.ts'
import { useTally } from './use-tally.ts'
import { listProblem, ValueFields } from './ValueFields.tsx'

interface Props {
  /** The condition to change; null for a new one. */
  start: Condition | null
  /** The segment with this condition in its place. */
  wholeWith: (condition: Condition) => SegmentExpression | null
  onDone: (condition: Condition) => void
  onClose: () => void
}

/** One condition: first what to look at, then what to ask of it. */
export function ConditionSheet({ start, wholeWith, onDone, onClose }: Props) {
  const [entry, setEntry] = useState<Entry | null>(() => start && entryOf(start.field, start))
  const [tried, setTried] = useState(false)
  const { windowDays } = useShop().settings.tiers
  const condition = useMemo(() => entry && conditionOf(entry), [JSON.stringify(entry)])
  const done = () => {
    setTried(true)
    if (condition) onDone(condition)
  }
  const choose = (field: FieldName | null) => {
    setTried(false)
    setEntry(field && entryOf(field))
  }
  return (
    <Sheet
      open
      onClose={onClose}
      title={entry ? fieldName(entry.field, windowDays) : t('segments.condition.pick')}
      action={
        entry && (
          <>
            {!start && <Button onClick={() => choose(null)}>{t('segments.condition.otherField')}</Button>}
            <Button kind="primary" onClick={done}>
              {t('common.do.done')}
            </Button>
          </>
        )
      }
    >
      {entry ? (
        <Asking
          key={entry.field}
          entry={entry}
          focus={!start}
          tried={tried}
          onChange={(more) => setEntry({ ...entry, ...more })}
        >
          <Preview condition={condition} wrong={tried ? listProblem(entry) : null} wholeWith={wholeWith} />
        </Asking>
      ) : (
        <FieldList windowDays={windowDays} onPick={choose} />
      )}
    </Sheet>
  )
}

function FieldList({ windowDays, onPick }: { windowDays: number; onPick: (field: FieldName) => void }) {
  return (
    <div class="field-list">
      {FACES.map(([face, fields]) => (
        <Section key={face} title={t(`segments.condition.faces.${face}`)}>
          <List label={t(`segments.condition.faces.${face}`)}>
            {fields.map((field) => (
              <Row key={field} chevron title={fieldName(field, windowDays)} onClick={() => onPick(field)} />
            ))}
          </List>
        </Section>
      ))}
    </div>
  )
}

/** Operators in more words than fit side by side. */
const WORDY = 4

interface AskingProps {
  entry: Entry
  /** What had the focus, the row of the field, is gone. */
  focus: boolean
  tried: boolean
  onChange: (more: Partial<Entry>) => void
  children: ComponentChildren
}

function Asking({ entry, focus, tried, onChange, children }: AskingProps) {
  const { currency } = useShop()
  const top = useRef<HTMLDivElement>(null)
  useEffect(() => {
    if (focus) top.current?.focus()
  }, [focus])
  const { field, is } = entry
  const hint = fieldHint(field)
  const operators = operatorsOf(field).map((value) => ({ value, label: operatorName(field, value) }))
  const choose = (next: Operator) => onChange({ is: next })
  const label = t('segments.condition.is')
  return (
    <div class="stack asking" ref={top} tabIndex={-1}>
      {hint && <Hint>{hint}</Hint>}
      {operators.length > WORDY ? (
        <Choices label={label} value={is} options={operators} onChange={choose} />
      ) : (
        <Segmented label={label} hideLabel value={is} options={operators} onChange={choose} />
      )}
      <ValueFields entry={entry} onChange={onChange} currency={currency} tried={tried} />
      {children}
    </div>
  )
}

interface PreviewProps {
  condition: Condition | null
  wrong: string | null
  wholeWith: Props['wholeWith']
}

/** What is asked, in words, and what it comes to; or what is missing. */
function Preview({ condition, wrong, wholeWith }: PreviewProps) {
  const describe = useDescribe()
  const parts = useMemo(() => (condition ? [condition] : []), [condition])
  const whole = useMemo(() => condition && wholeWith(condition), [condition])
  const { tally } = useTally({ expression: whole, parts })
  const [alone = 0] = tally?.each ?? []
  return (
    <div class="preview" role="status">
      {wrong && <p class="preview-wrong">{wrong}</p>}
      {condition && tally && (
        <>
          <p class="folded">{describe(condition)}</p>
          <p class="small quiet">
            {t('segments.condition.alone', { n: count(alone) })}
            {' · '}
            {t('segments.condition.together', { n: count(tally.count) })}
          </p>
        </>
      )}
    </div>
  )
}
