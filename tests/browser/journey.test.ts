/** A seller's whole job on a phone, on the built app: the test of everything together. */

import type { Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { DAY_MS } from '../../worker/domain/time.ts'
import { BrowserPhone, picture, type RunningApp, startApp } from '../support/app.ts'
import { taobaoOrdersFile } from '../support/order-files.ts'

let app: RunningApp
const phone = new BrowserPhone({ profile: true })

beforeAll(async () => {
  app = await startApp()
})
afterAll(async () => {
  await phone.close()
  await app.close()
})

const ask = async (sql: string) => (await app.database.read([{ sql, args: {} }]))[0] ?? []
const button = (page: Page, name: string | RegExp) => page.getByRole('button', { name })
const link = (page: Page, name: string | RegExp) => page.getByRole('link', { name })
const heading = (page: Page, name: string | RegExp) => page.getByRole('heading', { name })
const go = async (page: Page, path: string) => {
  await page.goto(app.url + path)
  await page.locator('.screen:visible').first().waitFor()
}

/** What the outbox on the phone still waits to hear of. */
const pending = (page: Page) =>
  page.evaluate(
    () =>
      new Promise<number>((done, failed) => {
        const opening = indexedDB.open('regulars')
        opening.onerror = () => failed(opening.error)
        opening.onsuccess = () => {
          const counting = opening.result.transaction('outbox').objectStore('outbox').count()
          counting.onsuccess = () => {
            opening.result.close()
            done(counting.result)
          }
        }
      }),
  )

async function signUp(page: Page): Promise<void> {
  await page.goto(app.url)
  await button(page, '开一家店')
    .or(page.getByRole('radio', { name: '开一家店' }))
    .first()
    .click()
  await page.getByLabel('店铺名称').fill('山间茶铺')
  await page.getByLabel('怎么称呼你').fill('阿青')
  await page.getByLabel('邮箱').fill('aqing@example.test')
  await page.getByLabel('密码', { exact: true }).fill('一壶好茶，一壶好水，一天')
  await picture(page, 'sign-up')
  await button(page, '开店').click()
  await page.getByRole('navigation').waitFor()
}

async function importFile(page: Page): Promise<number> {
  const file = taobaoOrdersFile({
    orders: 3000,
    seed: 7,
    end: new Date(Date.now() - DAY_MS).toISOString().slice(0, 10),
    badRows: 7,
  })
  await go(page, '/more/import')
  await picture(page, 'import-pick')
  await page.locator('input[type=file]').setInputFiles([
    { name: 'ExportOrderList202611.csv', mimeType: 'text/csv', buffer: Buffer.from(file.orders) },
    { name: 'ExportOrderDetailList202611.csv', mimeType: 'text/csv', buffer: Buffer.from(file.details) },
  ])
  await heading(page, '导入后会怎样').waitFor({ timeout: 60_000 })
  await button(page, /^导入 .* 笔订单$/).waitFor()
  await picture(page, 'import-preview')
  await button(page, /^导入 .* 笔订单$/).click()
  await heading(page, '对你意味着什么').waitFor({ timeout: 120_000 })
  await picture(page, 'import-done')
  expect((await ask('SELECT COUNT(*) AS n FROM orders WHERE deleted = 0'))[0]?.n).toBe(file.expected.orders)
  expect((await ask('SELECT COUNT(*) AS n FROM customers WHERE deleted = 0'))[0]?.n).toBe(file.expected.buyers)
  return file.expected.orders
}

/** A very large order comes in from the platform: whoever was an A must now be looked at. */
async function oneBigOrder(page: Page): Promise<void> {
  const status = await page.evaluate(async (placedAt) => {
    const post = (path: string, json: unknown, key?: string) =>
      fetch(path, {
        method: 'POST',
        headers: {
          'content-type': 'application/json',
          'x-regulars': '1',
          ...(key ? { authorization: `Bearer ${key}` } : {}),
        },
        body: JSON.stringify(json),
      })
    const { key } = await (await post('/api/team/keys', { name: 'shop', scopes: ['orders:write', 'jobs:run'] })).json()
    const order = {
      ...{ source: 'taobao', externalId: 'big-1', placedAt, status: 'completed', currency: 'CNY', total: '600000.00' },
      customer: { accountId: 'tea_house', nickname: '茶楼采购' },
      lines: [{ product: '古树普洱 整件', quantity: 100, price: '6000.00' }],
    }
    await post('/api/v1/orders', { orders: [order] }, key)
    return (await post('/api/v1/recompute', {}, key)).status
  }, new Date(Date.now() - DAY_MS).toISOString())
  expect(status).toBe(200)
}

async function acceptMoves(page: Page): Promise<void> {
  await go(page, '/customers/review')
  const accept = button(page, '同意').first()
  await accept.waitFor()
  await picture(page, 'tier-review')
  const before = Number((await ask(`SELECT COUNT(*) AS n FROM moves WHERE status = 'proposed'`))[0]?.n)
  expect(before).toBeGreaterThan(0)
  await accept.click()
  await expect
    .poll(async () =>
      Number((await ask(`SELECT COUNT(*) AS n FROM moves WHERE status = 'applied' AND decidedBy IS NOT NULL`))[0]?.n),
    )
    .toBe(1)
  await button(page, /^全部同意/).click()
  await expect
    .poll(async () => Number((await ask(`SELECT COUNT(*) AS n FROM moves WHERE status = 'proposed'`))[0]?.n), {
      timeout: 60_000,
    })
    .toBe(0)
  await expect.poll(() => pending(page), { timeout: 60_000 }).toBe(0)
}

test('a seller does the whole job on a phone, part of it with no signal', { timeout: 420_000 }, async () => {
  let page = await phone.open()
  await signUp(page)
  await picture(page, 'today-empty')
  await importFile(page)
  await oneBigOrder(page)
  await acceptMoves(page)

  // Open a dispute from a customer.
  await go(page, '/customers')
  await page.getByRole('list').first().waitFor()
  await picture(page, 'customers')
  await page.locator('a[href^="/customers/0"]').nth(1).click()
  await link(page, '记一件纠纷').waitFor()
  await picture(page, 'customer')
  await link(page, '记一件纠纷').click()
  await page.getByLabel('买家怎么说').fill('货和我要的数量不一样。我要3个医药盒三个,可只发给我了一个。也没提前通知我。')
  await picture(page, 'dispute-new')
  await button(page, '记下来').click()
  await page.getByLabel('第一句回复').fill('很抱歉少发了，我马上核对仓库，今天之内给你答复。')
  await picture(page, 'dispute-listen')
  await button(page, '已回复').click()
  await page.getByLabel('真正不满的是什么').waitFor()
  await expect.poll(() => pending(page)).toBe(0)
  const url = page.url()

  // No signal: analyse and resolve.
  await phone.context.setOffline(true)
  await page.getByLabel('真正不满的是什么').fill('少发了两个，还没人提前说一声')
  await picture(page, 'dispute-analyse')
  await page.getByRole('radio', { name: '发货物流' }).or(button(page, '发货物流')).first().click()
  await page.getByRole('radio', { name: '数量不对' }).or(button(page, '数量不对')).first().click()
  await page.getByRole('radio', { name: '店铺' }).click()
  await page.getByRole('radio', { name: '一般' }).click()
  await button(page, '分析好了').click()
  await page.getByRole('checkbox', { name: '补发' }).or(button(page, '补发')).first().click()
  await page.getByLabel('补发，店里花多少').fill('12.50')
  await page.getByLabel('对买家怎么说').fill('少发的两个今天下午补发，运费我们出。')
  await picture(page, 'dispute-resolve-offline')
  await button(page, '就这么办').click()
  await page.getByLabel('做了什么').waitFor()
  expect(await pending(page)).toBe(2)

  // The phone is killed; it starts again with no signal and has everything.
  await expect.poll(() => phone.keeps('__Host-session'), { timeout: 60_000 }).toBe(true)
  await phone.kill()
  page = await phone.open({ offline: true })
  await page.goto(url)
  await page.getByLabel('做了什么').waitFor()
  expect(await pending(page)).toBe(2)
  expect(await page.getByText('这一步已经有人处理了').count()).toBe(0)
  await picture(page, 'dispute-offline-restart')

  // Signal again: exactly one of each step arrives.
  await phone.context.setOffline(false)
  await expect.poll(() => pending(page), { timeout: 60_000 }).toBe(0)
  const events = await ask('SELECT kind FROM disputeEvents WHERE deleted = 0 ORDER BY at, id')
  expect(events.map((event) => event.kind)).toEqual(['opened', 'replied', 'analysed', 'resolved'])
  expect(await ask('SELECT step, loop FROM disputes')).toEqual([{ step: 'record', loop: 0 }])

  // Record it, and the follow-up is set.
  await page.getByLabel('做了什么').fill('补发两个医药盒，顺丰，当天发出')
  await page.getByLabel('下次怎么避免').fill('多件订单打包前核对数量')
  await button(page, '记下来').click()
  await expect.poll(async () => (await ask('SELECT step FROM disputes'))[0]?.step).toBe('follow-up')

  // Win somebody back.
  await go(page, '/win-back')
  await picture(page, 'win-back')
  await page.locator('a[href^="/win-back/0"]').first().click()
  await button(page, '生成挽回').waitFor()
  await picture(page, 'win-back-offer')
  await button(page, '生成挽回').click()
  await button(page, '已发送').waitFor()
  await picture(page, 'win-back-send')
  await expect.poll(async () => (await ask(`SELECT status FROM offers`))[0]?.status).toBe('draft')

  // It is in Today.
  await go(page, '/today')
  const [task] = await ask(`SELECT customerId FROM tasks WHERE kind = 'win-back' AND status = 'open'`)
  const [who] = await ask(`SELECT nickname, name FROM customers WHERE id = '${task?.customerId}'`)
  await page
    .getByText(String(who?.nickname ?? who?.name))
    .first()
    .waitFor()
  await picture(page, 'today')
  expect(phone.problems).toEqual([])
})
