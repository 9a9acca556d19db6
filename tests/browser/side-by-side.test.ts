/** What stands in columns stands under its heads, on a phone and at a desk. */
import type { Locator, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { BrowserPhone, DESK, PHONE, type RunningApp, startApp } from '../support/app.ts'
import { signUp } from '../support/page.ts'
import { arrived } from '../support/screens.ts'

const phone = new BrowserPhone({ locale: 'zh-CN' })
let app: RunningApp
let page: Page
beforeAll(async () => {
  app = await startApp()
  page = await phone.open()
  await signUp(page, app.url)
})
afterAll(async () => {
  await phone.close()
  await app.close()
})

/** Left and right edge, px. */
const sides = async (of: Locator) => {
  const { x, width } = (await of.boundingBox()) ?? { x: Number.NaN, width: Number.NaN }
  return [Math.round(x), Math.round(x + width)]
}

test.each([
  ['a small phone', { ...PHONE, width: 360 }],
  ['a phone', PHONE],
  ['a desk', DESK],
])('each promise stands under the tier it is made to, on %s', async (_, viewport) => {
  await page.setViewportSize(viewport)
  await page.goto(new URL('/more/tiers', app.url).href)
  await arrived(page, '/more/tiers')
  const heads = page.locator('.gets thead th')
  const first = page.locator('.gets tbody').first()
  for (const i of [0, 1, 2]) {
    expect(await sides(first.locator('td:has(> .gets-value)').nth(i))).toEqual(await sides(heads.nth(i)))
  }
  const [, right] = await sides(page.locator('.gets'))
  expect(Math.abs((right ?? 0) - ((await sides(heads.nth(2)))[1] ?? 0))).toBeLessThanOrEqual(1)
})
