/** What browser tests do with a page of the app, past the screens: coming in, and its service worker. */
import type { BrowserContext, Page, Worker } from 'playwright-core'
import { newId } from '../../worker/ids.ts'

/** A request of the page itself, with its cookie and its origin. @throws Error when the answer is none of 2xx */
export function post<R>(page: Page, path: string, body: unknown): Promise<R> {
  return page.evaluate(
    async ([path, body]) => {
      const answer = await fetch(path, {
        method: 'POST',
        headers: { 'content-type': 'application/json', 'x-regulars': '1' },
        body,
      })
      if (!answer.ok) throw new Error(`${path} answered ${answer.status} ${await answer.text()}`)
      return answer.json()
    },
    [path, JSON.stringify(body)] as const,
  )
}

/** Of an owner who signed up by {@link signUp}. */
export const PASSWORD = 'correct horse 电池'

/** Opens the app, makes a shop with an owner, and waits until the app is at `path` with nothing left to load. */
export async function signUp(page: Page, url: string, path = '/today'): Promise<{ shopId: string; userId: string }> {
  await page.goto(url)
  const locale = await page.evaluate(() => document.documentElement.lang)
  const user = await post<{ shopId: string; userId: string }>(page, '/api/session/sign-up', {
    ...{ shop: '山间茶铺', name: '阿青', email: `${newId()}@example.test`, password: PASSWORD },
    ...{ currency: 'CNY', timezone: 'Asia/Shanghai', locale },
  })
  const pulled = page.waitForResponse((answer) => answer.url().includes('/api/pull') && answer.ok())
  await page.goto(url + path)
  await pulled
  await page.locator('h1').waitFor()
  return user
}

/** Goes to an address within the app that is there, as a link does: nothing is loaded anew but what the screen needs. */
export function goWithin(page: Page, path: string): Promise<void> {
  return page.evaluate((path) => {
    history.pushState(null, '', path)
    dispatchEvent(new PopStateEvent('popstate'))
  }, path)
}

/** Waits until the service worker is active, has everything it keeps, and answers for this page. */
export async function controlled(page: Page): Promise<void> {
  await page.waitForFunction(async () => {
    const { active } = await navigator.serviceWorker.ready
    return active?.state === 'activated' && navigator.serviceWorker.controller === active
  })
}

/** The running service worker, to look at from inside. */
export async function serviceWorker(context: BrowserContext): Promise<Worker> {
  return context.serviceWorkers().at(-1) ?? context.waitForEvent('serviceworker')
}

/** Hands a message to the service worker as the browser does when one comes from its push service. */
export async function deliverPush(page: Page, origin: string, payload: unknown): Promise<void> {
  const session = await page.context().newCDPSession(page)
  try {
    const registrationId = new Promise<string>((found) => {
      session.on('ServiceWorker.workerRegistrationUpdated', ({ registrations }) => {
        const own = registrations.find(({ scopeURL, isDeleted }) => scopeURL === `${origin}/` && !isDeleted)
        if (own) found(own.registrationId)
      })
    })
    await session.send('ServiceWorker.enable')
    await session.send('ServiceWorker.deliverPushMessage', {
      origin,
      registrationId: await registrationId,
      data: JSON.stringify(payload),
    })
  } finally {
    await session.detach()
  }
}
