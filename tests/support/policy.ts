import type { Page } from 'playwright-core'

/** Keeps what the page's policy refused, from before its first script on. */
export async function watchPolicy(page: Page): Promise<() => Promise<string[]>> {
  await page.addInitScript(() => {
    const refused: string[] = []
    Object.assign(window, { refused })
    addEventListener('securitypolicyviolation', ({ violatedDirective, blockedURI, sourceFile }) => {
      refused.push(`${violatedDirective} ${blockedURI} ${sourceFile}`)
    })
  })
  return () => page.evaluate(() => (window as unknown as { refused: string[] }).refused)
}
