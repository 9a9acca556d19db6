import { getTableColumns, type Table } from 'drizzle-orm'
import { expect, test } from 'vitest'
import { ERASURE } from '../../db/erasure.ts'
import * as schema from '../../db/schema/index.ts'

const TABLES: Record<string, Table> = { ...schema }
/** What every table has to be found and synced by. */
const SYNCING = ['shopId', 'rev', 'deleted']

test('every table has an answer what an erase does with it', () => {
  expect(Object.keys(ERASURE).toSorted()).toEqual(Object.keys(TABLES).toSorted())
})

test.each(Object.entries(ERASURE).flatMap(([name, answer]) => ('blank' in answer ? [{ name, ...answer }] : [])))(
  'of $name every column is blanked or kept on purpose',
  ({ name, columns, kept }) => {
    const all = Object.keys(getTableColumns(TABLES[name] as Table)).filter((column) => !SYNCING.includes(column))
    const answered = [...Object.keys(columns), ...kept].filter((column) => !SYNCING.includes(column))
    expect(answered.toSorted()).toEqual(all.toSorted())
  },
)
