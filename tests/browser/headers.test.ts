/** What answers say of themselves, and that a real browser holds the app to it without the app minding. */
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { BrowserPhone, type RunningApp, startApp } from '../support/app.ts'
import { controlled, signUp } from '../support/page.ts'
import { watchPolicy } from '../support/policy.ts'
import { arrived, SCREENS } from '../support/screens.ts'

let app: RunningApp
const phone = new BrowserPhone()
let page: Page
let refused: () => Promise<string[]>

beforeAll(async () => {
  app = await startApp()
  page = await phone.open()
  refused = await watchPolicy(page)
  await signUp(page, app.url)
  await controlled(page)
})
afterAll(async () => {
  await phone.close()
  await app.close()
})

const headersOf = async (path: string) => Object.fromEntries((await fetch(app.url + path)).headers)

describe('an answer', () => {
  test.each(['/', '/today', '/b/', '/b/some-link'])('%s is a page that takes in nothing foreign', async (path) => {
    const headers = await headersOf(path)
    const policy = headers['content-security-policy'] ?? ''
    expect(policy).toContain("default-src 'none'")
    expect(policy).toContain("frame-ancestors 'none'")
    expect(policy).toContain("require-trusted-types-for 'script'")
    expect(policy).not.toMatch(/unsafe|\*|https?:/)
    expect(headers).toMatchObject({
      'x-content-type-options': 'nosniff',
      'referrer-policy': 'no-referrer',
      'cross-origin-opener-policy': 'same-origin',
      'cross-origin-resource-policy': 'same-origin',
      'permissions-policy': expect.stringContaining('camera=()'),
    })
  })

  test.each(['/api/health', '/api/nothing', '/api/session', '/api/pull', '/api/v1/customers', '/api/v1/openapi.json'])(
    '%s of the API is data and nothing else',
    async (path) => {
      expect(await headersOf(path)).toMatchObject({
        'x-content-type-options': 'nosniff',
        'content-security-policy': expect.stringContaining("default-src 'none'"),
        'cross-origin-resource-policy': 'same-origin',
        'cache-control': expect.stringMatching(/no-store|no-cache/),
      })
    },
  )
})

test('on every screen the browser has nothing to refuse', async () => {
  for (const path of Object.keys(SCREENS)) {
    await page.goto(app.url + path)
    await arrived(page, path)
    expect([path, await refused()]).toEqual([path, []])
  }
})

test('reading a file in a worker is none of it', async () => {
  await page.goto(`${app.url}/more/import`)
  await arrived(page, '/more/import')
  const csv = '订单号,买家昵称,下单时间,金额\n1,小鹿,2026-05-01 10:00,12.00\n'
  await page
    .locator('input[type=file]')
    .first()
    .setInputFiles({ name: 'o.csv', mimeType: 'text/csv', buffer: Buffer.from(csv) })
  await page.waitForFunction(() =>
    performance.getEntriesByType('resource').some(({ name }) => /parse\.worker/.test(name)),
  )
  expect(await refused()).toEqual([])
})

test('nor is the buyer’s page, without a link and with one that holds no longer', async () => {
  for (const path of ['/b/', '/b/#bl_none.none']) {
    await page.goto(app.url + path)
    await page.locator('#page > *').first().waitFor()
    expect([path, await refused()]).toEqual([path, []])
  }
})

describe('what somebody slips into a page', () => {
  test.each(['/today', '/b/'])('on %s does not run', async (path) => {
    await page.goto(app.url + path)
    await page.locator('#app > *, #page > *').first().waitFor()
    const tried = await page.evaluate(async () => {
      const outcome: Record<string, string> = {}
      const run = (name: string, work: () => void) => {
        try {
          work()
          outcome[name] = 'let in'
        } catch (error) {
          outcome[name] = (error as Error).name
        }
      }
      run('innerHTML', () => {
        document.body.appendChild(document.createElement('div')).innerHTML = '<img src=x onerror="window.evil=1">'
      })
      run('script text', () => {
        const script = document.createElement('script')
        script.text = 'window.evil=1'
        document.head.append(script)
      })
      run('document.write', () => document.write('<script>window.evil=1</script>'))
      run('foreign worker', () => new Worker('data:text/javascript,postMessage(1)'))
      run('another policy', () => {
        const factory = (window as unknown as { trustedTypes: { createPolicy(name: string, rules: object): unknown } })
          .trustedTypes
        factory.createPolicy('anything', { createHTML: (html: string) => html })
      })
      const inline = document.createElement('a')
      run('inline handler', () => inline.setAttribute('onclick', 'window.evil=1'))
      document.body.append(inline)
      inline.click()
      const style = document.createElement('style')
      style.textContent = 'body { outline: 7px solid red }'
      document.head.append(style)
      await new Promise((later) => setTimeout(later, 0))
      outcome.style = getComputedStyle(document.body).outlineWidth === '7px' ? 'let in' : 'refused'
      outcome.evil = String((window as unknown as { evil?: number }).evil)
      style.remove()
      inline.remove()
      return outcome
    })
    expect(tried).toEqual({
      innerHTML: 'TypeError',
      'script text': 'TypeError',
      'document.write': 'TypeError',
      'foreign worker': 'TypeError',
      'another policy': 'TypeError',
      'inline handler': 'TypeError',
      style: 'refused',
      evil: 'undefined',
    })
    // And was told, so that the screens above could have been found out.
    expect((await refused()).length).toBeGreaterThan(5)
  })

  test('another site neither frames the app nor takes in its answers', async () => {
    const other = await phone.context.newPage()
    await other.route('http://evil.example/**', (route) =>
      route.fulfill({
        contentType: 'text/html',
        body: `<iframe src="${app.url}/today"></iframe><img src="${app.url}/icons/icon-192.png">`,
      }),
    )
    await other.goto('http://evil.example/')
    const image = await other.evaluate(() => document.querySelector('img')?.naturalWidth)
    expect(image).toBe(0)
    expect(
      await other
        .frames()
        .at(-1)
        ?.evaluate(() => document.querySelector('#app')?.tagName ?? 'nothing'),
    ).toBe('nothing')
    await other.close()
  })
})
