/** What axe finds on a page, in the colours of the day and of the night, and whether a small phone holds it. */
import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import type axe from 'axe-core'
import type { Page } from 'playwright-core'
import { expect } from 'vitest'
import { PHONE, picture } from './app.ts'

const AXE = readFileSync(fileURLToPath(import.meta.resolve('axe-core/axe.min.js')), 'utf8')
/** The rules that ask for colours; of the others the second scheme says what the first did. */
const OF_COLOURS = ['color-contrast', 'link-in-text-block']

/**
 * What axe finds on the page as it is, and what it could not judge: the rule and where it is broken.
 * @param rules only these
 */
export async function findings(page: Page, rules?: readonly string[]): Promise<string[]> {
  if (!(await page.evaluate(() => 'axe' in window))) await page.evaluate(AXE)
  return page.evaluate(async (rules) => {
    const { axe: run } = window as unknown as { axe: typeof axe }
    const ask = async () => {
      // A page that changed while it was asked was seen neither as it was nor as it is.
      const watching = new MutationObserver(() => {})
      watching.observe(document, { attributes: true, childList: true, characterData: true, subtree: true })
      const found = await run.run(document, {
        preload: false,
        resultTypes: ['violations', 'incomplete'],
        // Big enough targets are asked for by WCAG 2.2 AA, but not by axe until it is told.
        ...(rules ? { runOnly: [...rules] } : { rules: { 'target-size': { enabled: true } } }),
      })
      const changed = watching.takeRecords().length > 0
      watching.disconnect()
      return changed ? null : found
    }
    let found = await ask()
    for (let tries = 1; !found && tries < 10; tries++) found = await ask()
    if (!found) return ['the page keeps changing']
    // Of a single letter, as in the mark of a tier, axe cannot tell whether it is text.
    const isLetter = ({ any }: { any: { data?: unknown }[] }) =>
      any.some(({ data }) => (data as { messageKey?: string } | null)?.messageKey === 'shortTextContent')
    // Nor what is behind the words of a drawing.
    const isDrawn = ({ any, target }: { any: { data?: unknown }[]; target: unknown[] }) =>
      !!document.querySelector(String(target[0]))?.closest('svg') &&
      any.some(({ data }) =>
        ['bgOverlap', 'imgNode'].includes(String((data as { messageKey?: string } | null)?.messageKey)),
      )
    return [...found.violations, ...found.incomplete].flatMap(({ id, nodes }) =>
      nodes
        .filter((node) => !isLetter(node) && !isDrawn(node))
        .map(({ target, failureSummary }) => `${id}: ${target.join(' ')} — ${failureSummary}`),
    )
  }, rules)
}

/** So high that nothing is under the places at the bottom, where axe could not tell its contrast. */
export const HIGH = { height: 8000 }

/**
 * The page and the sheet over it as they stand: axe in each scheme, nothing wider than a window of each of `widths`;
 * afterwards on a high phone by day.
 */
export async function looked(page: Page, what: string, widths: readonly number[] = [360]): Promise<void> {
  await page.waitForFunction(() => ![...document.querySelectorAll('.spinner')].some((el) => el.checkVisibility()))
  for (const width of widths) {
    await page.setViewportSize({ width, height: 640 })
    expect.soft([what, await page.evaluate(() => document.documentElement.scrollWidth)]).toEqual([what, width])
    const sheet = page.locator('dialog[open] .sheet-body')
    if (await sheet.count()) {
      expect.soft([what, await sheet.evaluate((el) => el.scrollWidth - el.clientWidth)]).toEqual([what, 0])
    }
  }
  for (const scheme of ['dark', 'light'] as const) {
    await inColours(page, scheme)
    await page.setViewportSize(PHONE)
    await picture(page, `${what}-${scheme}`)
    await page.setViewportSize({ ...PHONE, ...HIGH })
    const found = await findings(page, scheme === 'dark' ? OF_COLOURS : undefined)
    expect.soft([what, scheme, ...found]).toEqual([what, scheme])
  }
}

async function inColours(page: Page, colorScheme: 'light' | 'dark'): Promise<void> {
  await page.emulateMedia({ colorScheme })
  // Colours change over a frame, however short the transition.
  await page.waitForFunction(
    (scheme) =>
      matchMedia(`(prefers-color-scheme: ${scheme})`).matches &&
      document.getAnimations().every(({ playState }) => playState !== 'running'),
    colorScheme,
  )
}
