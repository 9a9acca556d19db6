import { Ellipsis, HandHelping, MessageSquareWarning, Sun, Users } from 'lucide'
import { t } from '../i18n/index.ts'
import { Icon } from './Icon.tsx'
import { Seal } from './Seal.tsx'

export type Tab = 'today' | 'customers' | 'disputes' | 'win-back' | 'more'

interface Props {
  /** The place the person is in; null on screens that belong to none. */
  at: Tab | null
  /** Counts; `alert` makes one red: something there is breaking. */
  badges?: Partial<Record<Tab, number | { count: number; alert?: boolean }>> | undefined
}

const TABS = [
  { tab: 'today', icon: Sun },
  { tab: 'customers', icon: Users },
  { tab: 'disputes', icon: MessageSquareWarning },
  { tab: 'win-back', icon: HandHelping },
  { tab: 'more', icon: Ellipsis },
] as const

/** The five places: at the thumb on a phone, a rail at the left from 900 px. */
export function TabBar({ at, badges = {} }: Props) {
  return (
    <nav class="tabs" aria-label={t('common.tabs.label')}>
      <Seal size={40} />
      {TABS.map(({ tab, icon }) => {
        const badge = badges[tab] ?? 0
        const { count, alert = false } = typeof badge === 'number' ? { count: badge } : badge
        return (
          <a key={tab} class="tab" href={`/${tab}`} aria-current={at === tab ? 'page' : undefined}>
            <span class="tab-icon">
              <Icon of={icon} size={24} />
              {count > 0 && <span class={alert ? 'badge alert' : 'badge'}>{count > 99 ? '99+' : count}</span>}
            </span>
            <span class="tab-word">{t(`common.tabs.${tab}`)}</span>
          </a>
        )
      })}
    </nav>
  )
}
