/** The buyer's page as it is built and served: from the shop's link to the rating, on phones small and old. */
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { Script } from 'node:vm'
import { gzipSync } from 'node:zlib'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { BrowserPhone, DIST, PHONE, type PhoneOptions, picture, type RunningApp, startApp } from '../support/app.ts'
import { looked } from '../support/axe.ts'
import { signUp } from '../support/page.ts'
import { heldAs, join as joined, SOI, segment } from '../support/pictures.ts'

let app: RunningApp
const phones: BrowserPhone[] = []
function newPhone(options?: PhoneOptions): BrowserPhone {
  const phone = new BrowserPhone(options)
  phones.push(phone)
  return phone
}
const seller = newPhone()
beforeAll(async () => {
  app = await startApp()
})
afterAll(async () => {
  for (const phone of phones) await phone.close()
  await app.close()
})

/** A buyer's phone: another store, no session, no service worker. */
const buyer = (options?: PhoneOptions): Promise<Page> => newPhone(options).open()

const ask = async (sql: string) => (await app.database.read([{ sql, args: {} }]))[0] ?? []
const button = (page: Page, name: string | RegExp) => page.getByRole('button', { name })

async function looksRight(page: Page, name: string): Promise<void> {
  await looked(page, `buyer-${name}`, [320, 360, 430, 1280])
  await page.setViewportSize(PHONE)
}

/** What a seller's phone put on the clipboard. */
async function copied(page: Page): Promise<string> {
  const text = await page.evaluate(() => navigator.clipboard.readText())
  return /https?:\S+$/.exec(text)?.[0] ?? ''
}

describe('the files', () => {
  const folder = join(DIST, 'b/files')
  const files = () => readdirSync(folder).map((name) => ({ name, text: readFileSync(join(folder, name), 'utf8') }))
  const script = () => files().find(({ name }) => name.endsWith('.js'))?.text ?? ''

  test('are one script and one style sheet, together at most 25 kB gz with their page', () => {
    expect(
      files()
        .map(({ name }) => name.replace(/-\w{8}\./, '.'))
        .sort(),
    ).toEqual(['buyer.css', 'buyer.js'])
    const all = [...files().map(({ text }) => text), readFileSync(join(DIST, 'b/index.html'), 'utf8')]
    const bytes = all.reduce((sum, text) => sum + gzipSync(text, { level: 9 }).length, 0)
    expect(bytes).toBeGreaterThan(2000)
    expect(bytes).toBeLessThanOrEqual(25_000)
  })

  test('are classic and know nothing newer than ES2019', () => {
    const html = readFileSync(join(DIST, 'b/index.html'), 'utf8')
    expect(html).not.toMatch(/type="?module|modulepreload|<style|<script>|\son\w+=/)
    // Compiles as a script, not as a module.
    expect(() => new Script(script())).not.toThrow()
    const newer =
      /\?\.[^\d]|\?\?|\*\*=|\bimport\b|\bexport\b|\d_\d|\b\d+n\b|\bglobalThis\b|\.replaceAll\(|\.matchAll\(|\.at\(|\.allSettled\(|\.replaceChildren\(|#\w+\s*[=(;]|serviceWorker|\beval\b|\bnew Function\b/
    expect(newer.exec(script())?.[0]).toBeUndefined()
    expect(newer.test('a?.b')).toBe(true)
  })

  test('styles ask for nothing old browsers lack', () => {
    const css = files().find(({ name }) => name.endsWith('.css'))?.text ?? ''
    expect(css).not.toMatch(
      /(?:^|[;{])(?:row-|column-)?gap:|:is\(|:where\(|:has\(|@layer|@container|inset:|width\s*[<>]/,
    )
  })

  test('are no part of the app its service worker keeps', () => {
    const worker = readFileSync(join(DIST, 'sw.js'), 'utf8')
    expect(worker).toContain('index.html')
    expect(worker).not.toMatch(/["'`]\/?b\/(?:index|files)/)
  })
})

describe('the address', () => {
  const get = (path: string) => fetch(app.url + path, { redirect: 'manual' })

  test.each(['/b/', '/b/?from=singlemessage', '/b/anything', '/b/any/where'])('%s is the page', async (path) => {
    const answer = await get(path)
    expect([answer.status, answer.headers.get('content-type')]).toEqual([200, expect.stringContaining('text/html')])
    expect(await answer.text()).toContain('/b/files/buyer-')
    expect(answer.headers.get('content-security-policy')).toContain("script-src 'self'")
    expect(answer.headers.get('referrer-policy')).toBe('no-referrer')
    expect(answer.headers.get('x-robots-tag')).toContain('noindex')
    expect(answer.headers.get('cache-control')).toBe('no-cache')
  })

  test('without its slash leads there', async () => {
    const answer = await get('/b')
    expect([answer.status, answer.headers.get('location')]).toEqual([307, '/b/'])
  })

  test('of its own files keeps them for good, and of unknown ones is 404', async () => {
    const path = /\/b\/files\/buyer-\w+\.js/.exec(await (await get('/b/')).text())?.[0] ?? ''
    const file = await get(path)
    expect([file.status, file.headers.get('cache-control')]).toEqual([200, expect.stringContaining('immutable')])
    expect((await get('/b/files/buyer-00000000.js')).status).toBe(404)
    expect((await get('/assets/nothing.js')).status).toBe(404)
    expect(await (await get('/today')).text()).not.toContain('/b/files/')
  })
})

test('from the shop’s link to the rating', async () => {
  const shop = await seller.open()
  await seller.context.grantPermissions(['clipboard-read', 'clipboard-write'])
  await signUp(shop, app.url)
  await shop.goto(`${app.url}/more/shop`)
  await button(shop, '生成一个投诉入口').click()
  await button(shop, '复制').click()
  const complainUrl = await copied(shop)
  expect(complainUrl).toMatch(/\/b\/#[\w-]{36}\.[\w-]{22}$/)
  await picture(shop, 'seller-complaint-link')

  // A buyer whose network fails at the wrong moment.
  const phone = await buyer()
  const asked: string[] = []
  phone.on('request', (request) => asked.push(`${request.url()} ${request.headers().referer ?? ''}`))
  await expect.poll(async () => (await ask('SELECT COUNT(*) AS n FROM links'))[0]?.n).toBe(1)
  await phone.goto(complainUrl)
  await phone.getByRole('heading', { name: '哪里没让你满意？' }).waitFor()
  await button(phone, '提交给店家').click()
  await phone.getByText('先写下发生了什么。').waitFor()
  await phone.getByLabel('发生了什么').fill('杯子到手就裂了一道，联系客服两天没人回。')
  await phone.getByLabel('希望怎么办').fill('换一个好的')
  await phone.getByLabel('怎么联系你').fill('13800001111')
  await looksRight(phone, 'complain')
  await phone.context().setOffline(true)
  await button(phone, '提交给店家').click()
  await phone.getByText('你写的都还在。').waitFor()
  await phone.context().setOffline(false)
  await phone.reload()
  expect(await phone.getByLabel('发生了什么').inputValue()).toContain('裂了一道')
  // The answer to this one is lost; the next is the same complaint.
  await phone.route('**/api/b/complain', async (route) => {
    await route.fetch()
    await route.abort()
  })
  await button(phone, '提交给店家').click()
  await phone.getByText('你写的都还在。').waitFor()
  await phone.unroute('**/api/b/complain')
  await button(phone, '提交给店家').dblclick()
  await phone.getByRole('heading', { name: '店家收到了，会尽快回复你' }).waitFor()
  expect(await ask('SELECT COUNT(*) AS n FROM disputes')).toEqual([{ n: 1 }])
  expect(phone.url()).not.toBe(complainUrl)
  await looksRight(phone, 'received')

  // More words and a photo.
  await phone.getByLabel('再补充几句').fill('盖子也磕了一个口')
  await button(phone, '发给店家').click()
  await phone.getByText('盖子也磕了一个口').waitFor()
  await phone.locator('input[type=file]').setInputFiles({
    name: 'IMG_1.png',
    mimeType: 'image/png',
    buffer: await phone.screenshot(),
  })
  await phone.locator('.photos img[src^="blob:"]').waitFor()

  // The seller has it, and works on it.
  const [{ id, customerId } = {}] = await ask('SELECT id, customerId FROM disputes')
  await shop.goto(`${app.url}/disputes/${id}`)
  await shop.locator('blockquote', { hasText: '杯子到手就裂了一道' }).waitFor()
  await picture(shop, 'seller-case-link')
  await shop.getByLabel('第一句回复').fill('真对不住，我马上处理。')
  await button(shop, '已回复').click()
  await shop.getByLabel('真正不满的是什么').fill('没人回话')
  await shop.getByRole('radio', { name: '服务态度' }).first().click()
  await shop.getByRole('radio', { name: '态度不好' }).first().click()
  await shop.getByRole('radio', { name: '店铺' }).click()
  await shop.getByRole('radio', { name: '一般' }).click()
  await button(shop, '分析好了').click()
  await shop.getByRole('checkbox', { name: '补发' }).or(button(shop, '补发')).first().click()
  await shop.getByLabel('补发，店里花多少').fill('12.50')
  await shop.getByLabel('对买家怎么说').fill('今天补发一个新的，旧的不用寄回。')
  await button(shop, '就这么办').click()
  await shop.getByLabel('做了什么').waitFor()
  await expect.poll(async () => (await ask('SELECT step FROM disputes'))[0]?.step).toBe('record')
  await phone.reload()
  await phone.getByText('今天补发一个新的，旧的不用寄回。').waitFor()
  expect(await phone.locator('[aria-current=step]').textContent()).toBe('给出办法')
  expect(await phone.content()).not.toMatch(/没人回话.*态度不好|12\.50|阿青/)
  await shop.getByLabel('做了什么').fill('补发一个')
  await shop.getByLabel('下次怎么避免').fill('两小时内回话')
  await button(shop, '记下来').click()
  await expect.poll(async () => (await ask('SELECT step FROM disputes'))[0]?.step).toBe('follow-up')

  // One tap each, kept as tapped, taken back, tapped again, sent by itself.
  await phone.reload()
  const mark = (row: string, word: string) =>
    phone.getByRole('group', { name: row }).getByRole('radio', { name: word, exact: true })
  await phone.getByRole('heading', { name: '店家说办完了，你觉得怎么样？' }).waitFor()
  await mark('和当初说的一样吗', '好').check({ force: true })
  await mark('东西好不好', '很差').check({ force: true })
  await phone.reload()
  expect(await mark('东西好不好', '很差').isChecked()).toBe(true)
  await mark('服务好不好', '很好').check({ force: true })
  await looksRight(phone, 'rate')
  await button(phone, '撤销').click()
  expect(await mark('东西好不好', '很差').isChecked()).toBe(false)
  for (const [row, word] of [
    ['和当初说的一样吗', '好'],
    ['东西好不好', '一般'],
    ['服务好不好', '很好'],
  ] as const) {
    await mark(row, word).check({ force: true })
  }
  expect((await ask('SELECT step FROM disputes'))[0]?.step).toBe('follow-up')
  await phone.getByText('店家收到了，谢谢。').waitFor()
  await phone.getByRole('heading', { name: '这件事结束了，谢谢你告诉我们' }).waitFor()
  const [closed] = await ask('SELECT step, outcome, satisfaction FROM disputes')
  expect(closed).toMatchObject({ step: 'closed', outcome: 'satisfied' })
  expect(JSON.parse(String(closed?.satisfaction))).toEqual({ expectation: 4, quality: 3, service: 5 })
  await looksRight(phone, 'closed')

  // The complaint's own link leads back to the case; other languages; taken back.
  const caseUrl = phone.url()
  await phone.goto(complainUrl)
  await button(phone, '看看进展').click()
  await phone.getByRole('heading', { name: '这件事结束了，谢谢你告诉我们' }).waitFor()
  await button(phone, '繁體').click()
  await phone.getByRole('heading', { name: '這件事結束了，謝謝你告訴我們' }).waitFor()
  expect(await phone.evaluate(() => document.documentElement.lang)).toBe('zh-TW')
  await shop.goto(`${app.url}/disputes/${id}`)
  await button(shop, /^收回/).click()
  await shop.getByRole('dialog').getByRole('button', { name: '收回', exact: true }).click()
  await shop.getByText('收回了', { exact: true }).waitFor()
  await expect
    .poll(async () => (await ask('SELECT COUNT(*) AS n FROM links WHERE revokedAt IS NOT NULL'))[0]?.n)
    .toBe(1)
  await phone.goto('about:blank')
  await phone.goto(caseUrl)
  await phone.getByRole('heading', { name: '這個連結打不開了' }).waitFor()
  await looksRight(phone, 'gone')

  const token = complainUrl.split('.').at(-1) ?? 'none'
  expect(asked.length).toBeGreaterThan(10)
  expect(asked.filter((line) => line.includes(token) || line.includes('referer'))).toEqual([])
  expect(await phone.evaluate(() => navigator.serviceWorker.getRegistrations().then((all) => all.length))).toBe(0)
  expect(customerId).toBeTruthy()
  expect(phones.flatMap(({ problems }) => problems)).toEqual([])
})

test('leaving right after the last tap sends it; English by the phone', async () => {
  const [link] = await ask(`SELECT shopId, token FROM links WHERE kind = 'case'`)
  await app.database.write([
    {
      sql: `UPDATE disputes SET step = 'follow-up', outcome = NULL, closedAt = NULL, satisfaction = NULL`,
      args: {},
    },
    { sql: 'UPDATE links SET revokedAt = NULL', args: {} },
  ])
  const phone = await buyer({ locale: 'en-US' })
  await phone.goto(`${app.url}/b/#${link?.shopId}.${link?.token}`)
  await phone.getByRole('heading', { name: 'The shop says it is done. What do you say?' }).waitFor()
  for (const row of ['Was it as promised?', 'How good is the product?', 'How was the service?']) {
    await phone.getByRole('group', { name: row }).getByRole('radio', { name: 'Great' }).check({ force: true })
  }
  await looksRight(phone, 'rate-en')
  await phone.close()
  await expect.poll(async () => (await ask('SELECT step FROM disputes'))[0]?.step).toBe('closed')
})

describe('a photo taken with the phone held upright', () => {
  const NOTE = segment(0xe1, heldAs(6))
  /** As a browser of years ago: it shows and draws a picture as if its note were not there. */
  const grownOld = (note: number) => {
    const supports = CSS.supports.bind(CSS)
    CSS.supports = ((...asked: [string, string]) =>
      asked[0] !== 'image-orientation' && supports(...asked)) as typeof CSS.supports
    const urlOf = URL.createObjectURL.bind(URL)
    URL.createObjectURL = (file: Blob) =>
      urlOf(file instanceof File ? new Blob([file.slice(0, 2), file.slice(2 + note)], { type: file.type }) : file)
  }

  test.each(['today', 'years ago'])('is kept upright by a browser of %s', async (age) => {
    const [link] = await ask(`SELECT shopId, token FROM links WHERE kind = 'case'`)
    await app.database.write([
      { sql: `UPDATE disputes SET step = 'analyse', outcome = NULL, closedAt = NULL`, args: {} },
      { sql: 'UPDATE links SET revokedAt = NULL', args: {} },
    ])
    const phone = await buyer()
    if (age !== 'today') await phone.addInitScript(grownOld, NOTE.length)
    await phone.goto(`${app.url}/b/#${link?.shopId}.${link?.token}`)
    // As the sensor lies: red on the left, blue on the right; held upright, red is at the top.
    const lying = await phone.evaluate(
      (colour) => {
        const canvas = document.createElement('canvas')
        canvas.width = 3200
        canvas.height = 1600
        const pen = canvas.getContext('2d') as CanvasRenderingContext2D
        pen.fillStyle = '#f00'
        pen.fillRect(0, 0, 1600, 1600)
        pen.fillStyle = '#00f'
        pen.fillRect(1600, 0, 1600, 1600)
        // The very same photo would be taken once only.
        pen.fillStyle = colour
        pen.fillRect(1400, 600, 400, 400)
        return canvas.toDataURL('image/jpeg').split(',')[1] ?? ''
      },
      age === 'today' ? '#fff' : '#000',
    )
    const buffer = Buffer.from(joined(SOI, NOTE, Buffer.from(lying, 'base64').subarray(2)))
    const photos = phone.locator('.photos img[src^="blob:"]')
    await phone.locator('input[type=file]').waitFor({ state: 'attached' })
    const before = await phone.locator('.photos li').count()
    await phone.locator('input[type=file]').setInputFiles({ name: 'IMG_2.jpg', mimeType: 'image/jpeg', buffer })
    await expect.poll(() => photos.count()).toBe(before + 1)
    // What the server sends back is what it keeps.
    const kept = await photos.last().evaluate((shown: HTMLImageElement) => {
      const canvas = document.createElement('canvas')
      canvas.width = shown.naturalWidth
      canvas.height = shown.naturalHeight
      const pen = canvas.getContext('2d') as CanvasRenderingContext2D
      pen.drawImage(shown, 0, 0)
      const at = (y: number) =>
        [...pen.getImageData(canvas.width / 2, y, 1, 1).data].map((part) => Math.round(part / 255))
      return { size: [canvas.width, canvas.height], top: at(10), bottom: at(canvas.height - 10) }
    })
    expect(kept).toEqual({ size: [800, 1600], top: [1, 0, 0, 1], bottom: [0, 0, 1, 1] })
    await phone.close()
    expect(phones.flatMap(({ problems }) => problems)).toEqual([])
  })
})
