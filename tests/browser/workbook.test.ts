/** Excel files on a phone: picked, read where the app's own rules on scripts hold, and shown before anything is written. */
import type { Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { BrowserPhone, type RunningApp, startApp } from '../support/app.ts'
import { signUp } from '../support/page.ts'
import { bookOf, type Cell } from '../support/xlsx.ts'

let app: RunningApp
let phone: BrowserPhone
let page: Page
beforeAll(async () => {
  app = await startApp()
  phone = new BrowserPhone()
  page = await phone.open()
  await signUp(page, app.url)
})
afterEach(() => {
  expect(phone.problems).toEqual([])
})
afterAll(async () => {
  await phone?.close()
  await app?.close()
})

const TYPE = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet'
const pick = (name: string, bytes: Uint8Array) =>
  page.locator('input[type=file]').setInputFiles({ name, mimeType: TYPE, buffer: Buffer.from(bytes) })
/** 20 November 2026, 10:03:22, as a sheet keeps it. */
const AT: Cell = { xml: ' s="1"><v>46346.419004629599</v>' }

test('an order file in Excel goes through to the preview, the bad rows by their number', async () => {
  const head = ['订单编号', '买家会员名', '买家实际支付金额', '订单状态', '订单创建时间', '宝贝标题', '宝贝总数量']
  const order = (id: Cell, paid: Cell): Cell[] => [id, '小鹿乱撞', paid, '交易成功', AT, '医药盒', 2]
  const rounded: Cell = { xml: '><v>3.4567890123456789E+18</v>' }
  const rows = [head, order('3456789012345678901', 38), [], order(rounded, 12), order('3456789012345678902', 19.9)]
  await page.goto(`${app.url}/more/import`)
  await pick('订单.xlsx', bookOf([{ name: '说明', rows: [['说明']] }, { rows }], { formats: [0, 22] }))
  await page.getByRole('button', { name: '导入 2 笔订单' }).waitFor()
  await page.getByText('淘宝订单 · 3 行 · Excel').waitFor()
  await page.getByText('¥57.90').first().waitFor()
  await page.getByText(/第 4 行/).waitFor()
})

test('a refund export in Excel becomes cases, ready to be opened', async () => {
  const head = [
    '订单编号',
    '退款单编号',
    '退款类型',
    '宝贝标题',
    '买家退款金额',
    '退款申请时间',
    '退款状态',
    '买家退款原因',
    '买家会员名',
  ]
  const refund = (id: string, status: string): Cell[] => [
    id,
    `9${id}`,
    '仅退款',
    '医药盒',
    38,
    AT,
    status,
    '少件/漏发',
    '新来的',
  ]
  const rows = [head, refund('3456789012345678901', '等待卖家处理'), refund('3456789012345678902', '退款关闭')]
  await page.goto(`${app.url}/disputes/import`)
  await pick('退款.xlsx', bookOf([{ rows }], { formats: [0, 22], inline: true }))
  await page.getByText('全部', { exact: true }).click()
  await page.getByRole('button', { name: '登记 1 件纠纷' }).waitFor()
})

test('an .xls is told what to do with', async () => {
  await page.goto(`${app.url}/disputes/import`)
  await pick('退款.xls', Uint8Array.of(0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1))
  await page.getByText('这是老格式的 Excel 文件，在 Excel 或 WPS 里打开，另存为 .xlsx 再选').waitFor()
})
