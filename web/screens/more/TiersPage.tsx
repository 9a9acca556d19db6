import { useState } from 'preact/hooks'
import { outrunsCap } from '../../../worker/domain/care.ts'
import type { Tier } from '../../../worker/domain/rows.ts'
import type { Settings } from '../../../worker/domain/settings.ts'
import { TIERS } from '../../../worker/domain/tiers.ts'
import { Hint } from '../../components/ErrorNote.tsx'
import { Spinner } from '../../components/Progress.tsx'
import { Facts } from '../../components/Row.tsx'
import { Section as Group, Screen } from '../../components/Screen.tsx'
import { count, list } from '../../i18n/format.ts'
import { t } from '../../i18n/index.ts'
import { useMe } from '../../store/me.ts'
import { useShop } from '../../store/shop.ts'
import { EditSettings } from './EditSettings.tsx'
import { GROUPS, type Reading, type Section, settingText } from './settings-fields.ts'
import { shownOf } from './shown.ts'
import { TierGets } from './TierGets.tsx'
import { useReading } from './use-reading.ts'

interface Editing {
  section: Section
  tier: Tier | null
  /** The field that was tapped. */
  field: string | null
}

/** What each tier gets; below it the rules the shop has set itself: how customers are sorted, how they are looked after. */
export function TiersPage() {
  const { id, settings } = useShop()
  const { role } = useMe()
  const reading = useReading()
  const [editing, setEditing] = useState<Editing | null>(null)
  const owner = role === 'owner'
  const held = TIERS.filter((tier) => outrunsCap(settings, tier))
  if (id === '') {
    return (
      <Screen title={t('more.page.tiers')} back="/more">
        <Spinner label={t('common.list.loading')} />
      </Screen>
    )
  }
  return (
    <Screen title={t('more.page.tiers')} back="/more" keep="more-tiers">
      <div class="stack">
        <p class="small quiet">{t(owner ? 'more.gets.intro' : 'more.only.owner')}</p>
        <TierGets
          promises={settings.promises}
          reading={reading}
          onEdit={owner ? (tier, field) => setEditing({ section: 'promises', tier, field }) : null}
        />
        {held.length > 0 && (
          <Hint>
            {t('more.gets.overCap', {
              tiers: list(held.map((tier) => t(`customers.tierShort.${tier}`))),
              cap: capText(settings.contactCap),
            })}
          </Hint>
        )}
        <ul class="small quiet gets-notes">
          <li>{t('more.gets.note.hours')}</li>
          <li>{t('more.gets.note.open')}</li>
          <li>{t('more.gets.note.used')}</li>
        </ul>
        {GROUPS.map(({ group, sections }) => (
          <Group key={group} title={t(`more.gets.group.${group}`)}>
            <div class="rules">
              {sections.map((section) => (
                <Rules
                  key={section}
                  section={section}
                  values={settings[section]}
                  reading={reading}
                  onEdit={owner ? () => setEditing({ section, tier: null, field: null }) : null}
                />
              ))}
            </div>
          </Group>
        ))}
        {owner && <p class="small quiet">{t('more.settings.when')}</p>}
      </div>
      {editing && (
        <EditSettings key={`${editing.section} ${editing.tier}`} {...editing} onClose={() => setEditing(null)} />
      )}
    </Screen>
  )
}

const capText = (cap: Settings['contactCap']): string =>
  t('more.gets.cap', {
    times: t('more.settings.unit.timesOf', { n: count(cap.count) }),
    days: t('more.settings.unit.dayOf', { n: count(cap.days) }),
  })

interface RulesProps {
  section: Section
  values: Record<string, unknown>
  reading: Reading
  onEdit: (() => void) | null
}

/** One set of rules: what it is for in a sentence, and how it stands. */
function Rules({ section, values, reading, onEdit }: RulesProps) {
  const title = t(`more.settings.${section}.title`)
  return (
    <section class="rule">
      <div class="line spread">
        <h3>{title}</h3>
        {onEdit && (
          <button class="go" type="button" aria-label={t('more.settings.edit', { title })} onClick={onEdit}>
            {t('common.do.edit')}
          </button>
        )}
      </div>
      <p class="small quiet">{t(`more.settings.${section}.hint`)}</p>
      <Facts
        items={shownOf(section, values).map((spec) => [
          t(`more.settings.${spec.path}`),
          settingText(spec, values[spec.field], reading),
        ])}
      />
    </section>
  )
}
