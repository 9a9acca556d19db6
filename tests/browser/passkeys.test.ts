/** A passkey in the built app, with the browser's own virtual authenticator. */
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { forShop } from '../../db/client.ts'
import { statement } from '../../db/statement.ts'
import { more as moreEn } from '../../web/i18n/en/more.ts'
import { self as selfEn } from '../../web/i18n/en/self.ts'
import { zhCN } from '../../web/i18n/zh-CN/index.ts'
import { more } from '../../web/i18n/zh-CN/more.ts'
import { self } from '../../web/i18n/zh-CN/self.ts'
import { BrowserPhone, picture, type RunningApp, startApp } from '../support/app.ts'
import { post, signUp } from '../support/page.ts'
import { PASSWORD } from '../support/worker.ts'

let phone: BrowserPhone
let app: RunningApp
beforeAll(async () => {
  app = await startApp()
})
beforeEach(() => {
  phone = new BrowserPhone()
  return () => phone.close()
})
afterAll(() => app.close())

/** A phone that unlocks by finger, for this page. */
async function withAuthenticator(page: Page) {
  const session = await page.context().newCDPSession(page)
  await session.send('WebAuthn.enable')
  const { authenticatorId } = await session.send('WebAuthn.addVirtualAuthenticator', {
    options: {
      protocol: 'ctap2',
      transport: 'internal',
      hasResidentKey: true,
      hasUserVerification: true,
      isUserVerified: true,
      automaticPresenceSimulation: true,
    },
  })
  return {
    held: async () => (await session.send('WebAuthn.getCredentials', { authenticatorId })).credentials,
    forget: () => session.send('WebAuthn.clearCredentials', { authenticatorId }),
  }
}

/** As if the person had come in, and shown who they are, a while ago. */
const age = (shopId: string) =>
  forShop(app.database, shopId).write([
    statement('UPDATE sessions SET createdAt = 0, provenAt = NULL WHERE shopId = :shop'),
  ])

test('whoever did not just come in shows first that it is still them, by password or by a passkey', async () => {
  const page = await phone.open()
  const { shopId } = await signUp(page, app.url)
  await page.goto(`${app.url}/more/me`)
  const authenticator = await withAuthenticator(page)
  await age(shopId)
  const sheet = page.getByRole('dialog')
  const add = page.getByRole('button', { name: self.passkeys.add })
  const confirm = sheet.getByRole('button', { name: self.passkeys.prove, exact: true })
  await add.click()
  await sheet.getByText(self.passkeys.proveText).waitFor()
  expect(await sheet.getByRole('button', { name: self.passkeys.proveByOne }).count()).toBe(0)
  await sheet.getByLabel(more.me.old, { exact: true }).fill('not this one')
  await confirm.click()
  await sheet.getByText(zhCN.common.problem.wrong_old_password.what).waitFor()
  await picture(page, 'passkey-prove')
  await sheet.getByLabel(more.me.old, { exact: true }).fill(PASSWORD)
  await confirm.click()
  await sheet.getByText(self.passkeys.proven).waitFor()
  await sheet.getByRole('button', { name: self.passkeys.add }).click()
  await page.getByText(self.passkeys.added).waitFor()

  // By the one there is: the device then says that it has one already.
  await page.getByText(self.passkeys.neverUsed).waitFor()
  await age(shopId)
  await add.click()
  await sheet.getByRole('button', { name: self.passkeys.proveByOne }).click()
  await sheet.getByText(self.passkeys.proven).waitFor()
  await sheet.getByRole('button', { name: self.passkeys.add }).click()
  await page.getByText(self.passkeys.already).waitFor()
  await page.reload()
  await page.getByRole('button', { name: /^移除/ }).first().waitFor()
  expect(await page.getByText(self.passkeys.neverUsed).count()).toBe(0)

  // A lost phone: all other devices, and the passkeys with them.
  await post(page, '/api/session/sign-in', { email: await emailOf(shopId), password: PASSWORD })
  await page.reload()
  await page.getByRole('button', { name: self.devices.endOthers }).click()
  await sheet.getByRole('checkbox').check()
  await picture(page, 'devices-end-others')
  await sheet.getByRole('button', { name: self.devices.endOthersDo, exact: true }).click()
  await page.getByText(self.passkeys.none).waitFor()
  await page.getByText(self.devices.alone).waitFor()
  await authenticator.forget()
  expect(phone.problems).toEqual([])
})

test.each([
  ['zh-CN', 'light', { width: 390, height: 844 }, more, self],
  ['en-US', 'dark', { width: 1280, height: 800 }, moreEn, selfEn],
] as const)(
  'a key asks for it over what was typed, and goes on from there (%s)',
  async (locale, colorScheme, viewport, texts, own) => {
    const asked = new BrowserPhone({ locale, colorScheme, viewport })
    try {
      const page = await asked.open()
      const { shopId } = await signUp(page, app.url)
      await page.goto(`${app.url}/more/keys`)
      await age(shopId)
      await page.getByRole('button', { name: texts.keys.add }).first().click()
      await page.getByLabel(texts.keys.name).fill('ERP')
      const make = page.getByRole('button', { name: texts.keys.create, exact: true })
      await make.click()
      const proof = page.getByRole('dialog', { name: own.passkeys.proveTitle })
      await proof.getByText(own.passkeys.proveText).waitFor()
      await picture(page, `key-prove-${locale}`)
      // Escape leaves what was typed as it was.
      await page.keyboard.press('Escape')
      await proof.waitFor({ state: 'detached' })
      expect(await page.getByLabel(texts.keys.name).inputValue()).toBe('ERP')
      await make.click()
      await proof.getByLabel(texts.me.old, { exact: true }).fill(PASSWORD)
      await proof.getByRole('button', { name: own.passkeys.prove, exact: true }).click()
      await page.getByText(texts.keys.once).waitFor()
      expect(asked.problems).toEqual([])
    } finally {
      await asked.close()
    }
  },
)

const emailOf = async (shopId: string) => {
  const [rows] = await forShop(app.database, shopId).read([statement('SELECT email FROM logins WHERE shopId = :shop')])
  return String(rows?.[0]?.email)
}

test('is made on More → Me, opens the shop without a password, and opens nothing once it is removed', async () => {
  const page = await phone.open()
  await signUp(page, app.url)
  await page.goto(`${app.url}/more/me`)
  const authenticator = await withAuthenticator(page)
  const add = page.getByRole('button', { name: '在这台设备上添加' })
  await add.click()
  await page.getByText('添加好了，下次可以用它登录').waitFor()
  expect(await authenticator.held()).toMatchObject([{ isResidentCredential: true, rpId: 'localhost' }])
  await page.getByText('还没用过').waitFor()
  await picture(page, 'me')
  await add.click()
  await page.getByText('这台设备上已经有一把了').waitFor()

  await post(page, '/api/session/sign-out', {})
  await page.evaluate(() => dispatchEvent(new Event('online')))
  const enter = page.getByRole('button', { name: '用通行密钥登录' })
  await enter.click()
  await page.getByRole('button', { name: /^移除/ }).first().waitFor()
  expect(await page.getByText('还没用过').count()).toBe(0)

  await page.getByRole('button', { name: /^移除/ }).first().click()
  await page.getByRole('dialog').getByRole('button', { name: '移除' }).click()
  await page.getByText('还没有通行密钥').waitFor()
  await post(page, '/api/session/sign-out', {})
  await page.evaluate(() => dispatchEvent(new Event('online')))
  await enter.click()
  await page.getByText('这把通行密钥登录不了').waitFor()
  expect(phone.problems).toEqual([])
})
