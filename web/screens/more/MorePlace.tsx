import './more-texts.ts'
import type { ComponentType } from 'preact'
import { Split } from '../../components/Screen.tsx'
import { t } from '../../i18n/index.ts'
import { AboutPage } from './AboutPage.tsx'
import { AttentionPage } from './AttentionPage.tsx'
import { AuditPage } from './AuditPage.tsx'
import { DataPage } from './DataPage.tsx'
import { InboxPage } from './InboxPage.tsx'
import { KeysPage } from './KeysPage.tsx'
import { MePage } from './MePage.tsx'
import { MoreList } from './MoreList.tsx'
import { NotificationsPage } from './NotificationsPage.tsx'
import { isPage, type Page } from './pages.ts'
import { ProductsPage } from './products/ProductsPage.tsx'
import { ShopPage } from './ShopPage.tsx'
import { TeamPage } from './TeamPage.tsx'
import { TiersPage } from './TiersPage.tsx'
import './more.css'

const SCREENS: Record<Page, ComponentType> = {
  inbox: InboxPage,
  notifications: NotificationsPage,
  shop: ShopPage,
  me: MePage,
  team: TeamPage,
  tiers: TiersPage,
  products: ProductsPage,
  keys: KeysPage,
  audit: AuditPage,
  data: DataPage,
  attention: AttentionPage,
  about: AboutPage,
}

/** Everything that is not daily work. */
export function MorePlace({ page }: { page?: string }) {
  const at = isPage(page) ? page : null
  const Open = at && SCREENS[at]
  return <Split list={<MoreList at={at} />} detail={Open && <Open key={at} />} empty={t('more.pick')} />
}
