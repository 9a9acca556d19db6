// @vitest-environment happy-dom
import { act, cleanup, fireEvent, render, screen, waitFor, within } from '@testing-library/preact'
import { LocationProvider } from 'preact-iso'
import { afterEach, expect, test } from 'vitest'
import { setCosts } from '../../../web/actions/products.ts'
import { Toasts } from '../../../web/components/Toast.tsx'
import { AttentionPage } from '../../../web/screens/more/AttentionPage.tsx'
import { CostImport } from '../../../web/screens/more/products/CostImport.tsx'
import { ProductsPage } from '../../../web/screens/more/products/ProductsPage.tsx'
import { found, listed, nextUnknown } from '../../../web/screens/more/products/product-list.ts'
import { MOST_COSTS } from '../../../worker/domain/mutations/product.ts'
import type { ProductRow } from '../../../worker/domain/rows.ts'
import { encodeGb18030 } from '../../support/chinese-encodings.ts'
import { customer } from '../sync/rules.ts'
import { type Given, type OpenedShop, openShop } from './opened-shop.ts'

let opened: OpenedShop | null = null
afterEach(() => {
  cleanup()
  opened?.close()
  opened = null
})

const product = (n: number, name: string, cost: number | null = null): ProductRow => ({
  id: `p${n}`,
  name,
  cost,
  costAt: cost === null ? null : 1,
})
const PRODUCTS = [
  product(1, '手作茶杯 天青釉', 2550),
  product(2, '桂花乌龙 100g'),
  product(3, '竹编茶盘'),
  product(4, 'Tea Towel'),
]
const CUSTOMERS = [
  { ...customer('c1'), bought: ['p3', 'p1'] },
  { ...customer('c2'), bought: ['p3'] },
  { ...customer('c3'), bought: ['p2'] },
]

async function show(node: preact.ComponentChildren, given: Given = {}, role?: 'owner' | 'agent' | 'viewer') {
  opened = await openShop({ products: PRODUCTS, customers: CUSTOMERS, ...given }, role)
  render(
    <LocationProvider>
      {node}
      <Toasts />
    </LocationProvider>,
  )
  return opened
}
const costOf = (id: string) => opened?.store.view.get('products', id)?.cost
const titles = () => screen.getAllByRole('listitem').map((row) => row.querySelector('.row-title')?.textContent)
const open = (name: string) => {
  fireEvent.click(screen.getByText(name))
  return within(screen.getByRole('dialog', { hidden: true }))
}
const type = (value: string) => fireEvent.input(screen.getByLabelText('每件成本'), { target: { value } })
const submit = () =>
  fireEvent.submit(screen.getByRole('dialog', { hidden: true }).querySelector('form') as HTMLFormElement)

test('unknown ones come first, most bought first; words find names', () => {
  const buyers = new Map([
    ['p1', 9],
    ['p3', 2],
    ['p2', 1],
  ])
  const all = listed(PRODUCTS, buyers)
  expect(all.map(({ id }) => id)).toEqual(['p3', 'p2', 'p4', 'p1'])
  expect(found(all, ' ＴＥＡ towel ').map(({ id }) => id)).toEqual(['p4'])
  expect(found(all, '茶 杯').map(({ id }) => id)).toEqual(['p1'])
  expect(found(all, '')).toBe(all)
  expect([nextUnknown(all, 'p3')?.id, nextUnknown(all, 'p4')?.id, nextUnknown(all, 'p1')?.id]).toEqual([
    'p2',
    'p3',
    'p3',
  ])
  expect(nextUnknown([product(1, 'a'), product(2, 'b', 1)], 'p1')).toBeNull()
})

test('a cost is typed, kept on the phone, and taken back', async () => {
  const { store } = await show(<ProductsPage />)
  expect(screen.getByText('4 种商品，1 种知道成本')).toBeTruthy()
  expect(titles()).toEqual(['竹编茶盘', '桂花乌龙 100g', 'Tea Towel', '手作茶杯 天青釉'])
  open('桂花乌龙 100g')
  type('12.5')
  submit()
  await waitFor(() => expect(costOf('p2')).toBe(1250))
  expect(screen.getByText('4 种商品，2 种知道成本')).toBeTruthy()
  await waitFor(() => expect(screen.queryByRole('dialog', { hidden: true })).toBeNull())
  expect(store.view.outbox.value.map(({ name, args }) => [name, args])).toEqual([
    ['product.costs', { items: [{ id: 'p2', cost: 1250, was: null }] }],
  ])
  await screen.findByText('桂花乌龙 100g：每件 ¥12.50')
  fireEvent.click(screen.getByText('撤销'))
  await waitFor(() => expect(costOf('p2')).toBeNull())
})

test('one after the other is filled in without leaving', async () => {
  await show(<ProductsPage />)
  open('竹编茶盘')
  type('8')
  fireEvent.click(screen.getByText('保存，填下一个'))
  await waitFor(() => expect(screen.getByRole('dialog', { hidden: true }).textContent).toContain('桂花乌龙'))
  expect(costOf('p3')).toBe(800)
  expect((screen.getByLabelText('每件成本') as HTMLInputElement).value).toBe('')
})

test('nothing is saved of what is no amount; a known cost can be made unknown', async () => {
  const { store } = await show(<ProductsPage />)
  open('手作茶杯 天青釉')
  type('八块')
  expect((screen.getByText('保存').closest('button') as HTMLButtonElement).disabled).toBe(true)
  submit()
  expect(store.view.outbox.value).toEqual([])
  fireEvent.click(screen.getByText('改成不知道'))
  await waitFor(() => expect(costOf('p1')).toBeNull())
})

test('who is second to write a cost is told and decides', async () => {
  const { arrive } = await show(<ProductsPage />)
  open('桂花乌龙 100g')
  type('12')
  await act(() => arrive({ products: [product(2, '桂花乌龙 100g', 900)] }))
  submit()
  await waitFor(() => expect(screen.getByRole('alert', { hidden: true }).textContent).toContain('¥9'))
  expect(costOf('p2')).toBe(900)
  submit()
  await waitFor(() => expect(costOf('p2')).toBe(1200))
})

test('viewers see and change nothing', async () => {
  await show(<ProductsPage />, {}, 'viewer')
  expect(screen.queryByRole('button', { name: /竹编茶盘/ })).toBeNull()
  expect(screen.queryByLabelText('导入成本表')).toBeNull()
})

test('a shop without products is told where they come from', async () => {
  await show(<ProductsPage />, { products: [] })
  expect(screen.getByText('还没有商品')).toBeTruthy()
  expect(screen.getByText('导入订单').closest('a')?.getAttribute('href')).toBe('/more/import')
})

const choose = (content: BlobPart) =>
  fireEvent.change(screen.getByLabelText('选择成本表'), { target: { files: [new File([content], '成本.csv')] } })

test('a list is shown before it is written, row by row, and can be taken back', async () => {
  const { store } = await show(<CostImport />)
  choose(encodeGb18030('商品,成本价\n竹编茶盘,8\n手作茶杯 天青釉,25.50\n没卖过的,3\n桂花乌龙 100g,一块\n'))
  await screen.findByText('写入 1 种商品的成本')
  const counts = [...document.querySelectorAll('.import-counts > div')].map((one) => one.textContent)
  expect(counts).toEqual(['要写入1', '没有变化1', '店里没有1', '有问题1'])
  const rows = screen.getAllByRole('listitem').map((row) => row.textContent)
  expect(rows).toEqual(expect.arrayContaining(['第 5 行成本“一块”不对', '第 4 行没卖过的']))
  expect(costOf('p3')).toBeNull()
  fireEvent.click(screen.getByText('写入 1 种商品的成本'))
  await waitFor(() => expect(costOf('p3')).toBe(800))
  expect(store.view.outbox.value).toHaveLength(1)
  await screen.findByText('已写入 1 种商品的成本')
  fireEvent.click(screen.getByText('撤销'))
  await waitFor(() => expect(costOf('p3')).toBeNull())
})

test('the preview follows what others write meanwhile', async () => {
  const { arrive } = await show(<CostImport />)
  choose('name,cost\nTea Towel,5\n竹编茶盘,8')
  await screen.findByText('写入 2 种商品的成本')
  await act(() => arrive({ products: [product(4, 'Tea Towel', 500)] }))
  fireEvent.click(await screen.findByText('写入 1 种商品的成本'))
  await waitFor(() => expect([costOf('p3'), costOf('p4')]).toEqual([800, 500]))
})

test.each([
  ['没有找到商品和成本两列', '商品,价格\n竹编茶盘,8'],
  ['这张表没有带来新的成本', '商品,成本\n没卖过的,8'],
  ['文件是空的', ''],
  ['这个 Excel 文件坏了，打不开，请重新下载或导出一份', 'PK\u0003\u0004'],
])('says so where there is nothing to write: %s', async (said, content) => {
  const { store } = await show(<CostImport />)
  choose(content)
  expect(await screen.findByText(said)).toBeTruthy()
  expect(store.view.outbox.value).toEqual([])
})

test('thousands of costs go out in changes the server takes, and back again', async () => {
  const many = Array.from({ length: 2 * MOST_COSTS + 5 }, (_, i) => product(i, `款 ${i}`, i % 2 === 0 ? null : 100))
  const { store, sync } = await show(null, { products: many })
  const back = await setCosts(many.map((each, i) => ({ product: each, cost: i })))
  expect(store.view.outbox.value).toHaveLength(3)
  const costs = () => many.map(({ id }) => store.view.get('products', id)?.cost)
  await sync()
  expect(costs()).toEqual(many.map((_, i) => i))
  await back()
  await sync()
  expect(costs()).toEqual(many.map(({ cost }) => cost))
})

test('a refused list names the products and both costs', async () => {
  const { server, store, sync } = await show(<AttentionPage />)
  await setCosts([
    { product: PRODUCTS[1] as ProductRow, cost: 100 },
    { product: PRODUCTS[2] as ProductRow, cost: 300 },
  ])
  server.put('products', product(2, '桂花乌龙 100g', 900))
  await act(sync)
  await waitFor(() => expect(store.view.rejections.value).toHaveLength(1))
  const said = document.body.textContent
  expect(said).toContain('改商品成本')
  expect(said).toContain('桂花乌龙 100g和竹编茶盘')
  expect(said).toMatch(/桂花乌龙 100g.*¥1\D.*¥9/)
})
