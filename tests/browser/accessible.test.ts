/** Every screen for everybody: axe finds nothing, and nothing is wider than a small phone. */
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { insertRow } from '../../db/changes.ts'
import { forShop } from '../../db/client.ts'
import { bumpRev, statement } from '../../db/statement.ts'
import { newId } from '../../worker/ids.ts'
import { resetByEmail, shopWithOwner } from '../../worker/verbs/machine-links.ts'
import { BrowserPhone, DESK, PHONE, type RunningApp, startApp } from '../support/app.ts'
import { findings, HIGH, looked } from '../support/axe.ts'
import { goWithin, PASSWORD, post, signUp } from '../support/page.ts'
import { arrived, SCREENS, WORDS } from '../support/screens.ts'

let app: RunningApp
beforeAll(async () => {
  app = await startApp()
})
afterAll(async () => {
  await app.close()
})

const passkey = (memberId: string) =>
  statement(
    `INSERT INTO passkeys (id, shopId, memberId, publicKey, counter, transports, name, createdAt)
     VALUES (:id, :shop, :memberId, 'k', 0, '', 'Chrome · Android', 0)`,
    { id: newId(), memberId },
  )

/** Colleagues, keys, passkeys and devices of every kind. */
async function peopled(shopId: string): Promise<void> {
  const db = forShop(app.database, shopId)
  const [owners] = await db.read([statement("SELECT id FROM members WHERE shopId = :shop AND role = 'owner'")])
  const me = String(owners?.[0]?.id)
  const [agent, gone] = [newId(), newId()]
  const key = (createdBy: string | null, revokedAt: number | null = null) =>
    statement(
      `INSERT INTO apiKeys (shopId, id, name, keyHash, scopes, createdBy, createdAt, revokedAt)
       VALUES (:shop, :id, 'ERP', :id, 'orders:write', :createdBy, 0, :revokedAt)`,
      { id: newId(), createdBy, revokedAt },
    )
  await db.write([
    bumpRev(),
    insertRow('members', { id: agent, name: '欧阳慕容司徒上官诸葛令狐东方西门南宫北堂', role: 'agent' }),
    insertRow('members', { id: gone, name: '老周', role: 'viewer' }),
    statement("UPDATE members SET deleted = 1, formerName = name, name = '' WHERE shopId = :shop AND id = :gone", {
      gone,
    }),
    ...[key(me), key(agent), key(null), key(me, 1), passkey(me)],
    statement(
      `INSERT INTO sessions (shopId, id, tokenHash, memberId, device, place, createdAt, lastUsedAt, expiresAt)
       VALUES (:shop, :id, :id, :me, NULL, '2001:db8:85a3:8d3:1319:8a2e:370:7348', 0, 0, :until)`,
      { id: newId(), me, until: Date.now() + 1e10 },
    ),
  ])
}

describe.each(['zh-CN', 'en-US'] as const)('in %s', (locale) => {
  const phone = new BrowserPhone({ locale })
  let page: Page
  beforeAll(async () => {
    page = await phone.open()
    await page.emulateMedia({ reducedMotion: 'reduce' })
    await page.setViewportSize({ ...PHONE, ...HIGH })
  })
  afterAll(() => phone.close())

  test('signing in and signing up', async () => {
    const { mode } = WORDS[locale].account
    await page.goto(app.url)
    for (const name of [mode.in, mode.up]) {
      await page.getByRole('radio', { name, exact: true }).check()
      await looked(page, name)
    }
  })

  describe('for a new shop', () => {
    let shopId: string
    beforeAll(async () => {
      shopId = (await signUp(page, app.url)).shopId
    })

    test.each(Object.keys(SCREENS))('%s', async (path) => {
      await goWithin(page, path)
      await arrived(page, path, locale)
      expect(await page.evaluate(() => document.documentElement.lang)).toBe(locale === 'en-US' ? 'en' : 'zh-CN')
      await looked(page, path)
      await page.setViewportSize({ ...DESK, ...HIGH })
      expect.soft(await findings(page)).toEqual([])
      await page.setViewportSize({ ...PHONE, ...HIGH })
    })

    test('keys that work, stopped and ended; members, invitations, who left; passkeys and devices', async () => {
      await peopled(shopId)
      for (const path of ['/more/keys', '/more/team', '/more/me']) {
        await goWithin(page, path)
        await arrived(page, path, locale)
        await page.locator('.screen .row:visible').first().waitFor()
        await looked(page, path)
      }
    })

    test('links that open once, and one that opens nothing', async () => {
      const machine = { directory: app.database, now: Date.now(), newId }
      const other = newId()
      const shop = {
        id: other,
        name: '溪边面包房',
        currency: 'CNY',
        timezone: 'Asia/Shanghai',
        locale: 'zh-CN',
      } as const
      const email = `${newId()}@example.test`
      const owner = await shopWithOwner(machine, shop, email)
      // They came in longer ago than an invitation allows.
      await post(page, '/api/account/proof', { password: PASSWORD })
      const { token: invitation } = await post<{ token: string }>(page, '/api/team/invitations', {
        name: '小林',
        role: 'agent',
      })
      const look = async (token: string, ready: string) => {
        await page.goto('about:blank')
        await page.goto(`${app.url}/join#${token}`)
        await page.locator(ready).waitFor()
        await looked(page, ready)
      }
      await look(owner.token, '.door-form')
      await look(invitation, '.door-form')
      const [login] = await app.database.read([
        { sql: 'SELECT memberId FROM logins WHERE email = :email', args: { email } },
      ])
      await forShop(app.database, other).write([passkey(String(login?.[0]?.memberId))])
      await look((await resetByEmail(machine, email)).token, '.door-form input[type=checkbox]')
      await look('x'.repeat(43), '.door-work .btn.primary')
    })

    test('what is planted is found', async () => {
      await page.goto(`${app.url}/today`)
      await arrived(page, '/today', locale)
      await page.locator('.screen .body').evaluate((body) => {
        const faint = document.createElement('p')
        faint.textContent = '看不清'
        faint.style.cssText = 'color: #999; background: #aaa'
        const small = document.createElement('button')
        small.style.cssText = 'width: 12px; height: 12px; min-height: 0; min-width: 0; padding: 0'
        body.append(faint, small, small.cloneNode())
      })
      const rules = (await findings(page)).map((finding) => finding.split(':')[0])
      expect(new Set(rules)).toEqual(new Set(['button-name', 'color-contrast', 'target-size']))
    })
  })

  test('nothing went wrong on any page meanwhile', () => {
    expect(phone.problems).toEqual([])
  })
})
