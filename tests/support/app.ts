/** The built app in a real browser: what `npm start` runs, with a browser profile that survives being killed. */
import { spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { type Browser, type BrowserContext, chromium, type Page } from 'playwright-core'
import { type Database, open } from '../../db/client.ts'
import { startLocalDatabase } from '../../db/local.ts'
import { migrate } from '../../db/migrate.ts'
import type { Vapid } from '../../worker/deps.ts'
import type { SignUpMode } from '../../worker/domain/one-time-links.ts'
import { startWorkerd } from '../../worker/host/workerd.ts'

/** Where the built app lies. */
export const DIST = process.env.ASSETS ?? resolve(import.meta.dirname, '../../web/dist')

export interface RunningApp {
  url: string
  database: Database
  tick(): Promise<void>
  close(): Promise<void>
}

export async function startApp(options: { vapid?: Vapid; signUp?: SignUpMode } = {}): Promise<RunningApp> {
  const dir = mkdtempSync(join(tmpdir(), 'regulars-app-'))
  const local = await startLocalDatabase({ file: join(dir, 'app.db'), token: 'app' })
  await migrate(local.url, 'app')
  const worker = await startWorkerd({
    databaseUrl: local.url,
    databaseToken: 'app',
    vapid: options.vapid ?? null,
    ...(options.signUp && { signUp: options.signUp }),
    assets: DIST,
  })
  return {
    url: `http://localhost:${worker.url.port}`,
    database: open(local.url, 'app'),
    tick: () => worker.tick(),
    async close() {
      await worker.close()
      await local.close()
      rmSync(dir, { recursive: true, force: true })
    },
  }
}

export interface PhoneOptions {
  locale?: 'zh-CN' | 'en-US'
  colorScheme?: 'light' | 'dark'
  viewport?: { width: number; height: number }
  /** Pixels of the screen for one of the page; drawing takes its square. */
  sharpness?: number
  /** The whole browser, which shows notices; it needs `profile`. */
  notices?: boolean
  /** A browser of its own that keeps on disk what it has, and so may be killed and opened again; a second slower. */
  profile?: boolean
}

const PICTURES = resolve(import.meta.dirname, '../browser/pictures')
/** With PICTURES=1 the tests keep pictures of what they pass (not in the repository) to be looked at. */
export const PICTURED = process.env.PICTURES === '1'

export const PHONE = { width: 390, height: 844 }
export const DESK = { width: 1280, height: 800 }

const BROWSER = {
  headless: true,
  args: [
    '--no-sandbox',
    '--disable-gpu',
    '--disable-quic',
    '--no-first-run',
    '--disable-background-networking',
    '--disable-component-update',
    '--disable-sync',
  ],
}
/** The browser that phones without a profile share, each with a store of its own. */
let shared: Promise<Browser> | null = null

export async function closeBrowser(): Promise<void> {
  const closing = shared
  shared = null
  await (await closing)?.close()
}

/** A phone with a store of its own. `kill` ends its browser as the system would; `open` starts it again. */
export class BrowserPhone {
  readonly #options: PhoneOptions
  readonly #profile: string | null
  #context: BrowserContext | null = null
  readonly problems: string[] = []
  constructor(options: PhoneOptions = {}) {
    this.#options = options
    this.#profile = options.profile ? mkdtempSync(join(tmpdir(), 'regulars-phone-')) : null
  }

  async open({ offline = false } = {}): Promise<Page> {
    const { locale = 'zh-CN', colorScheme = 'light', viewport = PHONE, sharpness = PICTURED ? 2 : 1 } = this.#options
    const { CHROME_PATH, HEADLESS_PATH } = process.env
    const executablePath = (this.#options.notices ? CHROME_PATH : HEADLESS_PATH) as string
    const browser = { ...BROWSER, executablePath }
    const phone = {
      ...{ locale, colorScheme, viewport, timezoneId: 'Asia/Shanghai' },
      deviceScaleFactor: sharpness,
      hasTouch: viewport.width < 900,
    }
    if (!this.#profile) shared ??= chromium.launch(browser)
    const context = this.#profile
      ? await chromium.launchPersistentContext(this.#profile, { ...browser, ...phone })
      : await (await (shared as Promise<Browser>)).newContext(phone)
    this.#context = context
    await context.setOffline(offline)
    const page = context.pages()[0] ?? (await context.newPage())
    page.on('pageerror', (error) => this.problems.push(`page: ${error.message}`))
    page.on('console', (message) => {
      if (message.type() === 'error' && !/Failed to load resource|net::ERR/.test(message.text())) {
        this.problems.push(`console: ${message.text()}`)
      }
    })
    page.setDefaultTimeout(20_000)
    return page
  }

  get context(): BrowserContext {
    if (!this.#context) throw new Error('the phone is off')
    return this.#context
  }

  /** Whether a cookie is on disk: the browser writes them every half minute, and what it has not written a kill takes. */
  keeps(cookie: string): boolean {
    try {
      return readFileSync(join(this.#profile ?? '', 'Default/Cookies')).includes(cookie)
    } catch {
      return false
    }
  }

  /** SIGKILL to the browser: nothing gets a chance to save itself. */
  async kill(): Promise<void> {
    if (!this.#profile) throw new Error('the phone has no profile: nothing of it would outlive this')
    const context = this.context
    this.#context = null
    const gone = new Promise((done) => context.once('close', done))
    const found = spawnSync('pgrep', ['-f', '--', `--user-data-dir=${this.#profile}`], { encoding: 'utf8' })
    for (const pid of found.stdout.split('\n').filter(Boolean).map(Number)) {
      try {
        process.kill(pid, 'SIGKILL')
      } catch {
        // A child that went with its parent.
      }
    }
    await gone
  }

  async close(): Promise<void> {
    await this.#context?.close().catch(() => {})
    if (this.#profile) rmSync(this.#profile, { recursive: true, force: true, maxRetries: 5 })
  }
}

export async function picture(page: Page, name: string): Promise<void> {
  if (PICTURED) await page.screenshot({ path: join(PICTURES, `${name}.png`), animations: 'disabled' })
}
