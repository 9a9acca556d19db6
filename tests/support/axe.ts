/** What axe finds on a page, in the colours of the day and of the night. */
import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import type axe from 'axe-core'
import type { Page } from 'playwright-core'
import { expect } from 'vitest'
import { PHONE } from './app.ts'

const AXE = readFileSync(fileURLToPath(import.meta.resolve('axe-core/axe.min.js')), 'utf8')
const SCHEMES = ['light', 'dark'] as const

/** What axe finds on the page as it is, and what it could not judge: the rule and where it is broken. */
export async function findings(page: Page): Promise<string[]> {
  await page.evaluate(AXE)
  return page.evaluate(async () => {
    const { axe: run } = window as unknown as { axe: typeof axe }
    // Big enough targets are asked for by WCAG 2.2 AA, but not by axe until it is told.
    const { violations, incomplete } = await run.run(document, { rules: { 'target-size': { enabled: true } } })
    // Of a single letter, as in the mark of a tier, axe cannot tell whether it is text.
    const isLetter = ({ any }: { any: { data?: unknown }[] }) =>
      any.some(({ data }) => (data as { messageKey?: string } | null)?.messageKey === 'shortTextContent')
    // Nor what is behind the words of a drawing.
    const isDrawn = ({ any, target }: { any: { data?: unknown }[]; target: unknown[] }) =>
      !!document.querySelector(String(target[0]))?.closest('svg') &&
      any.some(({ data }) =>
        ['bgOverlap', 'imgNode'].includes(String((data as { messageKey?: string } | null)?.messageKey)),
      )
    return [...violations, ...incomplete].flatMap(({ id, nodes }) =>
      nodes
        .filter((node) => !isLetter(node) && !isDrawn(node))
        .map(({ target, failureSummary }) => `${id}: ${target.join(' ')} — ${failureSummary}`),
    )
  })
}

export async function inEachScheme(page: Page, look: (scheme: string) => Promise<void>): Promise<void> {
  for (const colorScheme of SCHEMES) {
    await page.emulateMedia({ colorScheme })
    // Colours change over a frame, however short the transition.
    await page.waitForFunction(
      (scheme) =>
        matchMedia(`(prefers-color-scheme: ${scheme})`).matches &&
        document.getAnimations().every(({ playState }) => playState !== 'running'),
      colorScheme,
    )
    await look(colorScheme)
  }
}

/** So high that nothing is under the places at the bottom, where axe could not tell its contrast. */
export const HIGH = { height: 8000 }

/** As it stands: axe in each scheme, and nothing wider than a small phone, on the page or in the sheet over it. */
export async function looked(page: Page, what: string): Promise<void> {
  await page.waitForFunction(() => !document.querySelector('dialog .spinner'))
  await inEachScheme(page, async (scheme) =>
    expect.soft([what, scheme, ...(await findings(page))]).toEqual([what, scheme]),
  )
  await page.setViewportSize({ width: 360, height: 640 })
  expect.soft([what, await page.evaluate(() => document.documentElement.scrollWidth)]).toEqual([what, 360])
  const sheet = page.locator('dialog[open] .sheet-body')
  if (await sheet.count()) {
    expect.soft([what, await sheet.evaluate((el) => el.scrollWidth - el.clientWidth)]).toEqual([what, 0])
  }
  await page.setViewportSize({ ...PHONE, ...HIGH })
}
