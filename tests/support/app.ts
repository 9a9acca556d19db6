/** The built app in a real browser: what `npm start` runs, with a browser profile that survives being killed. */
import { spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { type BrowserContext, chromium, type Page } from 'playwright-core'
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
}

export const PHONE = { width: 390, height: 844 }
export const DESK = { width: 1280, height: 800 }

/** A browser on a profile of its own. `kill` ends the process as the system would; `open` starts it again. */
export class BrowserPhone {
  readonly #profile = mkdtempSync(join(tmpdir(), 'regulars-phone-'))
  readonly #options: PhoneOptions
  #context: BrowserContext | null = null
  readonly problems: string[] = []
  constructor(options: PhoneOptions = {}) {
    this.#options = options
  }

  async open({ offline = false } = {}): Promise<Page> {
    const { locale = 'zh-CN', colorScheme = 'light', viewport = PHONE } = this.#options
    const context = await chromium.launchPersistentContext(this.#profile, {
      executablePath: process.env.CHROME_PATH as string,
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
      locale,
      colorScheme,
      viewport,
      timezoneId: 'Asia/Shanghai',
      deviceScaleFactor: 2,
      hasTouch: viewport.width < 900,
    })
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
      return readFileSync(join(this.#profile, 'Default/Cookies')).includes(cookie)
    } catch {
      return false
    }
  }

  /** SIGKILL to the browser: nothing gets a chance to save itself. */
  async kill(): Promise<void> {
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
    rmSync(this.#profile, { recursive: true, force: true, maxRetries: 5 })
  }
}

const PICTURES = resolve(import.meta.dirname, '../browser/pictures')

/** A picture of the screen, kept beside the tests (not in the repository) to be looked at. */
export const picture = (page: Page, name: string): Promise<unknown> =>
  page.screenshot({ path: join(PICTURES, `${name}.png`), animations: 'disabled' })
