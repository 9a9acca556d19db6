/** A case that is no complaint, from the buyer's link to its end and back, also offline. */
import { readFileSync } from 'node:fs'
import type { Page } from 'playwright-core'
import { encode } from 'uqr'
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { forShop } from '../../db/client.ts'
import { statement } from '../../db/statement.ts'
import { handling as words } from '../../web/i18n/zh-CN/handling.ts'
import { intake } from '../../web/i18n/zh-CN/intake.ts'
import { linkAddress } from '../../worker/domain/links.ts'
import { BrowserPhone, PHONE, picture, type RunningApp, startApp } from '../support/app.ts'
import { looked } from '../support/axe.ts'
import { controlled, post, signUp } from '../support/page.ts'
import { PASSWORD } from '../support/worker.ts'

let app: RunningApp
const phones: BrowserPhone[] = []
beforeAll(async () => {
  app = await startApp()
})
afterEach(async () => {
  for (const phone of phones.splice(0)) await phone.close()
})
afterAll(() => app.close())

const newPhone = () => {
  const phone = new BrowserPhone()
  phones.push(phone)
  return phone
}
const button = (page: Page, name: string) => page.getByRole('button', { name, exact: true })

/** The first that can be seen: beside a case its queue may lie hidden. */
const seen = (page: Page, text: string) => page.getByText(text).filter({ visible: true }).first()

/** A shop with a case that a stranger wrote by its complaint link, open on the seller's phone; and the stranger's page. */
async function complained() {
  const phone = newPhone()
  const seller = await phone.open()
  await phone.context.grantPermissions(['clipboard-read', 'clipboard-write'])
  const { shopId } = await signUp(seller, app.url)
  await seller.goto(`${app.url}/more/shop`)
  await button(seller, '生成一个投诉入口').click()
  await button(seller, '复制').click()
  const link = /https?:\S+$/.exec(await seller.evaluate(() => navigator.clipboard.readText()))?.[0] ?? ''
  const db = forShop(app.database, shopId)
  const rows = async (sql: `${string}:shop${string}`) => (await db.read([statement(sql)]))[0] ?? []
  await expect.poll(() => rows('SELECT id FROM links WHERE shopId = :shop')).toHaveLength(1)

  const buyer = await newPhone().open()
  await buyer.goto(link)
  await buyer.getByLabel('发生了什么').fill('加微信领红包，先到先得')
  await button(buyer, '提交给店家').click()
  await buyer.getByRole('heading', { name: '店家收到了，会尽快回复你' }).waitFor()
  const [found] = await rows('SELECT id FROM disputes WHERE shopId = :shop')
  const id = String(found?.id)
  const path = `${app.url}/disputes/${id}`
  await seller.goto(path)
  await seen(seller, '加微信领红包').waitFor()
  const [login] = await rows('SELECT email FROM logins WHERE shopId = :shop')
  const outcome = async () => (await rows('SELECT outcome FROM disputes WHERE shopId = :shop'))[0]?.outcome
  return { phone, seller, buyer, link, path, email: String(login?.email), outcome }
}

/** The pixel in the middle of each module of a code, dark or not, as `size` modules lie on a saved card. */
const modulesOf = (page: Page, png: Buffer, size: number): Promise<boolean[][]> =>
  page.evaluate(
    async ([data, size]) => {
      const bytes = Uint8Array.from(atob(data), (char) => char.charCodeAt(0))
      const card = await createImageBitmap(new Blob([bytes], { type: 'image/png' }))
      const at = new OffscreenCanvas(card.width, card.height).getContext('2d') as OffscreenCanvasRenderingContext2D
      at.drawImage(card, 0, 0)
      const each = Math.floor(780 / size)
      const left = Math.floor((card.width - each * size) / 2)
      const dark = (x: number, y: number) => (at.getImageData(x, y, 1, 1).data[0] as number) < 128
      const middle = (n: number) => Math.floor((n + 0.5) * each)
      return Array.from({ length: size }, (_, y) =>
        Array.from({ length: size }, (_, x) => dark(left + middle(x), 260 + middle(y))),
      )
    },
    [png.toString('base64'), size] as const,
  )

async function markSpam(page: Page): Promise<void> {
  await button(page, words.do.more).last().click()
  await page.getByRole('dialog').getByText(words.do.spam).click()
  await page.getByRole('dialog').getByText(words.spam.came).waitFor()
}

async function looksRight(page: Page, name: string): Promise<void> {
  await page.emulateMedia({ reducedMotion: 'reduce' })
  await looked(page, `spam-${name}`)
  await page.setViewportSize(PHONE)
}

test('it ends with the link it came by, the buyer is told kindly, and all of it comes back', async () => {
  const { phone, seller, buyer, link, outcome } = await complained()
  await markSpam(seller)
  await looksRight(seller, 'sheet')
  await button(seller, words.spam.save).click()
  await seen(seller, words.now.spam).waitFor()
  await expect.poll(outcome).toBe('spam')
  // Nothing is said to have been done that was not, and no link is offered to whoever wrote it.
  await seen(seller, '加微信领红包').waitFor()
  for (const text of ['已回复', '给买家一个链接', '倾听']) {
    expect(await seller.getByText(text).filter({ visible: true }).count()).toBe(0)
  }
  await looksRight(seller, 'closed')

  await buyer.reload()
  await seen(buyer, '这个链接打不开了').waitFor()
  expect(await buyer.getByText('垃圾').count()).toBe(0)
  await looksRight(buyer, 'buyer')
  // Nobody else complains by it either.
  const other = await newPhone().open()
  await other.goto(link)
  await seen(other, '这个链接打不开了').waitFor()

  await button(seller, words.now.unspam).click()
  await expect.poll(outcome).toBeNull()
  await buyer.reload()
  await seen(buyer, '加微信领红包').waitFor()
  await other.reload()
  await other.getByLabel('发生了什么').waitFor()
  expect(phone.problems).toEqual([])
})

test('marked with no signal it ends at once on the phone, and for the buyer when there is one', async () => {
  const { phone, seller, buyer, outcome } = await complained()
  await controlled(seller)
  await phone.context.setOffline(true)
  await markSpam(seller)
  await button(seller, words.spam.save).click()
  await seen(seller, words.now.spam).waitFor()
  await buyer.reload()
  await seen(buyer, '加微信领红包').waitFor()
  expect(await outcome()).toBeNull()
  await seller.reload()
  await seen(seller, words.now.spam).waitFor()
  await phone.context.setOffline(false)
  await expect.poll(outcome, { timeout: 20_000 }).toBe('spam')
  await buyer.reload()
  await seen(buyer, '这个链接打不开了').waitFor()
})

test('a colleague who noted something meanwhile sees what became of it, and keeps what they wrote', async () => {
  const { seller, path, email, outcome } = await complained()
  const phone = newPhone()
  const colleague = await phone.open()
  await colleague.goto(app.url)
  await post(colleague, '/api/session/sign-in', { email, password: PASSWORD })
  await colleague.goto(path)
  await seen(colleague, '加微信领红包').waitFor()
  await controlled(colleague)
  await phone.context.setOffline(true)
  await button(colleague, words.do.hear).click()
  const sheet = colleague.getByRole('dialog')
  await sheet.getByRole('textbox').first().fill('电话里又说杯子裂了')
  await button(colleague, words.hear.save).click()
  await sheet.waitFor({ state: 'hidden' })

  await markSpam(seller)
  await button(seller, words.spam.save).click()
  await expect.poll(outcome).toBe('spam')
  await phone.context.setOffline(false)
  await seen(colleague, words.now.spam).waitFor()
  await seen(colleague, `“${words.change.hear}”没有生效`).waitFor()
  await seen(colleague, '电话里又说杯子裂了').waitFor()
  await looksRight(colleague, 'refused')
  await colleague.goto(`${app.url}/more/attention`)
  await seen(colleague, '电话里又说杯子裂了').waitFor()
  await picture(colleague, 'spam-attention')
  expect(await outcome()).toBe('spam')
  expect(phone.problems).toEqual([])
})

test('the link to complain with is a code for the card in a parcel', async () => {
  const phone = newPhone()
  const seller = await phone.open()
  const { shopId } = await signUp(seller, app.url)
  await seller.goto(`${app.url}/more/shop`)
  await button(seller, '生成一个投诉入口').click()
  await button(seller, '二维码').waitFor()
  // Without the message that it is ready.
  await seller.reload()
  await button(seller, '二维码').click()
  await seller.emulateMedia({ reducedMotion: 'reduce' })
  await seller.getByRole('img', { name: /投诉入口二维码$/ }).waitFor()
  await looked(seller, 'link-code')
  const saving = seller.waitForEvent('download')
  await button(seller, intake.code.save).click()
  const download = await saving
  expect(download.suggestedFilename()).toMatch(/投诉入口\.png$/)
  const token = async () =>
    (await forShop(app.database, shopId).read([statement('SELECT token FROM links WHERE shopId = :shop')]))[0]?.[0]
      ?.token
  await expect.poll(token).toBeTruthy()
  const { size, data } = encode(linkAddress(app.url, shopId, String(await token())), { ecc: 'M', border: 2 })
  const png = readFileSync(await download.path())
  expect(await modulesOf(seller, png, size)).toEqual(data)
})
