import { useState } from 'preact/hooks'
import { useLocation } from 'preact-iso'
import { undoing } from '../../../actions/attempt.ts'
import { mergeInto, takeApart } from '../../../actions/dispute-talk.ts'
import { Button } from '../../../components/Button.tsx'
import { Choices } from '../../../components/Choices.tsx'
import { Sheet } from '../../../components/Sheet.tsx'
import { toast } from '../../../components/Toast.tsx'
import { recently } from '../../../i18n/format.ts'
import { t } from '../../../i18n/index.ts'
import { currentStore } from '../../../store/current.ts'
import { useDerived } from '../../../store/hooks.ts'
import { useNow } from '../../../store/now.ts'
import { useShop } from '../../../store/shop.ts'
import { Failed, useSubmit } from '../submit.tsx'
import { oneLine } from '../words.ts'
import { otherCases } from './other-cases.ts'
import type { SheetProps } from './sheet.ts'

/** This case goes into another open one of the same buyer. */
export function MergeSheet({ dispute, onClose }: SheetProps) {
  const { timezone } = useShop()
  const now = useNow()
  const { route } = useLocation()
  const open = useDerived(() => otherCases(dispute).filter(({ step }) => step !== 'closed'), [dispute.id])
  const [into, setInto] = useState<string | null>(open[0]?.id ?? null)
  const submit = useSubmit(into)
  const save = () =>
    submit.run(
      async () => into && mergeInto(dispute, into),
      () => {
        const apart = async () => {
          const closed = currentStore().view.get('disputes', dispute.id)
          return closed && takeApart(closed)
        }
        toast({ text: t('handling.merge.saved'), undo: undoing(apart, t('handling.now.unmerged')) })
        onClose()
        if (into) route(`/disputes/${into}`)
      },
    )
  return (
    <Sheet
      open
      onClose={onClose}
      title={t('handling.merge.title')}
      action={
        <Button wide kind="primary" busy={submit.busy} disabled={into === null} onClick={save}>
          {t('handling.merge.save')}
        </Button>
      }
    >
      <div class="stack">
        <p class="small quiet">{t('handling.merge.hint')}</p>
        <Choices
          label={t('handling.merge.pick')}
          stacked
          value={into}
          options={open.map(({ id, words, product, openedAt, step }) => ({
            value: id,
            label: short(oneLine(words)),
            hint: `${product ?? t('handling.merge.noProduct')} · ${t('handling.merge.item', {
              when: recently(openedAt, { zone: timezone, now }),
              step: t(`disputes.step.${step}`),
            })}`,
          }))}
          onChange={setInto}
        />
        <Failed failed={submit.failed} />
      </div>
    </Sheet>
  )
}

/** As much of the buyer's words as tells two cases apart. */
const short = (text: string): string => (text.length > 60 ? `${text.slice(0, 59)}…` : text)
