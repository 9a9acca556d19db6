/** Takes a shop and everything it ever held out of the database. */
import { getTableColumns } from 'drizzle-orm'
import * as schema from '../schema/index.ts'
import { type Statement, statement } from '../statement.ts'
import { quote } from '../tables.ts'

export const forgetShop = (): Statement[] => [
  ...Object.entries(schema).flatMap(([name, table]) =>
    'shopId' in getTableColumns(table) ? [statement(`DELETE FROM ${quote(name)} WHERE shopId = :shop`)] : [],
  ),
  statement('DELETE FROM shops WHERE id = :shop'),
]
