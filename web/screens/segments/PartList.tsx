import { Plus, X } from 'lucide'
import { Fragment } from 'preact'
import { useRef } from 'preact/hooks'
import type { Condition, SegmentExpression } from '../../../worker/domain/segment.ts'
import { Button, IconButton } from '../../components/Button.tsx'
import { Segmented } from '../../components/Segmented.tsx'
import { count } from '../../i18n/format.ts'
import { t } from '../../i18n/index.ts'
import { useShop } from '../../store/shop.ts'
import { ConditionRow } from './ConditionRow.tsx'
import { type Group, groupOf, isCondition, type Mode, type Place, remove, setGroupMode, type Tree } from './form.ts'
import { useDescribe } from './use-describe.ts'

interface Props {
  tree: Tree
  /** How many each part finds by itself; empty while that is not known. */
  each: readonly number[]
  /** No further condition fits. */
  full: boolean
  onEdit: (place: Place) => void
  /** Something was taken out. */
  onChange: (tree: Tree) => void
  onMode: (tree: Tree) => void
}

/** The parts of a segment, one below the other, with what joins them. */
export function PartList({ tree, each, full, onEdit, onChange, onMode }: Props) {
  const describe = useDescribe()
  const { windowDays } = useShop().settings.tiers
  const list = useRef<HTMLDivElement>(null)
  const takeOut = (part: number, at: number | null = null) => {
    onChange(remove(tree, part, at))
    // What had the focus is gone.
    list.current?.focus()
  }
  const row = (condition: Condition, place: Place, alone: number | null, at: readonly [number, number | null]) => (
    <ConditionRow
      condition={condition}
      sentence={describe(condition)}
      windowDays={windowDays}
      alone={alone}
      onEdit={() => onEdit(place)}
      onRemove={() => takeOut(...at)}
    />
  )
  const draw = (part: SegmentExpression, i: number) => {
    const alone = each[i] ?? null
    if (isCondition(part)) return <div class="part">{row(part, { in: 'top', at: i }, alone, [i, null])}</div>
    const group = groupOf(part)
    if (!group) return <Fixed sentence={describe(part)} alone={alone} onRemove={() => takeOut(i)} />
    return (
      <div class="part group">
        <GroupHead group={group} onMode={(mode) => onMode(setGroupMode(tree, i, mode))} onRemove={() => takeOut(i)} />
        {group.conditions.map((condition, j) => (
          <Fragment key={j}>
            {j > 0 && <Joint mode={group.mode} />}
            {row(condition, { in: 'group', part: i, at: j }, null, [i, j])}
          </Fragment>
        ))}
        <div class="group-foot">
          {!full && (
            <Button small kind="quiet" icon={Plus} onClick={() => onEdit({ in: 'group', part: i, at: null })}>
              {t('segments.build.addToGroup')}
            </Button>
          )}
          {alone !== null && <span class="small quiet">{t('segments.peopleShort', { n: count(alone) })}</span>}
        </div>
      </div>
    )
  }
  return (
    <div class="parts" ref={list} tabIndex={-1}>
      {tree.parts.map((part, i) => (
        <Fragment key={i}>
          {i > 0 && <Joint mode={tree.mode} />}
          {draw(part, i)}
        </Fragment>
      ))}
    </div>
  )
}

const Joint = ({ mode }: { mode: Mode }) => (
  <p class="joint">{t(mode === 'all' ? 'segments.build.and' : 'segments.build.or')}</p>
)

interface GroupHeadProps {
  group: Group
  onMode: (mode: Mode) => void
  onRemove: () => void
}

function GroupHead({ group, onMode, onRemove }: GroupHeadProps) {
  return (
    <div class="group-head">
      <Segmented<Mode>
        label={t('segments.build.groupMode')}
        hideLabel
        value={group.mode}
        options={(['all', 'any'] as const).map((value) => ({ value, label: t(`segments.build.${value}`) }))}
        onChange={onMode}
      />
      <IconButton icon={X} label={t('segments.build.removeGroup')} onClick={onRemove} />
    </div>
  )
}

/** Something deeper than can be taken apart here: its sentence, kept as it is. */
function Fixed({ sentence, alone, onRemove }: { sentence: string; alone: number | null; onRemove: () => void }) {
  return (
    <div class="part">
      <div class="row condition">
        <div class="row-in">
          <span class="row-main">
            <span class="condition-field">{t('segments.build.fixed')}</span>
            <span class="condition-text whole">{sentence}</span>
            <span class="condition-field">{t('segments.build.fixedHint')}</span>
          </span>
          {alone !== null && (
            <span class="small quiet condition-alone">{t('segments.peopleShort', { n: count(alone) })}</span>
          )}
        </div>
        <div class="row-trail">
          <IconButton icon={X} label={t('segments.build.remove', { what: sentence })} onClick={onRemove} />
        </div>
      </div>
    </div>
  )
}
