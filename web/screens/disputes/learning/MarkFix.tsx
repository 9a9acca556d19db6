import { useState } from 'preact/hooks'
import { roleAllows } from '../../../../worker/domain/actor.ts'
import { ALL_CAUSES } from '../../../../worker/domain/causes.ts'
import { DIMENSIONS, type Dimension, type LearningCase } from '../../../../worker/domain/learning/case.ts'
import { groupsOf } from '../../../../worker/domain/learning/tally.ts'
import type { FixRow } from '../../../../worker/domain/rows.ts'
import { undoing, useAttempt } from '../../../actions/attempt.ts'
import { endFix, markFix } from '../../../actions/learning.ts'
import { Button } from '../../../components/Button.tsx'
import { DateField } from '../../../components/DateField.tsx'
import { Select, TextArea } from '../../../components/Field.tsx'
import { Segmented } from '../../../components/Segmented.tsx'
import { Sheet } from '../../../components/Sheet.tsx'
import { t } from '../../../i18n/index.ts'
import { currentStore } from '../../../store/current.ts'
import { useTable } from '../../../store/hooks.ts'
import { useShop } from '../../../store/shop.ts'
import { useNames } from './names.ts'

export type Marked = Pick<FixRow, 'dimension' | 'value' | 'note'>

interface Props {
  /** What it is about, as far as that is known. */
  given: Partial<Marked>
  cases: readonly LearningCase[]
  onClose: () => void
}

/** Says what was put right, and since when. */
export function MarkFix({ given, cases, onClose }: Props) {
  const { timezone } = useShop()
  const names = useNames()
  const members = useTable('members').filter(({ role }) => roleAllows(role, 'agent'))
  const [dimension, setDimension] = useState<Dimension>(given.dimension ?? 'cause')
  const [value, setValue] = useState(given.value ?? '')
  const [note, setNote] = useState('')
  const [at, setAt] = useState(() => currentStore().now())
  const [tried, setTried] = useState(false)
  const { busy, attempt } = useAttempt()
  const known = given.value !== undefined
  const incomplete = value === '' || note.trim() === ''

  const values =
    dimension === 'agent'
      ? members.map(({ id }) => id)
      : [
          ...new Set([
            ...groupsOf(cases, dimension).flatMap((group) => group.value ?? []),
            ...(dimension === 'cause' ? ALL_CAUSES : []),
          ]),
        ]
  const save = async () => {
    setTried(true)
    if (incomplete) return
    let id = ''
    const done = await attempt(
      async () => {
        id = await markFix({ dimension, value, note }, at)
      },
      () => ({
        text: t('learning.mark.saved'),
        undo: undoing(() => endFix(id), t('learning.fixes.ended')),
      }),
    )
    if (done) onClose()
  }
  return (
    <Sheet
      open
      onClose={onClose}
      title={t('learning.mark.title')}
      action={
        <Button wide kind="primary" busy={busy} onClick={save}>
          {t('learning.mark.save')}
        </Button>
      }
    >
      <div class="stack">
        {known ? (
          <p>
            <span class="quiet">{t('learning.mark.what')}</span> <strong>{names.value(dimension, value)}</strong>
          </p>
        ) : (
          <>
            <Segmented
              label={t('learning.mark.kind')}
              value={dimension}
              options={DIMENSIONS.map((each) => ({ value: each, label: t(`learning.groups.of.${each}`) }))}
              onChange={(next) => {
                setDimension(next)
                setValue('')
              }}
            />
            <Select
              label={t('learning.mark.value')}
              value={value}
              placeholder={t('learning.mark.pick')}
              error={tried && value === '' ? t('learning.mark.need') : null}
              options={values.map((each) => ({ value: each, label: names.value(dimension, each) }))}
              onChange={setValue}
            />
          </>
        )}
        <TextArea
          label={t('learning.mark.note')}
          hint={t('learning.mark.noteHint')}
          error={tried && note.trim() === '' ? t('learning.mark.need') : null}
          value={note}
          rows={2}
          maxLength={500}
          onInput={setNote}
        />
        <DateField
          label={t('learning.mark.at')}
          value={at}
          zone={timezone}
          max={currentStore().now()}
          onChange={(next) => next !== null && setAt(next)}
        />
      </div>
    </Sheet>
  )
}
