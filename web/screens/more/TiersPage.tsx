import { useState } from 'preact/hooks'
import { Facts } from '../../components/Row.tsx'
import { Section as Group, Screen } from '../../components/Screen.tsx'
import { t } from '../../i18n/index.ts'
import { useMe } from '../../store/me.ts'
import { useShop } from '../../store/shop.ts'
import { EditSettings } from './EditSettings.tsx'
import { SECTIONS, type Section, settingText } from './settings-fields.ts'
import { shownOf } from './shown.ts'

/** The rules the shop has set itself: how customers are sorted, what each tier is promised, how often people are bothered. */
export function TiersPage() {
  const { settings, currency } = useShop()
  const { role } = useMe()
  const [editing, setEditing] = useState<Section | null>(null)
  const owner = role === 'owner'
  return (
    <Screen title={t('more.page.tiers')} back="/more" keep="more-tiers">
      {!owner && <p class="hint before">{t('more.only.owner')}</p>}
      {SECTIONS.map((section) => {
        const title = t(`more.settings.${section}.title`)
        const values = settings[section] as Record<string, unknown>
        return (
          <Group
            key={section}
            title={title}
            aside={
              owner && (
                <button
                  class="go"
                  type="button"
                  aria-label={t('more.settings.edit', { title })}
                  onClick={() => setEditing(section)}
                >
                  {t('common.do.edit')}
                </button>
              )
            }
          >
            <div class="stack-s roomy">
              <Facts
                items={shownOf(section, values).map((spec) => [
                  t(`more.settings.${spec.path}`),
                  settingText(spec, values[spec.field], currency),
                ])}
              />
              <p class="small quiet">{t(`more.settings.${section}.hint`)}</p>
            </div>
          </Group>
        )
      })}
      {editing && <EditSettings key={editing} section={editing} onClose={() => setEditing(null)} />}
      {owner && <p class="small quiet after">{t('more.settings.when')}</p>}
    </Screen>
  )
}
