import { useEffect, useRef, useState } from 'preact/hooks'
import { Refusal } from '../../../worker/domain/refusal.ts'
import type { Tier } from '../../../worker/domain/rows.ts'
import { defaultSettings, type Settings } from '../../../worker/domain/settings.ts'
import { failureText, undoing } from '../../actions/attempt.ts'
import { saveSettings } from '../../actions/shop.ts'
import { Button } from '../../components/Button.tsx'
import { ErrorNote } from '../../components/ErrorNote.tsx'
import { Sheet } from '../../components/Sheet.tsx'
import { TierMark } from '../../components/TierMark.tsx'
import { toast } from '../../components/Toast.tsx'
import { t } from '../../i18n/index.ts'
import { useShop } from '../../store/shop.ts'
import { conflictSides } from './conflict.ts'
import { rebase } from './rebase.ts'
import { SettingField } from './SettingField.tsx'
import { isAllowed, isByTier, isSettingPath, type Section, type Spec, specOf } from './settings-fields.ts'
import { shownOf } from './shown.ts'
import { TierField } from './TierField.tsx'
import { useReading } from './use-reading.ts'

type Values = Record<string, unknown>
type ByTier = Record<Tier, unknown>

interface Props {
  section: Section
  /** Only what this tier has; null for the whole section. */
  tier: Tier | null
  /** Where to begin. */
  field: string | null
  onClose: () => void
}

const CADENCE = defaultSettings().promises.careDays

/** Changes one section, or one tier's part of it. Of two people who change the same value, the second is told and decides. */
export function EditSettings({ section, tier, field, onClose }: Props) {
  const shop = useShop()
  const current = shop.settings[section] as Values
  const [seen, setSeen] = useState<Values>(current)
  const [wanted, setWanted] = useState<Values>(current)
  const [tried, setTried] = useState(false)
  const [failure, setFailure] = useState<unknown>(null)
  const form = useRef<HTMLFormElement>(null)
  const contradicted = failure instanceof Refusal && failure.code === 'bad_args' ? String(failure.details.field) : null
  const fields = shownOf(section, wanted)

  useEffect(() => {
    form.current?.querySelector<HTMLElement>(`[data-field="${field}"] :is(input, select)`)?.focus()
  }, [field])

  const wrong = (name: string) => {
    const spec = specOf(`${section}.${name}` as Parameters<typeof specOf>[0])
    if (spec.kind === 'weekdays' && (wanted[name] as number[]).length === 0) return t('more.settings.noDay')
    return isAllowed(spec, wanted[name]) ? null : t('more.settings.bad')
  }

  const save = async (event: SubmitEvent) => {
    event.preventDefault()
    setTried(true)
    if (fields.some((spec) => wrong(spec.field))) return
    const [before, after] = [seen, wanted] as unknown as [Settings[Section], Settings[Section]]
    try {
      const done = await saveSettings(section, before, after)
      const undo = undoing(async () => saveSettings(section, after, before), t('common.said.undone'))
      toast(done === null ? { text: t('more.settings.nothing') } : { text: t('more.settings.saved'), undo })
      onClose()
    } catch (error) {
      setFailure(error)
      if (!(error instanceof Refusal) || error.code !== 'conflict') return
      // What the others wrote has been seen now: saving once more is a decision, about what one has changed oneself.
      setSeen(current)
      setWanted(rebase(wanted, seen, current))
    }
  }

  const put = (spec: Spec, value: unknown) => {
    setWanted((before) => ({ ...before, [spec.field]: value }))
    setFailure(null)
  }
  const errorOf = (spec: Spec) =>
    contradicted === spec.path ? t('more.settings.contradiction') : tried ? wrong(spec.field) : null

  return (
    <Sheet
      open
      onClose={onClose}
      title={
        tier ? t('more.gets.edit', { tier: t(`customers.tierShort.${tier}`) }) : t(`more.settings.${section}.title`)
      }
      action={
        <Button kind="primary" type="submit" form="settings">
          {t('common.do.save')}
        </Button>
      }
    >
      <form id="settings" class="stack" noValidate ref={form} onSubmit={save}>
        {tier ? (
          <p class="line small quiet">
            <TierMark tier={tier} size={28} />
            {t(`more.gets.who.${tier}`)}
          </p>
        ) : (
          <p class="small quiet">{t(`more.settings.${section}.hint`)}</p>
        )}
        {fields.map((spec) => {
          const value = wanted[spec.field]
          const shared = { currency: shop.currency, error: errorOf(spec) }
          return (
            <div key={spec.path} data-field={spec.field}>
              {tier && isByTier(spec) ? (
                <TierField
                  spec={spec}
                  value={(value as ByTier)[tier]}
                  usual={CADENCE[tier] ?? 30}
                  onChange={(one) => put(spec, { ...(value as ByTier), [tier]: one })}
                  {...shared}
                />
              ) : (
                <SettingField spec={spec} value={value} onChange={(next) => put(spec, next)} {...shared} />
              )}
            </div>
          )
        })}
        {failure !== null && !isSettingPath(contradicted ?? '') && <Failed failure={failure} />}
      </form>
    </Sheet>
  )
}

function Failed({ failure }: { failure: unknown }) {
  const { timezone } = useShop()
  const reading = useReading()
  if (failure instanceof Refusal && failure.code === 'conflict') {
    const sides = conflictSides('shop.settings', failure.details, { ...reading, timezone })
    const said = sides.map(({ label, theirs }) => `${label} ${theirs}`).join('，')
    return (
      <ErrorNote tone="warn" title={t('more.settings.conflict')} kept={said} todo={t('more.settings.conflictTodo')} />
    )
  }
  const { what, todo } = failureText(failure)
  return <ErrorNote title={what} todo={todo} />
}
