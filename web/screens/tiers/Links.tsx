import { History, ListChecks, SlidersHorizontal } from 'lucide'
import { Icon } from '../../components/Icon.tsx'
import { List, Row } from '../../components/Row.tsx'
import { Section } from '../../components/Screen.tsx'
import { count } from '../../i18n/format.ts'
import { t } from '../../i18n/index.ts'
import { currentStore } from '../../store/current.ts'
import { useDerived } from '../../store/hooks.ts'

/** Where to go from here. */
export function Links() {
  const waiting = useDerived(
    () =>
      currentStore()
        .view.list('moves')
        .value.filter(({ status }) => status === 'proposed').length,
    [],
  )
  return (
    <Section title={t('overview.links.title')}>
      <List label={t('overview.links.title')}>
        <Row
          href="/customers/review"
          lead={<Icon of={ListChecks} size={22} />}
          title={t('overview.links.review')}
          sub={waiting > 0 ? t('overview.links.reviewWaiting', { n: count(waiting) }) : t('overview.links.reviewNone')}
          chevron
        />
        <Row
          href="/customers/tiers/history"
          lead={<Icon of={History} size={22} />}
          title={t('overview.links.history')}
          sub={t('overview.links.historyText')}
          chevron
        />
        <Row
          href="/more/tiers"
          lead={<Icon of={SlidersHorizontal} size={22} />}
          title={t('overview.links.settings')}
          sub={t('overview.links.settingsText')}
          chevron
        />
      </List>
    </Section>
  )
}
