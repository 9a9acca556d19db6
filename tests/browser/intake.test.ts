/** A complaint coming in on a phone: by hand in a few taps, and from another app's share sheet without a network. */
import type { Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { BrowserPhone, picture, type RunningApp, startApp } from '../support/app.ts'
import { controlled, post, signUp } from '../support/page.ts'

let app: RunningApp
let phone: BrowserPhone
beforeAll(async () => {
  app = await startApp()
})
afterEach(async () => {
  const { problems } = phone
  await phone.close()
  expect(problems).toEqual([])
})
afterAll(async () => {
  await app.close()
})

const COMPLAINT = '货和我要的数量不一样。我要3个医药盒三个,可只发给我了一个。也没提前通知我。'
const ORDER = '3456789012345678901'

const stored = async () =>
  (
    await app.database.read([{ sql: 'SELECT words, source, orderId, channel FROM disputes ORDER BY id', args: {} }])
  )[0] ?? []

/** Counts what a finger does, across loads of the page. */
async function countTaps(page: Page): Promise<() => Promise<number>> {
  const listen = () =>
    addEventListener(
      'pointerdown',
      () => sessionStorage.setItem('taps', String(Number(sessionStorage.getItem('taps') ?? 0) + 1)),
      true,
    )
  await page.addInitScript(listen)
  await page.evaluate(listen)
  return () =>
    page.evaluate(() => {
      const taps = Number(sessionStorage.getItem('taps') ?? 0)
      sessionStorage.removeItem('taps')
      return taps
    })
}

/** A shop with one buyer and their order. */
async function enter(page: Page): Promise<void> {
  await signUp(page, app.url)
  const { key } = await post<{ key: string }>(page, '/api/team/keys', { name: 'shop', scopes: ['orders:write'] })
  const order = {
    ...{ source: 'taobao', externalId: ORDER, placedAt: new Date(Date.now() - 86_400_000).toISOString() },
    ...{ status: 'completed', currency: 'CNY', total: '38.00' },
    customer: { accountId: 'deer', nickname: '小鹿乱撞' },
    lines: [{ product: '医药盒 三个装', quantity: 1, price: '38.00' }],
  }
  const answer = await fetch(`${app.url}/api/v1/orders`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${key}` },
    body: JSON.stringify({ orders: [order] }),
  })
  expect(answer.ok).toBe(true)
  await page.goto(`${app.url}/customers`)
  await page.getByText('小鹿乱撞').first().waitFor()
}

const typing = (page: Page) => page.waitForFunction(() => document.activeElement?.tagName === 'TEXTAREA')

test('from any screen a complaint is down in at most six taps and twenty seconds', async () => {
  phone = new BrowserPhone()
  const page = await phone.open()
  await enter(page)
  const taps = await countTaps(page)
  const save = async () => {
    // The keyboard is there: typing needs no tap.
    await typing(page)
    await page.keyboard.type(COMPLAINT.slice(0, 20))
    await page.getByRole('button', { name: '记下来' }).tap()
    await page.getByText('记下了，先回一句话').waitFor()
  }
  const from: [path: string, way: () => Promise<unknown>, person: boolean, most: number][] = [
    ['/today', () => page.getByRole('link', { name: '记一件纠纷' }).first().tap(), true, 3],
    ['/customers', () => page.getByRole('link', { name: '记一件纠纷' }).first().tap(), true, 3],
    [
      '/more/about',
      async () => {
        await page.getByRole('navigation').getByRole('link', { name: /纠纷/ }).tap()
        await page.getByRole('link', { name: '记一件纠纷' }).first().tap()
      },
      true,
      4,
    ],
  ]
  for (const [path, way, person, most] of from) {
    await page.goto(app.url + path)
    await page.locator('h1:visible').first().waitFor()
    await taps()
    const at = Date.now()
    await way()
    if (person) await page.getByText('小鹿乱撞').first().tap()
    await save()
    expect([path, await taps()]).toEqual([path, most])
    expect(Date.now() - at).toBeLessThan(20_000)
  }
  // From the customer the person is there already.
  await page.goto(`${app.url}/customers`)
  await page.getByText('小鹿乱撞').first().tap()
  const link = page.locator('a[href^="/disputes/new?customer="]').first()
  await link.waitFor()
  await taps()
  await link.tap()
  await save()
  expect(await taps()).toBe(2)
  await expect.poll(async () => (await stored()).length).toBe(4)
})

/** What a share sheet does: posts a form to the manifest's address. */
const share = (page: Page, text: string) =>
  page.evaluate((text) => {
    const form = document.createElement('form')
    form.method = 'POST'
    form.action = '/share'
    form.enctype = 'multipart/form-data'
    const field = (name: string, value: string) => {
      const input = document.createElement('textarea')
      input.name = name
      input.value = value
      form.append(input)
    }
    field('title', '')
    field('text', text)
    const files = document.createElement('input')
    files.type = 'file'
    files.name = 'files'
    const canvas = document.createElement('canvas')
    canvas.width = 40
    canvas.height = 40
    const context = canvas.getContext('2d')
    if (context) {
      context.fillStyle = '#b3541e'
      context.fillRect(0, 0, 40, 40)
    }
    const bytes = Uint8Array.from(atob(canvas.toDataURL('image/png').split(',')[1] ?? ''), (c) => c.charCodeAt(0))
    const list = new DataTransfer()
    list.items.add(new File([bytes], '截图.png', { type: 'image/png' }))
    files.files = list.files
    form.append(files)
    document.body.append(form)
    form.submit()
  }, text)

test('text and a picture shared without a network become a draft, and a case once confirmed', async () => {
  phone = new BrowserPhone()
  const page = await phone.open()
  await enter(page)
  await controlled(page)
  const before = (await stored()).length
  await phone.context.setOffline(true)
  await share(page, `小鹿乱撞 10:03\n${COMPLAINT}\n订单号：${ORDER}`)
  await page.waitForURL(/\/disputes\/new\?shared=/)
  await page.getByText('自动认出来的：订单号对上了').waitFor()
  expect(await page.getByLabel('买家怎么说').inputValue()).toBe(COMPLAINT)
  await page.getByRole('img', { name: '图 1' }).waitFor()
  await picture(page, 'share')
  expect((await stored()).length).toBe(before)
  await page.getByRole('button', { name: '记下来' }).tap()
  await page.getByText('记下了，先回一句话').waitFor()
  await phone.context.setOffline(false)
  await expect.poll(async () => (await stored()).length, { timeout: 60_000 }).toBe(before + 1)
  expect((await stored()).at(-1)).toMatchObject({ words: COMPLAINT, source: 'share', channel: 'taobao' })
  const evidence = async () => (await app.database.read([{ sql: 'SELECT name, source FROM evidence', args: {} }]))[0]
  await expect.poll(evidence, { timeout: 60_000 }).toMatchObject([{ name: '截图.jpg', source: 'share' }])
})

test('where no service worker is yet, the server leads to the empty form', async () => {
  phone = new BrowserPhone()
  const form = new FormData()
  form.set('text', COMPLAINT)
  const answer = await fetch(`${app.url}/share`, { method: 'POST', body: form, redirect: 'manual' })
  expect([answer.status, answer.headers.get('location')]).toEqual([303, '/disputes/new'])
})
