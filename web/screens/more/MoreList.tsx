import { Chip } from '../../components/Chip.tsx'
import { Icon } from '../../components/Icon.tsx'
import { List, Row } from '../../components/Row.tsx'
import { Screen, Section } from '../../components/Screen.tsx'
import { t } from '../../i18n/index.ts'
import { currentStore } from '../../store/current.ts'
import { useTable } from '../../store/hooks.ts'
import { useMe, useUnsent } from '../../store/me.ts'
import { useShop } from '../../store/shop.ts'
import { useUnread } from '../../store/unread.ts'
import { addressOf, type Entry, GROUPS, ICONS, type Page } from './pages.ts'

/** What there is, and at a glance what of it is new. */
export function MoreList({ at }: { at: Page | null }) {
  const me = useMe()
  const shop = useShop()
  const owner = me.role === 'owner'
  return (
    <Screen
      title={t('more.title')}
      subtitle={[shop.name, me.name, t(`account.role.${me.role}`)].filter(Boolean).join(' · ')}
      keep="more"
    >
      {GROUPS.map(({ group, entries }) => (
        <Section key={group} title={t(`more.group.${group}`)}>
          <List label={t(`more.group.${group}`)}>
            {entries
              .filter((entry) => owner || (entry !== 'keys' && entry !== 'audit'))
              .filter((entry) => entry !== 'import' || me.role !== 'viewer')
              .map((entry) => (
                <EntryRow key={entry} entry={entry} selected={entry === at} />
              ))}
          </List>
        </Section>
      ))}
    </Screen>
  )
}

function EntryRow({ entry, selected }: { entry: Entry; selected: boolean }) {
  const { sub, chip } = useSaid(entry)
  return (
    <Row
      href={addressOf(entry)}
      lead={<Icon of={ICONS[entry]} size={22} />}
      title={t(`more.page.${entry}`)}
      sub={sub}
      chips={chip}
      selected={selected}
      chevron
    />
  )
}

function useSaid(entry: Entry) {
  const { view } = currentStore()
  const unread = useUnread()
  const members = useTable('members').length
  const refused = view.rejections.value.length
  const waiting = useUnsent()
  switch (entry) {
    case 'inbox':
      return {
        sub: t('more.sub.inbox'),
        chip: unread > 0 ? <Chip tone="accent">{t('more.sub.inboxNew', { n: unread })}</Chip> : null,
      }
    case 'attention':
      return {
        sub: t('more.sub.attention'),
        chip:
          refused > 0 ? (
            <Chip tone="danger">{t('more.sub.attentionRefused', { n: refused })}</Chip>
          ) : waiting > 0 ? (
            <Chip tone="note">{t('more.sub.attentionWaiting', { n: waiting })}</Chip>
          ) : null,
      }
    case 'team':
      return { sub: t('more.sub.team', { n: members }), chip: null }
    default:
      return { sub: t(`more.sub.${entry}`), chip: null }
  }
}
