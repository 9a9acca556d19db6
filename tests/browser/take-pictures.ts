/**
 * `npm run pictures`: every main screen of the demo shop, phone and desk, light and dark, Chinese and English, into
 * tests/browser/pictures (not kept), and the few the READMEs show into web/pictures.
 */
import { mkdirSync } from 'node:fs'
import { resolve } from 'node:path'
import type { Page } from 'playwright-core'
import { DEMO_LOGIN, seedDemo } from '../../worker/host/seed.ts'
import { newId } from '../../worker/ids.ts'
import { BrowserPhone, closeBrowser, DESK, PHONE, type RunningApp, startApp } from '../support/app.ts'
import { findChromium } from '../support/chromium.ts'

const ALL = resolve(import.meta.dirname, 'pictures')
const README = resolve(import.meta.dirname, '../../web/pictures')
const LOOKS = [
  { name: 'zh-phone-light', locale: 'zh-CN', colorScheme: 'light', viewport: PHONE },
  { name: 'zh-phone-dark', locale: 'zh-CN', colorScheme: 'dark', viewport: PHONE },
  { name: 'en-phone-light', locale: 'en-US', colorScheme: 'light', viewport: PHONE },
  { name: 'zh-desk-light', locale: 'zh-CN', colorScheme: 'light', viewport: DESK },
  { name: 'en-desk-dark', locale: 'en-US', colorScheme: 'dark', viewport: DESK },
] as const
/** Which look of which screen goes into which README. */
const SHOWN: Record<string, readonly string[]> = {
  'zh-phone-light': ['today', 'customer', 'review', 'dispute', 'win-back', 'offer'],
  'en-phone-light': ['today', 'customer', 'review', 'dispute', 'win-back', 'offer'],
  'zh-phone-dark': ['today'],
  'en-desk-dark': ['disputes'],
}

async function signIn(page: Page, app: RunningApp): Promise<void> {
  await page.goto(app.url)
  const { status } = await page.evaluate(async (login) => {
    const answer = await fetch('/api/session/sign-in', {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'x-regulars': '1' },
      body: JSON.stringify(login),
    })
    return { status: answer.status }
  }, DEMO_LOGIN)
  if (status !== 200) throw new Error(`sign-in answered ${status}`)
}

async function ids(
  app: RunningApp,
): Promise<Record<'customer' | 'listen' | 'analyse' | 'dispute' | 'slipping' | 'closed', string>> {
  const one = async (sql: string) => String((await app.database.read([{ sql, args: {} }]))[0]?.[0]?.id)
  return {
    customer: await one(
      `SELECT id FROM customers WHERE tier = 'A' AND figures ->> 'stage' = 'stable' ORDER BY ordersCount DESC`,
    ),
    listen: await one(`SELECT id FROM disputes WHERE step = 'listen' ORDER BY openedAt DESC`),
    analyse: await one(`SELECT id FROM disputes WHERE step = 'analyse' ORDER BY openedAt DESC`),
    dispute: await one(`SELECT id FROM disputes WHERE step = 'resolve' ORDER BY openedAt DESC`),
    closed: await one(`SELECT id FROM disputes WHERE step = 'follow-up' ORDER BY openedAt DESC`),
    slipping: await one(
      `SELECT id FROM customers c WHERE figures ->> 'stage' = 'declining' AND openDisputes = 0 AND unhappyAt IS NULL
       AND NOT EXISTS (SELECT 1 FROM offers o WHERE o.customerId = c.id) ORDER BY figures ->> 'valueAtRisk' DESC`,
    ),
  }
}

const { whole, windowless } = findChromium()
Object.assign(process.env, { CHROME_PATH: whole, HEADLESS_PATH: windowless })
mkdirSync(ALL, { recursive: true })
mkdirSync(README, { recursive: true })
const app = await startApp()
await seedDemo(app.database, Date.now(), newId)
const id = await ids(app)
const screens: Record<string, string> = {
  today: '/today',
  customers: '/customers',
  customer: `/customers/${id.customer}`,
  review: '/customers/review',
  overview: '/customers/tiers',
  history: '/customers/tiers/history',
  segments: '/customers/segments',
  disputes: '/disputes',
  listen: `/disputes/${id.listen}`,
  analyse: `/disputes/${id.analyse}`,
  dispute: `/disputes/${id.dispute}`,
  'follow-up': `/disputes/${id.closed}`,
  'dispute-new': '/disputes/new',
  learning: '/disputes/learning',
  wording: '/disputes/wording',
  'win-back': '/win-back',
  offer: `/win-back/${id.slipping}`,
  more: '/more',
  inbox: '/more/inbox',
  tiers: '/more/tiers',
  products: '/more/products',
  notifications: '/more/notifications',
  data: '/more/data',
  import: '/more/import',
}
for (const { name, ...look } of LOOKS) {
  const phone = new BrowserPhone({ ...look, sharpness: 2 })
  const page = await phone.open()
  await signIn(page, app)
  await page.goto(`${app.url}/customers`)
  // Everything is on the phone when the orders, which come last, have stopped coming.
  await page.waitForFunction(() => !document.querySelector('.strip'), null, { timeout: 60_000 })
  for (const [screen, path] of Object.entries(screens)) {
    await page.goto(app.url + path)
    await page.locator('.screen:visible').first().waitFor()
    await page.waitForLoadState('networkidle')
    await page.screenshot({ path: `${ALL}/${name}-${screen}.png`, animations: 'disabled' })
    if (SHOWN[name]?.includes(screen)) {
      await page.screenshot({
        path: `${README}/${name}-${screen}.jpg`,
        type: 'jpeg',
        quality: 82,
        animations: 'disabled',
      })
    }
  }
  for (const problem of phone.problems) console.error(`${name}: ${problem}`)
  await phone.close()
}
await closeBrowser()
await app.close()
process.exit(0)
