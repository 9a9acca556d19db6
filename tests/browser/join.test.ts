import type { Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { forShop } from '../../db/client.ts'
import { statement } from '../../db/statement.ts'
import { zhCN } from '../../web/i18n/zh-CN/index.ts'
import { join as words } from '../../web/i18n/zh-CN/join.ts'
import { more } from '../../web/i18n/zh-CN/more.ts'
import { self } from '../../web/i18n/zh-CN/self.ts'
import { BrowserPhone, picture, type RunningApp, startApp } from '../support/app.ts'
import { PASSWORD as OWNERS, signUp } from '../support/page.ts'
import { PASSWORD } from '../support/worker.ts'

const EMAIL = 'xiaolin@example.test'
const CHOSEN = 'a kettle on the sill'

let app: RunningApp
const phones: BrowserPhone[] = []
beforeAll(async () => {
  app = await startApp()
})
afterAll(async () => {
  for (const phone of phones) await phone.close()
  await app.close()
})

async function newPhone(): Promise<Page> {
  const phone = new BrowserPhone({ viewport: { width: 360, height: 740 } })
  phones.push(phone)
  return phone.open()
}
const tap = (page: Page, name: string) => page.getByRole('button', { name, exact: true }).click()
const type = (page: Page, label: string, value: string) => page.getByLabel(label, { exact: true }).fill(value)
/** The owner came in longer ago than a door for somebody else allows. */
const age = (shopId: string) =>
  forShop(app.database, shopId).write([
    statement('UPDATE sessions SET createdAt = 0, provenAt = NULL WHERE shopId = :shop'),
  ])
async function prove(page: Page): Promise<void> {
  const proof = page.getByRole('dialog', { name: self.passkeys.proveTitle })
  await proof.getByLabel(more.me.old, { exact: true }).fill(OWNERS)
  await proof.getByRole('button', { name: self.passkeys.prove, exact: true }).click()
}
const heading = (page: Page, name: string) => page.getByRole('heading', { name, exact: true }).waitFor()
/** Nothing is cut off or to be scrolled sideways. */
const fits = async (page: Page) =>
  expect(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth)).toBe(true)

test('a colleague comes in by a link, changes their password, and is helped when they forgot it', async () => {
  const owner = await newPhone()
  const { shopId } = await signUp(owner, app.url)
  await owner.goto(`${app.url}/more/team`)
  await age(shopId)
  await tap(owner, more.team.invite)
  await type(owner, more.team.name, '小林')
  await picture(owner, 'invite')
  await tap(owner, more.team.makeLink)
  await prove(owner)
  await owner.getByRole('img', { name: more.team.hand.qr }).waitFor()
  await picture(owner, 'invite-link')
  const address = (await owner.locator('.secret').textContent()) ?? ''
  // Shown this once: whoever has neither copied nor sent it is asked.
  await tap(owner, zhCN.common.do.done)
  await owner.getByText(more.team.hand.notGiven).waitFor()
  await tap(owner, zhCN.common.do.done)
  await owner.getByRole('list', { name: more.team.open }).getByText('小林').waitFor()
  await picture(owner, 'invitations')

  const colleague = await newPhone()
  await colleague.goto(address)
  await heading(colleague, words.invite.title({ shop: '山间茶铺' }))
  // A preview and a second look use nothing up.
  await colleague.reload()
  await heading(colleague, words.invite.title({ shop: '山间茶铺' }))
  await fits(colleague)
  await picture(colleague, 'join')
  await type(colleague, zhCN.account.field.email, EMAIL)
  await type(colleague, words.password, 'password2026')
  await tap(colleague, words.invite.submit)
  await colleague.getByText(zhCN.account.bad.common).waitFor()
  expect(await colleague.evaluate(() => document.activeElement?.getAttribute('autocomplete'))).toBe('new-password')
  await picture(colleague, 'join-weak')
  await type(colleague, words.password, PASSWORD)
  await tap(colleague, words.invite.submit)
  await colleague.waitForURL(`${app.url}/today`)
  await owner.reload()
  await owner.getByRole('list', { name: more.team.list }).getByText('小林').waitFor()
  expect(await owner.getByText(more.team.open).count()).toBe(0)

  const late = await newPhone()
  await late.goto(address)
  await heading(late, words.gone.title)
  await picture(late, 'link-gone')
  await tap(late, words.gone.signIn)
  await type(late, zhCN.account.field.email, EMAIL)
  await type(late, zhCN.account.field.password, PASSWORD)
  await tap(late, zhCN.account.submit.in)
  await late.waitForURL(`${app.url}/today`)

  await colleague.goto(`${app.url}/more/me`)
  await colleague.getByRole('button', { name: more.me.change }).click()
  await type(colleague, more.me.old, 'not this one')
  await type(colleague, more.me.new, CHOSEN)
  await picture(colleague, 'change-password')
  await tap(colleague, more.me.save)
  await colleague.getByText(zhCN.common.problem.wrong_old_password.what).waitFor()
  await type(colleague, more.me.old, PASSWORD)
  await tap(colleague, more.me.save)
  await colleague.getByText(more.me.changed).waitFor()
  await picture(colleague, 'me')
  // The other device is out, and says what it is waiting for.
  await late.reload()
  await late.getByText(zhCN.account.again.nothingLost).waitFor()

  await owner.getByRole('button', { name: more.team.resetFor({ name: '小林' }) }).click()
  await picture(owner, 'reset')
  await tap(owner, more.team.makeReset)
  const reset = (await owner.locator('.secret').textContent()) ?? ''
  await late.goto(reset)
  await heading(late, words.reset.title)
  await picture(late, 'set-password')
  expect(await late.getByLabel(zhCN.account.field.email).inputValue()).toBe(EMAIL)
  await type(late, words.password, 'river stamp owl teapot')
  await tap(late, words.reset.submit)
  await late.waitForURL(`${app.url}/today`)

  await owner.goto(`${app.url}/more/team`)
  await age(shopId)
  await owner.locator('button.row-in', { hasText: '小林' }).click()
  await owner.getByRole('radio', { name: new RegExp(`^${zhCN.account.role.owner}`) }).check()
  await tap(owner, zhCN.common.do.save)
  await prove(owner)
  await owner.getByText(more.team.roleSet({ name: '小林', role: zhCN.account.role.owner })).waitFor()
  expect(phones.flatMap(({ problems }) => problems)).toEqual([])
})
