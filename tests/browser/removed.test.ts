/** A colleague is removed while their phone has work nobody else has; and other ways a phone stays closed. */
import { readFileSync } from 'node:fs'
import type { Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { insertRow } from '../../db/changes.ts'
import { forShop } from '../../db/client.ts'
import { bumpRev, statement } from '../../db/statement.ts'
import { newId } from '../../worker/ids.ts'
import { hashPassword } from '../../worker/secrets.ts'
import { BrowserPhone, type PhoneOptions, picture, type RunningApp, startApp } from '../support/app.ts'
import { controlled, post, signUp } from '../support/page.ts'

let app: RunningApp
const phones: BrowserPhone[] = []
const newPhone = (options?: PhoneOptions) => {
  const phone = new BrowserPhone(options)
  phones.push(phone)
  return phone
}
beforeAll(async () => {
  app = await startApp()
})
afterEach(async () => {
  for (const phone of phones.splice(0)) await phone.close()
})
afterAll(() => app.close())

const PASSWORD = 'correct horse 电池'
const emailOf = (memberId: string) => `${memberId}@example.test`

/** Somebody of the shop, signed in on this phone with everything loaded. */
async function signedIn(phone: BrowserPhone, memberId: string): Promise<Page> {
  const page = await phone.open()
  await page.goto(app.url)
  await post(page, '/api/session/sign-in', { email: emailOf(memberId), password: PASSWORD })
  await page.goto(`${app.url}/customers`)
  await page.getByText('老客户').waitFor()
  await controlled(page)
  return page
}

async function shopWithAgent(): Promise<{ owner: Page; shopId: string; agentId: string }> {
  const owner = await newPhone().open()
  const { shopId } = await signUp(owner, app.url)
  const agentId = newId()
  await forShop(app.database, shopId).write([
    bumpRev(),
    insertRow('members', { id: agentId, name: '小满', role: 'agent' }),
    statement('INSERT INTO logins (email, shopId, memberId, password) VALUES (:email, :shop, :agentId, :password)', {
      agentId,
      email: emailOf(agentId),
      password: await hashPassword(PASSWORD),
    }),
  ])
  await addCustomer(owner, '老客户')
  await expect
    .poll(
      async () =>
        (await app.database.read([{ sql: 'SELECT id FROM customers WHERE shopId = :s', args: { s: shopId } }]))[0],
    )
    .toHaveLength(1)
  return { owner, shopId, agentId }
}

async function addCustomer(page: Page, nickname: string): Promise<void> {
  await page.goto(`${app.url}/customers`)
  await page
    .getByRole('button', { name: '手工添加一位' })
    .or(page.getByRole('button', { name: '添加客户' }))
    .first()
    .click()
  await page.getByRole('textbox', { name: '昵称' }).fill(nickname)
  await page.getByRole('button', { name: '保存' }).click()
  await page.getByRole('heading', { name: nickname }).first().waitFor()
}

const remove = (owner: Page, memberId: string) =>
  owner.evaluate(async (id) => {
    const answer = await fetch(`/api/team/members/${id}`, { method: 'DELETE', headers: { 'x-regulars': '1' } })
    if (!answer.ok) throw new Error(String(answer.status))
  }, memberId)

/** Everything the browser keeps for the app, as text. */
const kept = (page: Page) =>
  page.evaluate(async () => {
    const dump: unknown[] = [Object.entries(localStorage)]
    for (const { name = '' } of await indexedDB.databases()) {
      const db = await new Promise<IDBDatabase>((done, failed) => {
        const opening = indexedDB.open(name)
        opening.onsuccess = () => done(opening.result)
        opening.onerror = () => failed(opening.error)
      })
      for (const store of db.objectStoreNames) {
        const all = db.transaction(store).objectStore(store).getAll()
        dump.push(await new Promise((done) => (all.onsuccess = () => done(all.result))))
      }
      db.close()
    }
    return JSON.stringify(dump)
  })

const title = (page: Page) => page.getByRole('heading', { name: '你已不在这家店' })

test('a removed agent’s phone forgets the shop, offers what only it has, and stays closed', async () => {
  const { owner, shopId, agentId } = await shopWithAgent()
  const phone = newPhone({ profile: true })
  const page = await signedIn(phone, agentId)
  await phone.context.setOffline(true)
  await addCustomer(page, '没同步的客户')
  await remove(owner, agentId)
  await phone.context.setOffline(false)
  await title(page).waitFor()
  await page.getByText('1 处改动没来得及同步').waitFor()
  await picture(page, 'removed-unsent')
  await expect.poll(() => kept(page)).not.toContain('老客户')
  expect(await kept(page)).toContain('没同步的客户')

  // Killed before the person decided, opened again without a network.
  await phone.kill()
  const again = await phone.open({ offline: true })
  await again.goto(`${app.url}/customers`)
  await title(again).waitFor()
  expect(await kept(again)).not.toContain('老客户')

  const download = again.waitForEvent('download')
  await again.getByRole('button', { name: '存成文件' }).click()
  const saved = await download
  expect(saved.suggestedFilename()).toMatch(/^没同步的改动 \d+年\d+月\d+日\.zip$/)
  const file = readFileSync(await saved.path(), 'utf8')
  expect(file).toMatch(/1\. 今天 \d\d:\d\d {2}添加客户 · 没同步的客户/)
  expect(file).toContain('"name": "customer.add"')
  for (const whose of [shopId, agentId]) expect(file).toContain(whose)
  await again.getByRole('button', { name: '存好了，清掉' }).click()
  await again.getByText('已经没有店里的任何资料').waitFor()
  await picture(again, 'removed-done')
  for (const left of ['没同步的客户', '老客户', shopId, agentId]) expect(await kept(again)).not.toContain(left)

  await again.reload()
  await again.getByRole('heading', { name: '登录', exact: true }).waitFor()
  await phone.context.setOffline(false)
  await again.goto(app.url)
  await again.getByRole('heading', { name: '登录', exact: true }).waitFor()
  expect(phone.problems).toEqual([])
})

test('somebody asked back is the person they were: what their phone kept goes in, once', async () => {
  const { owner, shopId, agentId } = await shopWithAgent()
  const phone = newPhone()
  const page = await signedIn(phone, agentId)
  await phone.context.setOffline(true)
  await addCustomer(page, '没同步的客户')
  await remove(owner, agentId)
  await phone.context.setOffline(false)
  await page.getByText('1 处改动没来得及同步').waitFor()

  const back = { name: '小满', role: 'agent', memberId: agentId }
  const { token } = await post<{ token: string }>(owner, '/api/team/invitations', back)
  await page.goto(`${app.url}/join#${token}`)
  await page.getByRole('heading', { name: '加入「山间茶铺」' }).waitFor()
  await page.getByLabel('邮箱', { exact: true }).fill(emailOf(agentId))
  await page.getByLabel('新密码', { exact: true }).fill('a kettle on the sill')
  await page.getByRole('button', { name: '加入', exact: true }).click()
  await page.waitForURL(`${app.url}/today`)
  const db = forShop(app.database, shopId)
  const people = async () =>
    (await db.read([statement('SELECT nickname FROM customers WHERE shopId = :shop ORDER BY id')]))[0]?.map(
      ({ nickname }) => nickname,
    )
  await expect.poll(people, { timeout: 20_000 }).toEqual(['老客户', '没同步的客户'])
  const [by] = await db.read([
    statement("SELECT actor FROM audit WHERE shopId = :shop AND action = 'customer.add' ORDER BY id DESC LIMIT 1"),
  ])
  expect(by).toEqual([{ actor: `member:${agentId}` }])
  await page.goto(`${app.url}/customers`)
  for (const name of ['老客户', '没同步的客户']) await page.getByText(name).first().waitFor()
  await page.reload()
  await page.getByText('没同步的客户').first().waitFor()
  expect(await people()).toHaveLength(2)
  expect(phone.problems).toEqual([])
})

test('with nothing unsent it forgets all at once, the cookie too', async () => {
  const { owner, shopId, agentId } = await shopWithAgent()
  const phone = newPhone()
  const page = await signedIn(phone, agentId)
  await remove(owner, agentId)
  await page.evaluate(() => dispatchEvent(new Event('online')))
  await page.getByText('已经没有店里的任何资料').waitFor()
  await expect.poll(() => kept(page)).not.toContain(shopId)
  await expect.poll(async () => (await phone.context.cookies()).map(({ name }) => name)).not.toContain('__Host-session')
})

test('a session ended elsewhere closes the phone, also when it is opened again without a network', async () => {
  const { shopId, agentId } = await shopWithAgent()
  const phone = newPhone()
  const page = await signedIn(phone, agentId)
  await forShop(app.database, shopId).write([
    statement('DELETE FROM sessions WHERE shopId = :shop AND memberId = :id', { id: agentId }),
  ])
  await page.evaluate(() => dispatchEvent(new Event('online')))
  await page.getByRole('heading', { name: '重新登录' }).waitFor()
  await phone.context.setOffline(true)
  await page.reload()
  await page.getByRole('heading', { name: '重新登录' }).waitFor()
  expect(await page.getByText('老客户').count()).toBe(0)
})

test('a phone signed out by its person is empty and stays closed', async () => {
  const { agentId } = await shopWithAgent()
  const phone = newPhone()
  const page = await signedIn(phone, agentId)
  await page.goto(`${app.url}/more/data`)
  await page.getByText('退出这台手机').click()
  await page.getByRole('button', { name: '退出', exact: true }).click()
  await page.getByRole('heading', { name: '登录', exact: true }).waitFor()
  expect(await kept(page)).not.toContain('老客户')
  await phone.context.setOffline(true)
  await page.reload()
  await page.getByRole('heading', { name: '登录', exact: true }).waitFor()
})
