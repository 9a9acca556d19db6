/** The cases of the demo shop for everybody: axe finds nothing at any step, nor in anything that opens on a case. */
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { DEMO_LOGIN, seedDemo } from '../../worker/host/seed.ts'
import { newId } from '../../worker/ids.ts'
import { BrowserPhone, PHONE, type RunningApp, startApp } from '../support/app.ts'
import { HIGH, looked as looksRight } from '../support/axe.ts'
import { post } from '../support/page.ts'

let app: RunningApp
let page: Page
const phone = new BrowserPhone({ locale: 'zh-CN' })
const cases: Record<string, string> = {}

const STEPS = {
  listen: `step = 'listen'`,
  analyse: `step = 'analyse' AND loop = 0`,
  'analyse again': `step = 'analyse' AND loop > 0`,
  resolve: `step = 'resolve' AND approval IS NOT 'needed'`,
  approval: `approval = 'needed'`,
  record: `step = 'record'`,
  'follow-up': `step = 'follow-up' AND attempts = 0`,
  'last attempt': `step = 'follow-up' AND attempts = 2`,
  closed: `step = 'closed'`,
}

beforeAll(async () => {
  app = await startApp()
  await seedDemo(app.database, Date.now(), newId)
  // What the owner decided at once in the demo waits for them here.
  await app.database.write([
    {
      sql: `UPDATE disputes SET step = 'resolve', approval = 'needed', resolvedAt = NULL
            WHERE id = (SELECT id FROM disputes WHERE step = 'record' AND approval = 'approved' LIMIT 1)`,
      args: {},
    },
  ])
  for (const [name, where] of Object.entries(STEPS)) {
    const sql = `SELECT id FROM disputes WHERE ${where} ORDER BY openedAt DESC LIMIT 1`
    cases[name] = String((await app.database.read([{ sql, args: {} }]))[0]?.[0]?.id)
  }
  // Two cases of one buyer, of which one can go into the other.
  await app.database.write([
    {
      sql: 'UPDATE disputes SET customerId = (SELECT customerId FROM disputes WHERE id = :analyse) WHERE id = :resolve',
      args: { analyse: cases.analyse ?? '', resolve: cases.resolve ?? '' },
    },
  ])
  page = await phone.open()
  await page.emulateMedia({ reducedMotion: 'reduce' })
  await page.goto(app.url)
  await post(page, '/api/session/sign-in', DEMO_LOGIN)
})
afterAll(async () => {
  await phone.close()
  await app.close()
})

const button = (name: string | RegExp) => page.getByRole('button', { name }).first()
async function at(name: keyof typeof STEPS): Promise<void> {
  await page.setViewportSize({ ...PHONE, ...HIGH })
  await page.goto(`${app.url}/disputes/${cases[name]}`)
  await page.getByRole('heading', { name: '经过' }).waitFor()
  await page.waitForFunction(() => !document.querySelector('.spinner'))
}
const looked = (what: string) => looksRight(page, what)

test.each(Object.keys(STEPS) as (keyof typeof STEPS)[])('a case: %s', async (name) => {
  await at(name)
  await looked(name)
})

describe('what opens on a case', () => {
  const OPENED: Record<string, [keyof typeof STEPS, () => Promise<void>]> = {
    'the buyer wrote again': ['analyse', () => button('买家又说了…').click()],
    'we answered': ['analyse', () => button('我们回了').click()],
    more: ['analyse', () => button('更多').click()],
    deadlines: ['analyse', () => behindMore('平台时限')],
    snooze: ['analyse', () => behindMore('先放一放')],
    merge: ['analyse', () => behindMore('并入另一件')],
    edit: ['analyse', () => button('修改登记内容').click()],
    'an attempt that failed': ['follow-up', () => button(/^联系不上/).click()],
    'the last attempt': ['last attempt', () => button(/^联系不上/).click()],
    'a link taken back': [
      'record',
      async () => {
        await button('给买家一个链接').click()
        await button(/^收回/).waitFor()
        // Without what was said of giving it.
        await at('record')
        await button(/^收回/).click()
      },
    ],
  }
  const behindMore = async (name: string) => {
    await button('更多').click()
    await page.getByRole('dialog').getByText(name, { exact: true }).click()
    await page.getByRole('heading', { name }).waitFor()
  }

  test.each(Object.keys(OPENED))('%s', async (name) => {
    const [step, open] = OPENED[name] ?? ['listen', async () => {}]
    await at(step)
    await open()
    await page.getByRole('dialog').waitFor()
    await looked(name)
    await page.keyboard.press('Escape')
    await page.getByRole('dialog').waitFor({ state: 'detached' })
  })

  test('deadlines that are refused at their field', async () => {
    await at('analyse')
    await behindMore('平台时限')
    await page.getByLabel('处理时限').fill('2020-01-01T10:00')
    await page.getByRole('dialog').getByRole('button', { name: '保存' }).click()
    await page.getByText('选一个还没到的时间，最远一年。').waitFor()
    await looked('refused deadline')
    await page.keyboard.press('Escape')
  })

  test('a deadline, a snooze and a link once they are there', async () => {
    await at('analyse')
    await behindMore('平台时限')
    const day = new Date(Date.now() + 5 * 86_400_000).toISOString().slice(0, 10)
    await page.getByLabel('处理时限').fill(`${day}T10:00`)
    await page.getByRole('dialog').getByRole('button', { name: '保存' }).click()
    await page.getByText(/^平台处理时限还剩/).waitFor()
    await button('给买家一个链接').click()
    await button('复制').waitFor()
    await looked('deadline and link')
  })

  test('a note being written, a remedy chosen, a reply from a draft', async () => {
    await at('resolve')
    await button('写备注').click()
    await page.getByRole('checkbox', { name: '部分退款' }).check({ force: true })
    await page.getByRole('checkbox', { name: '补发' }).check({ force: true })
    await page.getByLabel('部分退款，店里花多少').fill('268')
    await looked('note and remedies')
    await button('就这么办').or(button('提交给店主批准')).first().click()
    await page
      .getByText(/请填写这一项|填上金额/)
      .first()
      .waitFor()
    await looked('remedies refused')
  })

  test('a photo in the case, and looked at', async () => {
    await at('analyse')
    await page
      .locator('input[type=file]')
      .first()
      .setInputFiles({
        name: '杯口.png',
        mimeType: 'image/png',
        buffer: await page.screenshot({ clip: { x: 0, y: 0, width: 200, height: 200 } }),
      })
    await button(/^看“杯口/).waitFor()
    await looked('a photo')
    await button(/^看“杯口/).click()
    await page.getByRole('dialog').waitFor()
    await looked('a photo looked at')
    await page.keyboard.press('Escape')
  })

  test('a reply draft being edited', async () => {
    await page.goto(`${app.url}/disputes/wording`)
    await page.locator('.screen .body li button').first().click()
    await page.getByRole('dialog').waitFor()
    await looked('wording')
    await page.keyboard.press('Escape')
  })

  test('what disputes teach: a fix being marked, and its numbers', async () => {
    await page.goto(`${app.url}/disputes/learning`)
    await page.getByText('韵达').first().waitFor()
    await looked('learning')
    await button('标记一项改进').click()
    await page.getByRole('dialog').waitFor()
    await looked('marking a fix')
    await page.keyboard.press('Escape')
  })
})

test('nothing went wrong meanwhile', () => {
  expect(phone.problems).toEqual([])
})
