// @vitest-environment happy-dom
import { act, cleanup, fireEvent, render, screen, waitFor, within } from '@testing-library/preact'
import { useState } from 'preact/hooks'
import { afterEach, expect, test, vi } from 'vitest'
import { dismissToast, Toasts } from '../../../web/components/Toast.tsx'
import { CareCard } from '../../../web/screens/customers/CareCard.tsx'
import { ContactSheet } from '../../../web/screens/customers/ContactSheet.tsx'
import { useRow } from '../../../web/store/hooks.ts'
import { useShop } from '../../../web/store/shop.ts'
import { figuresWith } from '../../support/figures.ts'
import { customer, order } from '../sync/rules.ts'
import { type OpenedShop, openShop } from './opened-shop.ts'
import { opening } from './stage.tsx'

const NOW = 1_700_000_000_000
const DAY = 86_400_000

let shop: OpenedShop
afterEach(() => {
  cleanup()
  dismissToast()
  shop.close()
  vi.unstubAllGlobals()
  vi.restoreAllMocks()
})

const buyer = customer('c1', {
  nickname: '小鹿',
  tier: 'A',
  ordersCount: 3,
  lastOrderAt: NOW - 45 * DAY,
  figures: figuresWith({ stage: 'stable', lastOrderAt: NOW - 45 * DAY, firstOrderAt: NOW - 200 * DAY }),
})

const orders = [{ ...order('o1', 'c1', NOW - 45 * DAY), summary: '青瓷盖碗 ×1' }]

/** The part of a customer's page that is about it. */
function Page({ mayAct }: { mayAct: boolean }) {
  const one = useRow('customers', 'c1')
  const [noting, setNoting] = useState(false)
  const onNote = mayAct ? () => setNoting(true) : null
  if (!one) return null
  return (
    <>
      <CareCard customer={one} orders={orders} shop={useShop()} now={NOW} onNote={onNote} />
      {noting && <ContactSheet customer={one} onClose={() => setNoting(false)} />}
      <Toasts />
    </>
  )
}

async function show(mayAct = true, one = buyer) {
  shop = await openShop({ customers: [one] })
  render(<Page mayAct={mayAct} />)
}
const why = 'A 级客户，45 天没联系了（约定 30 天）'
const button = (name: string) => screen.getByRole('button', { name })

test('a friendly word is drafted, copied, and settled by noting that it was said', async () => {
  const copied: string[] = []
  vi.stubGlobal('navigator', {
    ...navigator,
    clipboard: { writeText: async (text: string) => void copied.push(text) },
  })
  await show()
  expect(screen.getByText(why)).toBeTruthy()
  const first = screen.getByText(/^小鹿，你好。.*青瓷盖碗/).textContent ?? ''
  fireEvent.click(button('换一句'))
  expect(screen.queryByText(first)).toBeNull()
  const words = screen.getByText(/^小鹿，你好。/).textContent
  await act(
    async () => void fireEvent.click(within(button('换一句').closest('article') as HTMLElement).getByText('复制')),
  )
  expect(copied).toEqual([words])
  fireEvent.click(button('联系过了'))
  const sheet = within(screen.getByRole('dialog'))
  await act(async () => void fireEvent.click(sheet.getByRole('radio', { name: '微信' })))
  await act(async () => void fireEvent.click(sheet.getByRole('button', { name: '记下' })))
  await waitFor(() => expect(screen.queryByText(why)).toBeNull())
  expect(shop.store.view.outbox.value).toMatchObject([
    { name: 'customer.contacted', args: { customerId: 'c1', channel: 'wechat', purpose: 'care' } },
  ])
})

test('who may only look sees the reason, no words and no buttons', async () => {
  await show(false)
  expect(screen.getByText(why)).toBeTruthy()
  expect(screen.queryByText(/你好/)).toBeNull()
  expect(screen.queryByRole('button', { name: '联系过了' })).toBeNull()
})

test('by a channel they refused nothing is copied or noted but about their own order; another way is offered', async () => {
  const no = { answer: 'no' as const, at: NOW - DAY, how: 'chat' as const, by: null }
  const opened = opening()
  await show(true, { ...buyer, phone: '13800138000', consent: { chat: no, sms: { ...no, answer: 'yes' } } })
  expect(screen.queryByRole('button', { name: '复制' })).toBeNull()
  await act(async () => void fireEvent.click(button('短信')))
  expect(decodeURIComponent(opened.join())).toMatch(/^sms:13800138000.*拒收请回复R$/)
  fireEvent.click(button('联系过了'))
  const sheet = within(screen.getByRole('dialog'))
  const save = () => sheet.getByRole('button', { name: '记下' }) as HTMLButtonElement
  await act(async () => void fireEvent.click(sheet.getByRole('radio', { name: '微信' })))
  expect(sheet.getByText(/拒收了聊天消息/)).toBeTruthy()
  expect(save().disabled).toBe(true)
  await act(async () => void fireEvent.click(sheet.getByRole('radio', { name: '短信' })))
  expect(save().disabled).toBe(false)
  await act(async () => void fireEvent.click(sheet.getByRole('radio', { name: '微信' })))
  await act(async () => void fireEvent.click(sheet.getByRole('radio', { name: '售后回访' })))
  expect(sheet.queryByText(/拒收了聊天消息/)).toBeNull()
  await act(async () => void fireEvent.click(save()))
  await waitFor(() =>
    expect(shop.store.view.outbox.value).toMatchObject([
      { name: 'customer.reveal' },
      { name: 'customer.contacted', args: { channel: 'wechat', purpose: 'follow-up' } },
    ]),
  )
})
