import { getTableColumns, type Table } from 'drizzle-orm'
import { expect, test } from 'vitest'
import { ROW_COLUMNS, SERVER_TABLES, SHARED_TABLES } from '../../db/columns.ts'
import * as schema from '../../db/schema/index.ts'

/** Beside what every synced table has for syncing. */
const STAYS: Record<string, readonly string[]> = {
  members: ['formerName'],
  shops: ['head', 'epoch', 'historyRun', 'historyRev', 'restoredTo'],
  customers: ['ordersRev'],
  orders: ['hash', 'products', 'listTotal', 'cost', 'costedTotal'],
  notifications: ['onceKey', 'byMember', 'settledAt'],
}
const SYNCING = ['shopId', 'rev', 'deleted']
const TABLES: Record<string, Table> = { ...schema }
const columnsOf = (name: string) => Object.keys(getTableColumns(TABLES[name] as Table))

test('every table of the schema is known: it travels, is the server’s own, or belongs to no shop', () => {
  expect([...Object.keys(ROW_COLUMNS), ...SERVER_TABLES, ...SHARED_TABLES].toSorted()).toEqual(
    Object.keys(TABLES).toSorted(),
  )
  for (const name of SERVER_TABLES) expect(columnsOf(name)).toContain('shopId')
})

test.each(Object.entries(ROW_COLUMNS))('of %s travels what is in the schema, in its order', (name, columns) => {
  const all = columnsOf(name)
  expect(columns).toEqual(all.filter((column) => !SYNCING.includes(column) && !STAYS[name]?.includes(column)))
})
