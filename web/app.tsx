import type { ComponentChildren } from 'preact'
import { useEffect } from 'preact/hooks'
import { LocationProvider, Route, Router, ErrorBoundary as Suspense, useLocation } from 'preact-iso'
import { Guard } from './components/Guard.tsx'
import { later } from './components/later.ts'
import { Spinner } from './components/Progress.tsx'
import { Frame } from './components/Screen.tsx'
import { type Tab, TabBar } from './components/TabBar.tsx'
import { Toasts } from './components/Toast.tsx'
import { t } from './i18n/index.ts'
import { useBadges } from './screens/today/badges.ts'
import { TodayScreen } from './screens/today/TodayScreen.tsx'
import { gate } from './session.ts'
import { onOpen } from './sw/register.ts'

const CustomersPlace = later(() => import('./screens/customers/CustomersPlace.tsx').then((m) => m.CustomersPlace))
const TierReview = later(() => import('./screens/customers/TierReview.tsx').then((m) => m.TierReview))
const TierHistory = later(() => import('./screens/customers/history/TierHistory.tsx').then((m) => m.TierHistory))
const TiersOverview = later(() => import('./screens/tiers/TiersOverview.tsx').then((m) => m.TiersOverview))
const SegmentsPlace = later(() => import('./screens/segments/SegmentsPlace.tsx').then((m) => m.SegmentsPlace))
const DisputesPlace = later(() => import('./screens/disputes/DisputesPlace.tsx').then((m) => m.DisputesPlace))
const NewDispute = later(() => import('./screens/disputes/NewDispute.tsx').then((m) => m.NewDispute))
const WinBackPlace = later(() => import('./screens/win-back/WinBackPlace.tsx').then((m) => m.WinBackPlace))
const MorePlace = later(() => import('./screens/more/MorePlace.tsx').then((m) => m.MorePlace))
const ImportScreen = later(() => import('./screens/import/ImportScreen.tsx').then((m) => m.ImportScreen))
const CostImport = later(() => import('./screens/more/products/CostImport.tsx').then((m) => m.CostImport))
const AccountScreen = later(() => import('./screens/account/AccountScreen.tsx').then((m) => m.AccountScreen))
const JoinScreen = later(() => import('./screens/account/JoinScreen.tsx').then((m) => m.JoinScreen))
const Removed = later(() => import('./screens/account/Removed.tsx').then((m) => m.Removed))
const OtherUser = later(() => import('./screens/account/OtherUser.tsx').then((m) => m.OtherUser))

export function App() {
  return (
    <LocationProvider>
      <Guarded>
        <Suspense>
          <Gate />
        </Suspense>
      </Guarded>
      <Toasts />
    </LocationProvider>
  )
}

function Guarded({ children }: { children: ComponentChildren }) {
  return <Guard at={useLocation().path}>{children}</Guard>
}

function Gate() {
  const { path, route } = useLocation()
  useEffect(() => onOpen(route), [route])
  useEffect(() => {
    // Mends a subscription that got lost. Without its chunk this phone stays as it is until next time.
    if (gate.value === 'in') import('./push/page.ts').then(({ pagePush }) => pagePush().check()).catch(() => {})
  }, [gate.value])
  // A link that opens once leads in, whoever is signed in here.
  if (path === '/join' && gate.value !== 'other-user') return <JoinScreen />
  switch (gate.value) {
    case 'unknown':
      return <Spinner label={t('common.app')} />
    case 'out':
      return <AccountScreen />
    case 'removed':
      return <Removed />
    case 'other-user':
      return <OtherUser />
    case 'in':
      return <Places />
  }
}

function Places() {
  const { path } = useLocation()
  return (
    <Frame tabs={<TabBar at={tabOf(path)} badges={useBadges()} />}>
      <Guard at={path}>
        <Router>
          <Route path="/today" component={TodayScreen} />
          <Route path="/customers/review" component={TierReview} />
          <Route path="/customers/tiers" component={TiersOverview} />
          <Route path="/customers/tiers/history/:id?" component={TierHistory} />
          <Route path="/customers/segments/:id?/:page?" component={SegmentsPlace} />
          <Route path="/customers/:id?" component={CustomersPlace} />
          <Route path="/disputes/new" component={NewDispute} />
          <Route path="/disputes/:id?" component={DisputesPlace} />
          <Route path="/win-back/:id?" component={WinBackPlace} />
          <Route path="/more/import" component={ImportScreen} />
          <Route path="/more/products/import" component={CostImport} />
          <Route path="/more/:page?" component={MorePlace} />
          <Route default component={ToToday} />
        </Router>
      </Guard>
    </Frame>
  )
}

function ToToday() {
  const { route } = useLocation()
  useEffect(() => route('/today', true), [])
  return null
}

const TABS: readonly Tab[] = ['today', 'customers', 'disputes', 'win-back', 'more']
const tabOf = (path: string): Tab | null =>
  TABS.find((tab) => path === `/${tab}` || path.startsWith(`/${tab}/`)) ?? null
