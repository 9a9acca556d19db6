/** A passkey in the built app, with the browser's own virtual authenticator. */
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { BrowserPhone, picture, type RunningApp, startApp } from '../support/app.ts'
import { post, signUp } from '../support/page.ts'

const phone = new BrowserPhone()
let app: RunningApp
beforeAll(async () => {
  app = await startApp()
})
afterAll(async () => {
  await phone.close()
  await app.close()
})

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
