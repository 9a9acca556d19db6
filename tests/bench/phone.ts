/** The phone's side in Chromium on a slowed-down processor: first sync, a delta, search as you type. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Browser, chromium, type Page } from 'playwright-core'
import { build } from 'vite'
import { bumpRev, REV, statement } from '../../db/statement.ts'
import { findChromium } from '../support/chromium.ts'
import type { Report } from './figure.ts'
import { addCustomers, addOrders, customerId } from './fixture.ts'
import type { PhoneBench, SearchTimes, SyncTime } from './page/main.ts'
import { AT_SCALE, scaled } from './scale.ts'
import { PASSWORD, type Shop, type Stage, startStage } from './stage.ts'
import { median } from './timing.ts'

const CUSTOMERS = 50_000
const DELTA = 500
const ROUNDS = 3
const TIMES = 7
const SLOWER = 4
const BUDGET = { firstSync: 2, delta: 3, search: 3 }
/** Letters typed one after the other: a nickname, a phone, somebody nobody knows. */
const TYPED = ['小', '小鹿', '小鹿9', '1', '13', '138', '1380', '13801', '13801x', '山', '山云', 'zzz']

export async function phone(report: Report): Promise<void> {
  const assets = mkdtempSync(join(tmpdir(), 'regulars-bench-page-'))
  await build({
    root: join(import.meta.dirname, 'page'),
    configFile: false,
    logLevel: 'error',
    build: { outDir: assets, emptyOutDir: true, target: 'es2022', modulePreload: { polyfill: false } },
  })
  const stage = await startStage({ assets })
  const browser = await chromium.launch({ executablePath: findChromium().whole, args: ['--no-sandbox'] })
  try {
    const shop = await stage.shop()
    const count = scaled(CUSTOMERS)
    const now = Date.now()
    await addCustomers(shop.db, count, now)
    await addOrders(shop.db, count * 2, count, now)
    // Figures are most of what a customer's row weighs.
    await stage.request('POST', '/api/v1/recompute', shop, {})
    await onPhone(report, stage, shop, browser, count)
  } finally {
    await browser.close()
    await stage.close()
    rmSync(assets, { recursive: true, force: true })
  }
}

async function onPhone(report: Report, stage: Stage, shop: Shop, browser: Browser, count: number): Promise<void> {
  const context = await browser.newContext({ viewport: { width: 390, height: 844 } })
  const page = await context.newPage()
  page.setDefaultTimeout(600_000)
  const address = new URL(stage.url)
  // Secure cookies over http are for localhost only.
  address.hostname = 'localhost'
  await page.goto(address.href)
  await page.waitForFunction(() => 'bench' in globalThis)
  await run(page, 'signIn', shop.email, PASSWORD)
  const cdp = await context.newCDPSession(page)
  await cdp.send('Emulation.setCPUThrottlingRate', { rate: SLOWER })

  const firsts: SyncTime[] = []
  const wholes: number[] = []
  for (let i = 0; i < ROUNDS; i++) {
    await run(page, 'wipe')
    const first = await run<SyncTime>(page, 'pull')
    if (first.rows !== count) throw new Error(`${first.rows} of ${count} customers arrived`)
    firsts.push(first)
    wholes.push(await run<number>(page, 'insertBare', count, true))
  }
  const firstMs = median(firsts.map((first) => first.ms))
  report.measured('customers', '', count, `medians of ${ROUNDS} rounds`)
  const firstPage = Math.round(median(firsts.map((first) => first.firstPageMs)))
  report.measured('first sync', 's', firstMs / 1000, `first page after ${firstPage} ms`)
  report.measured('bare IndexedDB insert of the same rows', 's', median(wholes) / 1000, 'one transaction')
  report.atMost(BUDGET.firstSync, 'first sync ÷ bare insert', '×', firstMs / median(wholes), AT_SCALE)

  const deltas: number[] = []
  const bares: number[] = []
  for (let i = 0; i < TIMES; i++) {
    await touch(shop, i)
    deltas.push((await run<SyncTime>(page, 'pull')).ms)
    bares.push(await run<number>(page, 'insertBare', DELTA, false))
  }
  report.measured(`delta of ${DELTA} rows`, 'ms', median(deltas), `bare insert: ${Math.round(median(bares))} ms`)
  report.atMost(BUDGET.delta, 'delta ÷ bare insert', '×', median(deltas) / median(bares))

  const found = await run<SearchTimes>(page, 'search', TYPED, TIMES)
  report.measured('search: building the index once', 'ms', found.indexMs)
  report.measured(
    'search: a letter typed',
    'ms',
    median(found.search),
    `bare scan: ${median(found.bare).toPrecision(3)} ms`,
  )
  report.atMost(BUDGET.search, 'search ÷ bare scan', '×', median(found.search) / median(found.bare), AT_SCALE)
}

/** `page.evaluate` for a function of the bench page. */
function run<R = void>(page: Page, name: keyof PhoneBench, ...args: unknown[]): Promise<R> {
  return page.evaluate(
    ([name, args]) => {
      const { bench } = globalThis as unknown as { bench: Record<string, (...args: unknown[]) => unknown> }
      return bench[name as string]?.(...(args as unknown[])) as never
    },
    [name, args] as const,
  )
}

/** Gives {@link DELTA} customers something new. */
const touch = ({ db }: Shop, i: number) =>
  db.write([
    bumpRev(),
    statement(
      `UPDATE customers SET rev = ${REV}, note = 'note ' || :i WHERE shopId = :shop AND id >= :from AND id < :to`,
      { i, from: customerId(i * DELTA), to: customerId((i + 1) * DELTA) },
    ),
  ])
