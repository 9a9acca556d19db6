import { getTableColumns, type Table } from 'drizzle-orm'
import { expect, test } from 'vitest'
import { ROW_COLUMNS } from '../../db/columns.ts'
import { ERASURE, whose } from '../../db/erasure.ts'
import { PARTS } from '../../db/queries/person.ts'
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

/** Tables by customer id that say nothing their other rows do not. */
const REPEATS = ['figures', 'undone']

test('a table that names a customer or a case says whose its rows are, and those that phones know are in their copy', () => {
  const naming = Object.entries(TABLES).flatMap(([name, table]) => {
    const columns = Object.keys(getTableColumns(table))
    return (columns.includes('customerId') || columns.includes('disputeId')) && !REPEATS.includes(name) ? [name] : []
  })
  expect(naming).toEqual(expect.arrayContaining(['disputes', 'disputeEvents', 'identities', 'moves', 'tasks']))
  expect(naming.filter((name) => whose(ERASURE[name as keyof typeof ERASURE]) === null)).toEqual([])
  const told: string[] = [...PARTS, 'orders']
  expect(naming.filter((name) => name in ROW_COLUMNS && !told.includes(name))).toEqual([])
  expect(PARTS).toContain('notifications')
})
