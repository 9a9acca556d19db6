import { describe, expect, test } from 'vitest'
import { notificationMutations } from '../../../worker/domain/mutations/notification.ts'
import { shopMutations as mutations } from '../../../worker/domain/mutations/shop.ts'
import { catalogue } from '../../../worker/domain/mutations.ts'
import type { NotificationRow } from '../../../worker/domain/rows.ts'
import { NOW } from '../../support/figures.ts'
import { MemoryRows, refusalOf, shopRow } from '../dispute/fixtures.ts'
import { by, uuid } from '../win-back/fixtures.ts'

const rows = () => new MemoryRows().with('shops', shopRow())
const settings = (set: object, was: object = {}) => {
  const store = rows()
  store.run(mutations['shop.settings'], { set, was }, by(NOW, 'owner'))
  return store.must('shops', 'shop').settings
}

describe('shop.settings', () => {
  test('changes the named fields and leaves the rest of the section alone', () => {
    const after = settings({ contactCap: { count: 3 }, winBack: { monthlyBudget: 5 } }, { contactCap: { count: 2 } })
    const before = shopRow().settings
    expect(after).toEqual({
      ...before,
      contactCap: { ...before.contactCap, count: 3 },
      winBack: { ...before.winBack, monthlyBudget: 5 },
    })
  })

  test('a field someone else changed is a conflict by its full name', () => {
    const { code, details } = refusalOf(() => settings({ contactCap: { count: 3 } }, { contactCap: { count: 5 } }))
    expect([code, details]).toEqual(['conflict', { fields: { 'contactCap.count': { yours: 3, theirs: 2 } } }])
  })

  test('nothing changed, nothing written', () => {
    const set = { contactCap: { count: 2 } }
    expect(rows().run(mutations['shop.settings'], { set, was: {} }, by(NOW, 'owner'))).toEqual([])
  })

  test.each([{ contactCap: { count: 0 } }, { tiers: { aShare: 2 } }, { businessHours: { days: [8] } }])(
    'does not parse %o',
    (set) => {
      expect(() => settings(set)).toThrow()
    },
  )

  test.each([
    ['rhythm.lostFactor', { rhythm: { lostFactor: 2 } }],
    ['tiers.bShare', { tiers: { bShare: 0.5 } }],
    ['rfm.orders', { rfm: { orders: [2, 2, 5, 8] } }],
    ['businessHours.close', { businessHours: { open: 600, close: 600 } }],
  ])('refuses a %s that contradicts the others', (field, set) => {
    const { code, details } = refusalOf(() => settings(set))
    expect([code, details]).toEqual(['bad_args', { field }])
  })
})

describe('shop.rename', () => {
  test('renames, and tells the second of two who rename', () => {
    const store = rows()
    store.run(mutations['shop.rename'], { name: '山间茶铺', was: '小满杂货' }, by(NOW, 'owner'))
    expect(store.must('shops', 'shop').name).toBe('山间茶铺')
    const late = { name: '茶铺', was: '旧名' }
    expect(refusalOf(() => rows().run(mutations['shop.rename'], late, by(NOW, 'owner'))).code).toBe('conflict')
  })
})

test('only the owner changes the shop', () => {
  expect([catalogue['shop.settings'].role, catalogue['shop.rename'].role]).toEqual(['owner', 'owner'])
})

describe('notification.read', () => {
  const notification = (n: number, readAt: number | null = null): NotificationRow => ({
    id: uuid(n),
    category: 'complaint',
    params: {},
    url: '/',
    at: NOW - n,
    readAt,
  })

  test('marks the unread ones, once, and passes over those that are gone', () => {
    const store = new MemoryRows().with('notifications', notification(1), notification(2, 5))
    const ids = [uuid(1), uuid(1), uuid(2), uuid(3)]
    expect(store.run(notificationMutations['notification.read'], { ids }, by())).toHaveLength(1)
    expect(store.must('notifications', uuid(1)).readAt).toBe(NOW)
    expect(store.must('notifications', uuid(2)).readAt).toBe(5)
  })

  test('takes at most a hundred', () => {
    const ids = Array.from({ length: 101 }, (_, n) => uuid(n))
    expect(() => new MemoryRows().run(notificationMutations['notification.read'], { ids }, by())).toThrow()
  })
})
