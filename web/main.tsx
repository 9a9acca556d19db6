import './styles/base.css'
import { render } from 'preact'
import { App } from './app.tsx'
import { startLocale } from './i18n/index.ts'
import { openGate } from './session.ts'
import { registerServiceWorker } from './sw/register.ts'
import { startApp } from './sync/app.ts'

// On a first visit the sign-in is needed next: no reason to wait for the store to say so.
if (!navigator.serviceWorker?.controller) void import('./screens/account/AccountScreen.tsx')

const root = document.getElementById('app') as HTMLElement

/** The first screen needs none of them, unless changes wait to be sent. */
const rules = () => import('../worker/domain/mutations.ts').then(({ catalogue }) => catalogue)

const [{ store, engine }] = await Promise.all([startApp(rules, () => location.reload()), startLocale()])
void openGate(engine)
render(<App />, root)
// What fails now is asked for again by the first change.
store.learnRules().catch(() => {})
registerServiceWorker()
