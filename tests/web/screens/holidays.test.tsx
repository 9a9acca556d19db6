// @vitest-environment happy-dom
/** The days a shop is closed, where they are set. */
import { act, fireEvent, screen, waitFor, within } from '@testing-library/preact'
import { expect, test } from 'vitest'
import { TiersPage } from '../../../web/screens/more/TiersPage.tsx'
import { defaultSettings } from '../../../worker/domain/settings.ts'
import { shop as shopRow } from '../sync/rules.ts'
import { type OpenedShop, openShop } from './opened-shop.ts'
import { clearedStage, draw } from './stage.tsx'

let shop: OpenedShop
clearedStage()

const click = (element: HTMLElement) => act(async () => void fireEvent.click(element))
const stored = () => shop.store.view.list('shops').value[0]?.settings.businessHours.holidays
const sheet = () => within(screen.getByRole('dialog'))
const pick = (day: string) =>
  act(async () => void fireEvent.input(sheet().getByLabelText('加一天'), { target: { value: day } }))
const listed = () =>
  sheet()
    .queryAllByRole('button', { name: /^去掉 / })
    .map((remove) => remove.closest('li')?.textContent)
const save = () => act(async () => void fireEvent.submit(document.querySelector('form') as HTMLFormElement))

async function open(holidays: string[] = []) {
  const settings = defaultSettings()
  settings.businessHours.holidays = holidays
  shop = await openShop({ shops: [{ ...shopRow(), settings }] })
  draw(<TiersPage />)
  await click(screen.getByLabelText('修改营业时间'))
}

test('days are added one after the other, kept in order, stored with save, and taken back', async () => {
  await open(['2026-10-03'])
  await pick('2026-10-02')
  await click(sheet().getByRole('button', { name: '再加一天' }))
  await pick('2026-10-01')
  expect(listed()).toEqual(['2026年10月1日', '2026年10月2日', '2026年10月3日'])
  expect(stored()).toEqual(['2026-10-03'])
  await save()
  await waitFor(() => expect(stored()).toEqual(['2026-10-01', '2026-10-02', '2026-10-03']))
  await click(await screen.findByRole('button', { name: '撤销' }))
  await waitFor(() => expect(stored()).toEqual(['2026-10-03']))
})

test('a day that was picked is not lost when one saves right away', async () => {
  await open()
  await pick('2026-10-01')
  await save()
  await waitFor(() => expect(stored()).toEqual(['2026-10-01']))
})

test('another pick in the same field replaces the first; a day that was there already stays', async () => {
  await open(['2026-10-03'])
  await pick('2026-10-03')
  expect(listed()).toHaveLength(1)
  await pick('2026-10-04')
  await pick('2026-10-05')
  expect(listed()).toEqual(['2026年10月3日', '2026年10月5日'])
})

test('a day is taken out, and nothing is stored by leaving with Escape', async () => {
  await open(['2026-10-01', '2026-10-02'])
  await click(sheet().getByRole('button', { name: /^去掉 2026年10月1日/ }))
  expect(listed()).toEqual(['2026年10月2日'])
  await act(async () => void fireEvent.keyDown(screen.getByRole('dialog'), { key: 'Escape' }))
  expect(screen.queryByRole('dialog')).toBeNull()
  expect(stored()).toEqual(['2026-10-01', '2026-10-02'])
})

test('a day picked and taken out again can be picked once more', async () => {
  await open()
  await pick('2026-10-01')
  await click(sheet().getByRole('button', { name: /^去掉 / }))
  expect(listed()).toEqual([])
  expect(sheet().getByLabelText<HTMLInputElement>('加一天').value).toBe('')
})
