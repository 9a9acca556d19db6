/** The app as something installed: what a browser asks of it, its policy, its start without a network, its updates. */
import type { Page, Route } from 'playwright-core'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { BrowserPhone, type PhoneOptions, picture, type RunningApp, startApp } from '../support/app.ts'
import { controlled, goWithin, signUp } from '../support/page.ts'
import { watchPolicy } from '../support/policy.ts'
import { arrived, SCREENS, WORDS } from '../support/screens.ts'
import { startVersions, type Versions } from '../support/versions.ts'

let app: RunningApp
const phones: BrowserPhone[] = []

beforeAll(async () => {
  app = await startApp()
})
afterEach(async () => {
  for (const phone of phones.splice(0)) {
    const { problems } = phone
    await phone.close()
    expect(problems).toEqual([])
  }
})
afterAll(async () => {
  await app.close()
})

/** A phone that goes when the test ends; nothing may have gone wrong in it by then. */
function newPhone(options?: PhoneOptions): BrowserPhone {
  const phone = new BrowserPhone(options)
  phones.push(phone)
  return phone
}

interface Icon {
  src: string
  sizes: string
  type: string
  purpose?: string
}
interface Manifest {
  name: string
  short_name: string
  lang: string
  start_url: string
  scope: string
  display: string
  icons: Icon[]
  shortcuts: { url: string }[]
}

/** Width × height as the PNG's own header says. */
async function pngSize(path: string): Promise<string> {
  const answer = await fetch(new URL(path, app.url))
  expect([answer.status, answer.headers.get('content-type')]).toEqual([200, 'image/png'])
  const bytes = Buffer.from(await answer.arrayBuffer())
  expect(bytes.subarray(0, 8).toString('latin1')).toBe('\x89PNG\r\n\x1a\n')
  return `${bytes.readUInt32BE(16)}x${bytes.readUInt32BE(20)}`
}

describe('installing', () => {
  test('the manifest says what a phone puts on its home screen', async () => {
    const answer = await fetch(`${app.url}/manifest.webmanifest`)
    expect(answer.headers.get('content-type')).toContain('application/manifest+json')
    const manifest = (await answer.json()) as Manifest
    expect(manifest).toMatchObject({
      ...{ name: '回头客 Regulars', short_name: '回头客', lang: 'zh-CN' },
      ...{ start_url: '/today', scope: '/', display: 'standalone' },
    })
    const kinds = manifest.icons.map(({ sizes, purpose = 'any' }) => `${sizes} ${purpose}`)
    expect(kinds).toEqual(expect.arrayContaining(['192x192 any', '512x512 any', '512x512 maskable']))
    for (const { src, sizes } of manifest.icons) expect(await pngSize(src)).toBe(sizes)
    for (const { url } of manifest.shortcuts) expect(Object.keys(SCREENS)).toContain(url)
  })
})

describe('what the server answers', () => {
  test('an address of a screen is the page, with its policy', async () => {
    const answer = await fetch(`${app.url}/customers/some-id`)
    expect([answer.status, answer.headers.get('content-type')]).toEqual([200, 'text/html; charset=utf-8'])
    const policy = answer.headers.get('content-security-policy') ?? ''
    expect(policy).toContain("default-src 'none'")
    expect(policy).not.toMatch(/unsafe|\*|https?:/)
  })
})

describe('before anybody came in', () => {
  const phone = new BrowserPhone({ profile: true })
  let page: Page
  beforeAll(async () => {
    page = await phone.open()
    await page.goto(app.url)
    await controlled(page)
  })
  afterAll(() => phone.close())

  test('the browser finds nothing missing for installing, and iOS its icon', async () => {
    const session = await phone.context.newCDPSession(page)
    const { errors } = await session.send('Page.getAppManifest')
    expect(errors).toEqual([])
    expect(await session.send('Page.getInstallabilityErrors')).toEqual({ installabilityErrors: [] })
    const icon = await page.locator('link[rel="apple-touch-icon"]').getAttribute('href')
    expect(await pngSize(icon ?? '')).toBe('180x180')
  })

  test('a file of an older version is missing, not the page', async () => {
    for (const path of ['/assets/x.js', '/assets/old/x.css']) {
      const direct = await fetch(app.url + path)
      expect([direct.status, (await direct.text()).includes('<html')]).toEqual([404, false])
      expect(await page.evaluate(async (path) => (await fetch(path)).status, path)).toBe(404)
    }
  })

  test('without a network the page comes from the phone, and its policy with it', async () => {
    await phone.context.setOffline(true)
    const refused = await watchPolicy(page)
    await page.reload()
    const outcome = await page.evaluate(() => {
      try {
        const script = document.createElement('script')
        script.textContent = 'window.injected = true'
        document.head.append(script)
        return 'let in'
      } catch (error) {
        return (error as Error).name
      }
    })
    expect(outcome).toBe('TypeError')
    await expect.poll(refused).toHaveLength(1)
    expect(await page.evaluate(() => 'injected' in window)).toBe(false)
    expect(phone.problems.splice(0)).toEqual([expect.stringContaining('TrustedScript')])
  })

  test('without a network coming in says why it does not work', async () => {
    await phone.context.setOffline(true)
    await page.reload()
    const { account, common } = WORDS['zh-CN']
    await page.getByLabel(account.field.email).fill('aqing@example.test')
    await page.getByLabel(account.field.password, { exact: true }).fill('correct horse 电池')
    await page.getByRole('button', { name: account.submit.in, exact: true }).click()
    await page.getByText(common.problem.network.what).waitFor()
    expect(phone.problems).toEqual([])
  })
})

// Every screen as the first of a visit in one language; of the other its words are what may be missing.
describe.each([
  [
    'zh-CN',
    [
      ['loaded', true],
      ['within', false],
    ],
  ],
  ['en-US', [['within', true]]],
] as const)('after one visit (%s)', (locale, ways) => {
  test('every screen opens without a network, in a killed browser too, and keeps to the policy', async () => {
    const phone = newPhone({ locale, profile: true })
    const page = await phone.open()
    const refused = await watchPolicy(page)
    await signUp(page, app.url)
    await controlled(page)
    await phone.context.setOffline(true)
    await page.reload()
    await page.getByText(WORDS[locale].common.sync.offline).waitFor()
    const go = { loaded: (path: string) => page.goto(app.url + path), within: (path: string) => goWithin(page, path) }
    for (const [how, offline] of ways) {
      await phone.context.setOffline(offline)
      for (const path of Object.keys(SCREENS)) {
        await go[how](path)
        await arrived(page, path, locale)
        expect([path, ...(await refused())]).toEqual([path])
      }
    }
    await phone.kill()
    const again = await phone.open({ offline: true })
    await again.goto(`${app.url}/disputes`)
    await arrived(again, '/disputes', locale)
    await again.goto(app.url)
    await arrived(again, '/today', locale)
  })
})

describe('a screen that does not open', () => {
  test.each([
    ['its file does not come', (route: Route) => route.abort()],
    [
      'it breaks while it is drawn',
      (route: Route) =>
        route.fulfill({
          contentType: 'text/javascript',
          body: "export const CustomersPlace = () => { throw new Error('13800001111') }",
        }),
    ],
  ])('says so under its own tab, and the others go on: %s', async (_, answer) => {
    const phone = newPhone()
    const page = await phone.open()
    await phone.context.route(/CustomersPlace-[^/]+\.js$/, answer)
    await signUp(page, app.url)
    await page.getByRole('link', { name: '客户', exact: true }).click()
    await page.getByText('这一页没能打开').waitFor()
    expect(await page.getByRole('link', { name: '客户', exact: true }).getAttribute('aria-current')).toBe('page')
    expect(await page.title()).toContain('没打开')
    await picture(page, 'trouble')
    await page.getByRole('link', { name: '回到今日' }).click()
    await arrived(page, '/today')
    await page.getByRole('link', { name: '更多', exact: true }).click()
    await arrived(page, '/more')
    await page.getByRole('link', { name: '客户', exact: true }).click()
    await phone.context.unroute(/CustomersPlace-[^/]+\.js$/)
    await page.getByRole('button', { name: '重试' }).click()
    await arrived(page, '/customers')
    const told = phone.problems.splice(0)
    expect(told.length).toBeGreaterThan(0)
    expect(told.join()).not.toContain('13800001111')
  })
})

describe('a newer version', () => {
  let versions: Versions
  beforeAll(async () => {
    versions = await startVersions(app.url)
  })
  afterAll(() => versions.close())

  const { common } = WORDS['zh-CN']
  const offer = (page: Page) => page.getByRole('button', { name: common.sync.updateNow })
  const release = (page: Page) => page.locator('meta[name="release"]').getAttribute('content')
  const renewed = (page: Page, before: string | null) =>
    page.waitForFunction((before) => {
      const now = document.querySelector('meta[name="release"]')?.getAttribute('content')
      return now && now !== before
    }, before)
  const look = (page: Page) => page.evaluate(async () => void (await (await navigator.serviceWorker.ready).update()))
  const state = (page: Page) =>
    page.evaluate(async () => {
      const { active, waiting } = await navigator.serviceWorker.ready
      return { active: active?.state ?? null, waiting: waiting?.state ?? null }
    })
  function countLoads(page: Page): () => number {
    let loads = 0
    page.on('load', () => loads++)
    return () => loads
  }

  test('is offered, not forced; taken, it loads the page once', async () => {
    const page = await newPhone().open()
    await signUp(page, versions.url, '/disputes/new')
    await controlled(page)
    const before = await release(page)
    const words = page.getByRole('textbox').first()
    await words.fill('正写到一半')
    const loads = countLoads(page)
    versions.release()
    await look(page)
    await offer(page).waitFor()
    expect(await words.inputValue()).toBe('正写到一半')
    expect([loads(), await release(page)]).toEqual([0, before])
    expect(await state(page)).toEqual({ active: 'activated', waiting: 'installed' })

    await page.reload()
    await offer(page).waitFor()
    expect([loads(), await release(page)]).toEqual([1, before])

    await offer(page).click()
    await renewed(page, before)
    await arrived(page, '/disputes/new')
    await controlled(page)
    expect(await state(page)).toEqual({ active: 'activated', waiting: null })
    expect(await offer(page).count()).toBe(0)
    expect(loads()).toBe(2)
  })

  test('comes with one tap while the page is still asking for files', async () => {
    const page = await newPhone().open()
    await signUp(page, versions.url)
    await controlled(page)
    const before = await release(page)
    versions.release()
    await look(page)
    await offer(page).waitFor()
    // A request that comes as the browser stops the old version starts it again, and then it may stay for minutes.
    await page.evaluate(() => {
      const ask = async (until: number): Promise<void> => {
        while (performance.now() < until) await (await fetch('/icons/icon-192.png')).arrayBuffer()
      }
      for (let i = 0; i < 2; i++) void ask(performance.now() + 2000)
    })
    await offer(page).click()
    await renewed(page, before)
    await controlled(page)
    expect(await state(page)).toEqual({ active: 'activated', waiting: null })
  })

  test('taken in one window, it is offered in the others', async () => {
    const phone = newPhone()
    const page = await phone.open()
    await signUp(page, versions.url)
    await controlled(page)
    const other = await phone.context.newPage()
    await other.goto(`${versions.url}/customers`)
    await arrived(other, '/customers')
    const before = await release(other)
    const loads = countLoads(other)
    versions.release()
    await look(page)
    await offer(other).waitFor()
    await page.bringToFront()
    await offer(page).click()
    await renewed(page, before)
    await controlled(other)
    await offer(other).waitFor()
    expect([loads(), await release(other)]).toEqual([0, before])
    await other.bringToFront()
    await offer(other).click()
    await renewed(other, before)
    await arrived(other, '/customers')
    expect(await release(other)).toBe(await release(page))
  })
})
