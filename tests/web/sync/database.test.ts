import 'fake-indexeddb/auto'
import { openDB } from 'idb'
import { expect, test } from 'vitest'
import { ALL_TABLES, baseStore, openDatabase, readState } from '../../../web/store/database.ts'

/** The database as the second version of the app made it. */
async function second(name: string): Promise<void> {
  const later = ['evidence', 'fixes', 'links', 'templates']
  const db = await openDB(name, 2, {
    upgrade(db) {
      for (const table of ALL_TABLES.filter((one) => !later.includes(one))) {
        const store = db.createObjectStore(baseStore(table), { keyPath: 'id' })
        if (table === 'orders') store.createIndex('byCustomer', ['customerId', 'placedAt'])
      }
      db.createObjectStore('outbox', { keyPath: 'seq' })
      db.createObjectStore('rejections', { keyPath: 'id' })
      db.createObjectStore('state')
    },
  })
  await db.put('base.customers', { id: 'c1' })
  await db.put('outbox', { seq: 1, id: 'm1' })
  await db.put('state', { clientId: 'client', nextSeq: 2 }, 'state')
  db.close()
}

test('a phone of the version before gets the new stores and keeps what it holds', async () => {
  await second('upgraded')
  const db = await openDatabase('upgraded')
  expect(await db.get('base.customers', 'c1')).toEqual({ id: 'c1' })
  expect(await db.getAll('outbox')).toMatchObject([{ id: 'm1' }])
  expect(await readState(db)).toMatchObject({ clientId: 'client', nextSeq: 2 })
  await db.put('files', { id: 'e1', bytes: new Uint8Array([1]), type: 'image/png', at: 5 })
  expect(await db.getAllKeysFromIndex('files', 'byAt')).toEqual(['e1'])
  expect(await db.count('uploads')).toBe(0)
  expect(await db.count('base.evidence')).toBe(0)
  db.close()
  const again = await openDatabase('upgraded')
  expect(await again.count('files')).toBe(1)
  again.close()
})

test('a new phone has the same stores', async () => {
  const [fresh, upgraded] = [await openDatabase('fresh'), await openDatabase('upgraded')]
  expect([...fresh.objectStoreNames].sort()).toEqual([...upgraded.objectStoreNames].sort())
  fresh.close()
  upgraded.close()
})
