import { useState } from 'preact/hooks'
import { Refusal } from '../../../worker/domain/refusal.ts'
import type { Settings } from '../../../worker/domain/settings.ts'
import { failureText } from '../../actions/attempt.ts'
import { saveSettings } from '../../actions/shop.ts'
import { Button } from '../../components/Button.tsx'
import { ErrorNote } from '../../components/ErrorNote.tsx'
import { Sheet } from '../../components/Sheet.tsx'
import { toast } from '../../components/Toast.tsx'
import { t } from '../../i18n/index.ts'
import { useShop } from '../../store/shop.ts'
import { conflictSides } from './conflict.ts'
import { SettingField } from './SettingField.tsx'
import { isAllowed, isSettingPath, type Section, specOf } from './settings-fields.ts'
import { shownOf } from './shown.ts'

type Values = Record<string, unknown>

/** Changes one section. Of two people who change the same field, the second is told and decides. */
export function EditSettings({ section, onClose }: { section: Section; onClose: () => void }) {
  const shop = useShop()
  const current = shop.settings[section] as Values
  const [seen, setSeen] = useState<Values>(current)
  const [wanted, setWanted] = useState<Values>(current)
  const [tried, setTried] = useState(false)
  const [failure, setFailure] = useState<unknown>(null)
  const contradicted = failure instanceof Refusal && failure.code === 'bad_args' ? String(failure.details.field) : null
  const fields = shownOf(section, wanted)

  const wrong = (field: string) => {
    const spec = specOf(`${section}.${field}` as Parameters<typeof specOf>[0])
    if (spec.kind === 'weekdays' && (wanted[field] as number[]).length === 0) return t('more.settings.noDay')
    return isAllowed(spec, wanted[field]) ? null : t('more.settings.bad')
  }

  async function save(event: SubmitEvent) {
    event.preventDefault()
    setTried(true)
    if (fields.some(({ field }) => wrong(field))) return
    try {
      const done = await saveSettings(section, seen as Settings[Section], wanted as Settings[Section])
      toast({ text: t(done === null ? 'more.settings.nothing' : 'more.settings.saved') })
      onClose()
    } catch (error) {
      setFailure(error)
      // What the others wrote has been seen now: saving once more is a decision.
      if (error instanceof Refusal && error.code === 'conflict') setSeen(current)
    }
  }

  return (
    <Sheet
      open
      onClose={onClose}
      title={t(`more.settings.${section}.title`)}
      action={
        <Button kind="primary" type="submit" form="settings">
          {t('common.do.save')}
        </Button>
      }
    >
      <form id="settings" class="stack" noValidate onSubmit={save}>
        <p class="small quiet">{t(`more.settings.${section}.hint`)}</p>
        {fields.map((spec) => (
          <SettingField
            key={spec.path}
            spec={spec}
            value={wanted[spec.field]}
            currency={shop.currency}
            error={contradicted === spec.path ? t('more.settings.contradiction') : tried ? wrong(spec.field) : null}
            onChange={(value) => {
              setWanted((before) => ({ ...before, [spec.field]: value }))
              setFailure(null)
            }}
          />
        ))}
        {failure !== null && !isSettingPath(contradicted ?? '') && <Failed failure={failure} />}
      </form>
    </Sheet>
  )
}

function Failed({ failure }: { failure: unknown }) {
  const { currency, timezone } = useShop()
  if (failure instanceof Refusal && failure.code === 'conflict') {
    const sides = conflictSides('shop.settings', failure.details, { currency, timezone, member: () => undefined })
    const said = sides.map(({ label, theirs }) => `${label} ${theirs}`).join('，')
    return (
      <ErrorNote tone="warn" title={t('more.settings.conflict')} kept={said} todo={t('more.settings.conflictTodo')} />
    )
  }
  const { what, todo } = failureText(failure)
  return <ErrorNote title={what} todo={todo} />
}
