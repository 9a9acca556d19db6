/** What is kept of people, for everybody: axe finds nothing on a customer's page, in what opens on it, nor at the doors. */
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { insertRow } from '../../db/changes.ts'
import { forShop } from '../../db/client.ts'
import { bumpRev, statement } from '../../db/statement.ts'
import { DEMO_LOGIN, seedDemo } from '../../worker/host/seed.ts'
import { newId } from '../../worker/ids.ts'
import { hashPassword } from '../../worker/secrets.ts'
import { firstOwnerLink } from '../../worker/verbs/machine-links.ts'
import { BrowserPhone, PHONE, type RunningApp, startApp } from '../support/app.ts'
import { HIGH, looked } from '../support/axe.ts'
import { post } from '../support/page.ts'

const DAY = 86_400_000
const PASSWORD = 'a kettle on the sill'
const phones: BrowserPhone[] = []

async function opened(): Promise<Page> {
  const phone = new BrowserPhone({ locale: 'zh-CN' })
  phones.push(phone)
  const page = await phone.open()
  await page.emulateMedia({ reducedMotion: 'reduce' })
  await page.setViewportSize({ ...PHONE, ...HIGH })
  return page
}
async function closePhones(): Promise<void> {
  const problems = phones.flatMap((phone) => phone.problems)
  for (const phone of phones.splice(0)) await phone.close()
  expect(problems).toEqual([])
}

describe('in the demo shop', () => {
  let app: RunningApp
  let page: Page
  let shopId: string
  const person: Record<'refusing' | 'greeted', string> = { refusing: '', greeted: '' }

  beforeAll(async () => {
    app = await startApp()
    await seedDemo(app.database, Date.now(), newId)
    const one = async (sql: string) => (await app.database.read([{ sql, args: {} }]))[0]?.[0]
    const quiet = `SELECT id, shopId FROM customers WHERE openDisputes = 0 AND unhappyAt IS NULL
      AND figures ->> 'stage' = 'stable' AND tier = 'A' ORDER BY lastOrderAt`
    const [greeted, refusing] = [await one(`${quiet} LIMIT 1`), await one(`${quiet} DESC LIMIT 1`)]
    shopId = String(greeted?.shopId)
    Object.assign(person, { greeted: String(greeted?.id), refusing: String(refusing?.id) })
    const at = Date.now() - DAY
    const [yes, no] = [
      { answer: 'yes', at, how: 'form', by: null },
      { answer: 'no', at, how: 'reply', by: null },
    ]
    const set = (id: string, consent: object) =>
      statement(
        `UPDATE customers SET consent = :consent, phone = '13812349876', email = :email, address = :address,
           lastContactAt = NULL, recentContacts = '[]' WHERE shopId = :shop AND id = :id`,
        {
          id,
          consent: JSON.stringify(consent),
          email: 'a.mailbox.whose.name.never.seems.to.end@shop.example.test',
          address: '内蒙古自治区呼伦贝尔市莫力达瓦达斡尔族自治旗尼尔基镇纳文大街中段 128 号 12 号楼 3 单元 1801 室',
        },
      )
    await forShop(app.database, shopId).write([
      set(person.refusing, { chat: no, sms: no, phone: no, email: yes }),
      set(person.greeted, { chat: no, sms: yes, email: yes }),
    ])
    page = await opened()
    await page.goto(app.url)
    await post(page, '/api/session/sign-in', DEMO_LOGIN)
  })
  afterAll(async () => {
    await closePhones()
    await app.close()
  })

  const at = async (id: string, path = '/customers/') => {
    await page.goto(`${app.url}${path}${id}`)
    await page.getByRole('button', { name: '记联系' }).waitFor()
  }
  const button = (name: string | RegExp) => page.getByRole('button', { name })

  test('contacts, masked and shown, and what was refused', async () => {
    await at(person.refusing)
    await page.getByText('拒收了聊天、短信和电话推广。').waitFor()
    await looked(page, 'masked')
    for (const what of ['电话', '邮箱', '地址']) await button(`显示 ${what}`).click()
    await button('遮住 地址').waitFor()
    await looked(page, 'shown')
    // Each stands in its own row.
    const rows = await page
      .locator('.hidden-fact > span:first-child')
      .evaluateAll((shown) => shown.map((el) => [el.getBoundingClientRect().top, el.getBoundingClientRect().bottom]))
    for (const [n, row] of rows.entries()) expect(row[0]).toBeGreaterThanOrEqual(rows[n - 1]?.[1] ?? 0)
  })

  test('the privacy fold, and erasing asked', async () => {
    await at(person.refusing)
    await page.getByText('隐私', { exact: true }).click()
    await page.getByLabel('怎么知道的').waitFor()
    await looked(page, 'privacy')
    await button('删除客户资料').click()
    await page.getByRole('dialog').waitFor()
    await looked(page, 'erase')
    await page.getByLabel('要删的话，输入“删除”').fill('删除')
    await looked(page, 'erase, ready')
  })

  test('a contact that may not be noted, and one that may', async () => {
    await at(person.refusing)
    await button('记联系').click()
    await page.getByText(/拒收了推广电话/).waitFor()
    await looked(page, 'refused contact')
    await page.getByRole('dialog').getByRole('radio', { name: '邮件' }).check({ force: true })
    await page.getByRole('dialog').getByRole('button', { name: '拒收了' }).waitFor()
    await looked(page, 'contact')
  })

  test('a friendly word by another way stands in its card', async () => {
    await at(person.greeted)
    const ways = page.getByRole('group', { name: '用什么发' })
    await ways.waitFor()
    expect(await ways.evaluate((el) => getComputedStyle(el).display)).toBe('grid')
    await looked(page, 'care')
  })

  test('the trail of who looked', async () => {
    await page.goto(`${app.url}/more/audit`)
    await page.getByLabel('看哪一类').selectOption('reveals')
    await page.getByText('看了电话').first().waitFor()
    await looked(page, 'audit')
  })

  test('a server that cannot save', async () => {
    for (const code of ['storage_full', 'storage_read_only', 'storage_damaged']) {
      await page
        .context()
        .route('**/api/pull*', (route) =>
          route.fulfill({ status: 503, contentType: 'application/problem+json', body: JSON.stringify({ code }) }),
        )
      await page.goto(`${app.url}/more/data`)
      await page.getByRole('alert').waitFor()
      await looked(page, code)
      expect(
        await page
          .locator('.strip')
          .last()
          .evaluate((strip) => strip.clientHeight),
      ).toBeLessThan(48)
      await page.context().unroute('**/api/pull*')
    }
  })

  test('a page from which everything was erased', async () => {
    await page.goto(`${app.url}/customers/${person.greeted}`)
    await page.getByText('隐私', { exact: true }).click()
    await button('删除客户资料').click()
    await page.getByLabel('要删的话，输入“删除”').fill('删除')
    await button('删除，不能恢复').click()
    await page.getByRole('dialog').waitFor({ state: 'detached' })
    await page.getByRole('heading', { level: 1, name: '已删除的客户' }).waitFor()
    await looked(page, 'erased')
  })

  test('the page of somebody who is no longer of the shop', async () => {
    const id = newId()
    const email = `${id}@example.test`
    await forShop(app.database, shopId).write([
      bumpRev(),
      insertRow('members', { id, name: '小满', role: 'agent' }),
      statement('INSERT INTO logins (email, shopId, memberId, password) VALUES (:email, :shop, :id, :password)', {
        ...{ id, email, password: await hashPassword(PASSWORD) },
      }),
    ])
    const theirs = await opened()
    await theirs.goto(app.url)
    await post(theirs, '/api/session/sign-in', { email, password: PASSWORD })
    await theirs.goto(`${app.url}/customers/${person.refusing}`)
    const doNotContact = theirs.getByRole('switch', { name: '不要联系' })
    await doNotContact.waitFor()
    await theirs.context().setOffline(true)
    await doNotContact.click()
    await page.evaluate(async (id) => {
      const answer = await fetch(`/api/team/members/${id}`, { method: 'DELETE', headers: { 'x-regulars': '1' } })
      if (!answer.ok) throw new Error(String(answer.status))
    }, id)
    await theirs.context().setOffline(false)
    await theirs.getByText('1 处改动没来得及同步').waitFor()
    await looked(theirs, 'removed, unsent')
    await theirs.getByRole('button', { name: '不要了，清掉 1 处' }).click()
    await theirs.getByRole('dialog').waitFor()
    await looked(theirs, 'removed, sure')
    await theirs.getByRole('dialog').getByRole('button', { name: /清掉/ }).click()
    await theirs.getByText('已经没有店里的任何资料').waitFor()
    await looked(theirs, 'removed, done')
  })
})

test('a first shop by its link, and a door that is closed', async () => {
  const app = await startApp({ signUp: 'first' })
  try {
    const link = await firstOwnerLink({ directory: app.database, now: Date.now(), newId })
    const page = await opened()
    await page.goto(app.url)
    await page.getByText('还没有账号？').waitFor()
    await looked(page, 'before the first shop')
    await page.goto('about:blank')
    await page.goto(`${app.url}/join#${link?.token}`)
    await page.getByLabel('店铺名称').waitFor()
    await looked(page, 'first shop')
    await page.getByRole('button', { name: '开店' }).click()
    await page.locator('[aria-invalid=true]').first().waitFor()
    await looked(page, 'first shop, refused')
  } finally {
    await closePhones()
    await app.close()
  }
})
