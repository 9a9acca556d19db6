/** Every look at a contact is written down: once per member, contact and short while. */
import { afterEach, expect, test } from 'vitest'
import { reveal } from '../../../web/actions/reveal.ts'
import type { CustomerRow } from '../../../worker/domain/rows.ts'
import { closeShops, type OpenedShop, openShop } from '../screens/opened-shop.ts'
import { customer } from '../sync/rules.ts'

afterEach(closeShops)

const MINUTE = 60_000
const known = (over: Partial<CustomerRow> = {}) =>
  customer('c', { nickname: '小满', phone: '13800001234', email: 'lin@example.com', ...over })
const start = () => openShop({ customers: [known()] }, 'agent')

/** What reached the server and what still waits, in order. */
const looks = ({ store }: OpenedShop) =>
  store.view.outbox
    .peek()
    .flatMap(({ name, args }) => (name === 'customer.reveal' ? [(args as { fields: string[] }).fields.join()] : []))

test('is one look for a while, however often it is tapped, and another one later', async () => {
  const shop = await start()
  await Promise.all([reveal('c', ['phone']), reveal('c', ['phone'])])
  shop.server.now += 9 * MINUTE
  await reveal('c', ['phone', 'email'])
  expect(looks(shop)).toEqual(['phone', 'email'])
  shop.server.now += 2 * MINUTE
  await reveal('c', ['phone', 'email'])
  expect(looks(shop)).toEqual(['phone', 'email', 'phone'])
})

test('the next member on the same page is another one who looks', async () => {
  const shop = await start()
  await reveal('c', ['phone'])
  await shop.sync()
  // As signing in over somebody does.
  await shop.store.wipe()
  shop.server.userId = 'second'
  await shop.arrive({})
  expect(shop.store.view.state.peek().userId).toBe('second')
  await reveal('c', ['phone'])
  expect(looks(shop)).toEqual(['phone'])
})

test('another number is another contact', async () => {
  const shop = await start()
  await reveal('c', ['phone', 'email'])
  await shop.arrive({ customers: [known({ phone: '13999998888' })] })
  await reveal('c', ['phone', 'email'])
  expect(looks(shop)).toEqual(['phone,email', 'phone'])
})

test('a look that could not be written down is no look', async () => {
  const shop = await start()
  await expect(reveal('nobody', ['phone'])).rejects.toMatchObject({ code: 'not_found' })
  await shop.arrive({ customers: [customer('nobody', { phone: '13700000000' })] })
  await reveal('nobody', ['phone'])
  expect(looks(shop)).toEqual(['phone'])
})

test('a clock set back makes no look last longer', async () => {
  const shop = await start()
  await reveal('c', ['phone'])
  shop.server.now -= 60 * MINUTE
  await reveal('c', ['phone'])
  expect(looks(shop)).toEqual(['phone', 'phone'])
})
