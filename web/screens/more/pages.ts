/** The pages under "More" and who sees them. */
import {
  Bell,
  BellRing,
  CircleUser,
  Database,
  type IconNode,
  Info,
  KeyRound,
  MessageSquareText,
  Package,
  ScrollText,
  SlidersHorizontal,
  Store,
  TriangleAlert,
  Upload,
  UsersRound,
} from 'lucide'

export const PAGES = [
  'inbox',
  'notifications',
  'shop',
  'me',
  'team',
  'tiers',
  'products',
  'keys',
  'audit',
  'data',
  'attention',
  'about',
] as const
export type Page = (typeof PAGES)[number]

export const isPage = (text: string | undefined): text is Page =>
  (PAGES as readonly (string | undefined)[]).includes(text)

/** Some have a screen elsewhere. */
export type Entry = Page | 'import' | 'wording'

export const addressOf = (entry: Entry): string => (entry === 'wording' ? '/disputes/wording' : `/more/${entry}`)

export const ICONS: Record<Entry, IconNode> = {
  inbox: Bell,
  notifications: BellRing,
  shop: Store,
  me: CircleUser,
  team: UsersRound,
  tiers: SlidersHorizontal,
  products: Package,
  wording: MessageSquareText,
  keys: KeyRound,
  audit: ScrollText,
  import: Upload,
  data: Database,
  attention: TriangleAlert,
  about: Info,
}

export const GROUPS: readonly { group: 'messages' | 'shop' | 'data'; entries: readonly Entry[] }[] = [
  { group: 'messages', entries: ['inbox', 'attention', 'notifications'] },
  { group: 'shop', entries: ['shop', 'tiers', 'products', 'wording', 'me', 'team', 'keys', 'audit'] },
  { group: 'data', entries: ['import', 'data', 'about'] },
]
