/** A push as it arrives on a phone: shown, and a tap leads to the case. */
import type { Page, Worker } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { messageFor } from '../../worker/notify/message.ts'
import { BrowserPhone, type RunningApp, startApp } from '../support/app.ts'
import { controlled, deliverPush, post, serviceWorker, signUp } from '../support/page.ts'
import { vapidKeys } from '../support/vapid.ts'

const phone = new BrowserPhone({ profile: true, notices: true })
let app: RunningApp
let page: Page
let key: string

beforeAll(async () => {
  app = await startApp({ vapid: vapidKeys() })
  page = await phone.open()
  await phone.context.grantPermissions(['notifications'], { origin: app.url })
  await signUp(page, app.url)
  await controlled(page)
  const made = await post<{ key: string }>(page, '/api/team/keys', { name: 'test', scopes: ['disputes:write'] })
  key = made.key
})
afterAll(async () => {
  await phone.close()
  await app.close()
})

interface Complaint {
  /** Address of the case. */
  url: string
  words: string
  payload: ReturnType<typeof messageFor>['payload']
}

/** A buyer complains through the API; the message is made of the notification that the worker wrote. */
async function complain(nickname: string, words: string): Promise<Complaint> {
  const answer = await fetch(`${app.url}/api/v1/disputes`, {
    method: 'POST',
    headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json' },
    body: JSON.stringify({ customer: { accountId: nickname, nickname }, product: '手作茶杯', words }),
  })
  expect(answer.status).toBe(201)
  const { id } = (await answer.json()) as { id: string }
  const [rows = []] = await app.database.read([
    { sql: 'SELECT * FROM notifications WHERE url = :url', args: { url: `/disputes/${id}` } },
  ])
  expect(rows).toHaveLength(1)
  const row = rows[0] as { id: string; url: string; at: number; params: string }
  const notification = { ...row, category: 'complaint' as const, params: JSON.parse(row.params) }
  const surroundings = { timezone: 'Asia/Shanghai', unread: 1, publicUrl: null }
  return { url: app.url + row.url, words, payload: messageFor(notification, 'zh-CN', surroundings).payload }
}

/** The service worker's globals that are used here: not in the library that pages have. */
interface Scope {
  registration: ServiceWorkerRegistration
  NotificationEvent: new (type: string, of: { notification: Notification; action: string }) => Event
  clients: { openWindow(url: string): Promise<null> }
  asked?: string[]
}

/** What is on screen, as the browser tells it. */
const shown = () =>
  page.evaluate(async () => {
    const registration = await navigator.serviceWorker.ready
    const all = await registration.getNotifications()
    return all.map(({ title, body, tag, lang, data, icon }) => ({ title, body, tag, lang, data, icon }))
  })

/** The person taps the notification with this tag: on its text, or on one of its buttons. Settles when handled. */
const tap = (worker: Worker, tag: string, action = '') =>
  worker.evaluate(
    async ([tag, action]) => {
      const { registration, NotificationEvent } = globalThis as unknown as Scope
      const [notification] = await registration.getNotifications({ tag })
      if (!notification) throw new Error('no such notification is shown')
      const event = new NotificationEvent('notificationclick', { notification, action })
      // An event made by a script has no lifetime to extend.
      const works: Promise<unknown>[] = []
      Object.defineProperty(event, 'waitUntil', { value: (work: Promise<unknown>) => works.push(work) })
      dispatchEvent(event)
      if (works.length === 0) throw new Error('nobody heard the tap')
      await Promise.all(works)
    },
    [tag, action] as const,
  )

test('a complaint is shown with its words and leads to its case, and the open app fetches it', async () => {
  await page.goto(`${app.url}/disputes`)
  const { payload, url, words } = await complain('林间小鹿', '杯子到手就裂了一道缝')
  await deliverPush(page, app.url, payload)
  await page.getByText(words).waitFor()
  await expect.poll(shown).toEqual([
    {
      title: '新的投诉',
      body: '林间小鹿反映「手作茶杯」有问题，先回一句，让对方知道你在处理。',
      tag: payload.id,
      lang: 'zh-CN',
      data: { url },
      icon: `${app.url}/icons/icon-192.png`,
    },
  ])
})

test('a message that comes twice is shown once', async () => {
  const { payload } = await complain('云边', '少发了一只')
  const before = await shown()
  await deliverPush(page, app.url, payload)
  await deliverPush(page, app.url, payload)
  await expect.poll(async () => (await shown()).length).toBe(before.length + 1)
})

test.each(['', 'open'])('a tap (button: "%s") opens the case in the window that is there', async (action) => {
  await page.goto(`${app.url}/customers`)
  await page.locator('h1').waitFor()
  let loads = 0
  const count = () => loads++
  page.on('load', count)
  const { payload, url, words } = await complain(`等等${action}`, `等了十天还没到 ${action}`)
  await deliverPush(page, app.url, payload)
  await expect.poll(async () => (await shown()).map(({ tag }) => tag)).toContain(payload.id)
  const worker = await serviceWorker(phone.context)
  await tap(worker, payload.id, action)
  await page.waitForURL(url)
  await page.getByText(words).filter({ visible: true }).first().waitFor()
  expect((await shown()).map(({ tag }) => tag)).not.toContain(payload.id)
  expect(loads).toBe(0)
  page.off('load', count)
})

test('without a window a tap asks for a new one at the case, and that address shows it', async () => {
  await page.goto('about:blank')
  const { payload, url, words } = await complain('阿月', '颜色和图片差太多')
  const isShown = async () =>
    (await serviceWorker(phone.context)).evaluate(async (tag) => {
      const { registration } = globalThis as unknown as Scope
      return (await registration.getNotifications({ tag })).length === 1
    }, payload.id)
  // The worker may go down with the process of the page just left, and the push with it: it is sent again.
  await expect
    .poll(
      async () => {
        if (await isShown()) return true
        await deliverPush(page, app.url, payload)
        return isShown()
      },
      { interval: 2000 },
    )
    .toBe(true)
  const worker = await serviceWorker(phone.context)
  // Browsers open windows only for a person's own tap.
  await worker.evaluate(() => {
    const scope = globalThis as unknown as Scope
    scope.asked = []
    scope.clients.openWindow = async (to) => {
      scope.asked?.push(to)
      return null
    }
  })
  await tap(worker, payload.id)
  const asked = await worker.evaluate(() => (globalThis as unknown as Scope).asked)
  expect(asked).toEqual([url])
  await page.goto(asked?.[0] ?? '')
  await page.getByText(words).filter({ visible: true }).first().waitFor()
})

test('nothing went wrong on any page meanwhile', () => {
  expect(phone.problems).toEqual([])
})
