/** Every screen for everybody: axe finds nothing, and nothing is wider than a small phone. */
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { BrowserPhone, DESK, PHONE, type RunningApp, startApp } from '../support/app.ts'
import { findings, HIGH, inEachScheme } from '../support/axe.ts'
import { signUp } from '../support/page.ts'
import { arrived, SCREENS, WORDS } from '../support/screens.ts'

let app: RunningApp
beforeAll(async () => {
  app = await startApp()
})
afterAll(async () => {
  await app.close()
})

describe.each(['zh-CN', 'en-US'] as const)('in %s', (locale) => {
  const phone = new BrowserPhone({ locale })
  let page: Page
  beforeAll(async () => {
    page = await phone.open()
    await page.emulateMedia({ reducedMotion: 'reduce' })
    await page.setViewportSize({ ...PHONE, ...HIGH })
  })
  afterAll(() => phone.close())

  test('signing in and signing up', async () => {
    const { mode } = WORDS[locale].account
    await page.goto(app.url)
    for (const name of [mode.in, mode.up]) {
      await page.getByRole('radio', { name, exact: true }).check()
      await inEachScheme(page, async (scheme) =>
        expect.soft([name, scheme, ...(await findings(page))]).toEqual([name, scheme]),
      )
    }
  })

  describe('for a new shop', () => {
    beforeAll(async () => {
      await signUp(page, app.url)
    })

    test.each(Object.keys(SCREENS))('%s', async (path) => {
      await page.goto(app.url + path)
      await arrived(page, path, locale)
      expect(await page.evaluate(() => document.documentElement.lang)).toBe(locale === 'en-US' ? 'en' : 'zh-CN')
      await inEachScheme(page, async (scheme) => expect.soft([scheme, ...(await findings(page))]).toEqual([scheme]))
      await page.setViewportSize({ ...DESK, ...HIGH })
      expect.soft(await findings(page)).toEqual([])
      await page.setViewportSize({ width: 360, height: 640 })
      expect.soft(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(360)
      await page.setViewportSize({ ...PHONE, ...HIGH })
    })

    test('what is planted is found', async () => {
      await page.goto(`${app.url}/today`)
      await arrived(page, '/today', locale)
      await page.locator('.screen .body').evaluate((body) => {
        const faint = document.createElement('p')
        faint.textContent = '看不清'
        faint.style.cssText = 'color: #999; background: #aaa'
        const small = document.createElement('button')
        small.style.cssText = 'width: 12px; height: 12px; min-height: 0; min-width: 0; padding: 0'
        body.append(faint, small, small.cloneNode())
      })
      const rules = (await findings(page)).map((finding) => finding.split(':')[0])
      expect(new Set(rules)).toEqual(new Set(['button-name', 'color-contrast', 'target-size']))
    })
  })

  test('nothing went wrong on any page meanwhile', () => {
    expect(phone.problems).toEqual([])
  })
})
