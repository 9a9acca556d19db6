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
    ['promises.resolveHours', { promises: { resolveHours: { A: 24, B: 1.5, C: 72 } } }],
  ])('refuses a %s that contradicts the others', (field, set) => {
    const { code, details } = refusalOf(() => settings(set))
    expect([code, details]).toEqual(['bad_args', { field }])
  })
})

describe('what tiers get', () => {
  const promises = (set: object, was: object) => settings({ promises: set }, { promises: was }).promises

  test('two people who change two tiers do not meet', () => {
    // Here B is 2; somebody else has made A 1 of what was 3.
    const after = promises({ firstReplyHours: { A: 3, B: 5, C: 4 } }, { firstReplyHours: { A: 3, B: 2, C: 4 } })
    expect(after.firstReplyHours).toEqual({ A: 1, B: 5, C: 4 })
  })

  test('the same tier is a conflict that names it', () => {
    const set = { offerBudget: { A: 1, B: 7, C: 1 } }
    const { code, details } = refusalOf(() => promises(set, { offerBudget: { A: 1, B: 6, C: 1 } }))
    expect([code, details]).toEqual([
      'conflict',
      { fields: { 'promises.offerBudget.B': { yours: 7, theirs: 10_000 } } },
    ])
  })

  test('a tier is handled by a member who may write', () => {
    const handler = (id: string | null) => {
      const store = rows()
        .with('members', { id: 'mei', name: '小梅', role: 'agent' })
        .with('members', { id: 'eye', name: '阿眼', role: 'viewer' })
      store.run(
        mutations['shop.settings'],
        { set: { promises: { handler: { A: id, B: null, C: null } } }, was: {} },
        by(),
      )
      return store.must('shops', 'shop').settings.promises.handler.A
    }
    expect(handler('mei')).toBe('mei')
    expect(handler(null)).toBeNull()
    expect(refusalOf(() => handler('eye')).code).toBe('forbidden')
    expect(refusalOf(() => handler('gone')).code).toBe('not_found')
  })

  test('what another section has contradicted for long holds up nobody', () => {
    const shop = shopRow()
    shop.settings.promises.resolveHours = { A: 0.5, B: 48, C: 72 }
    const change = (set: object) =>
      new MemoryRows().with('shops', shop).run(mutations['shop.settings'], { set, was: {} }, { ...by(), shop })
    expect(change({ contactCap: { count: 3 } })).toHaveLength(1)
    expect(refusalOf(() => change({ promises: { firstReplyHours: { A: 2, B: 2, C: 4 } } })).code).toBe('bad_args')
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
  expect([catalogue['shop.settings'].by, catalogue['shop.rename'].by]).toEqual([{ role: 'owner' }, { role: 'owner' }])
})

describe('notification.read', () => {
  const notification = (n: number, readBy: Record<string, number> = {}): NotificationRow => ({
    id: uuid(n),
    category: 'complaint',
    params: {},
    url: '/',
    at: NOW - n,
    readBy,
  })

  test('marks those this member has not read, once, and passes over those that are gone', () => {
    const store = new MemoryRows().with('notifications', notification(1, { other: 3 }), notification(2, { me: 5 }))
    const ids = [uuid(1), uuid(1), uuid(2), uuid(3)]
    expect(store.run(notificationMutations['notification.read'], { ids }, by())).toHaveLength(1)
    expect(store.must('notifications', uuid(1)).readBy).toEqual({ other: 3, me: NOW })
    expect(store.must('notifications', uuid(2)).readBy).toEqual({ me: 5 })
  })

  test('takes at most a hundred', () => {
    const ids = Array.from({ length: 101 }, (_, n) => uuid(n))
    expect(() => new MemoryRows().run(notificationMutations['notification.read'], { ids }, by())).toThrow()
  })
})
