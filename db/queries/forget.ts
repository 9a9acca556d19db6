/** Takes a shop and everything it ever held out of the database. */
import { ROW_COLUMNS, SERVER_TABLES } from '../columns.ts'
import { type Statement, statement } from '../statement.ts'
import { quote } from '../tables.ts'

export const forgetShop = (): Statement[] => [
  ...[...Object.keys(ROW_COLUMNS).filter((name) => name !== 'shops'), ...SERVER_TABLES].map((name) =>
    statement(`DELETE FROM ${quote(name)} WHERE shopId = :shop`),
  ),
  statement('DELETE FROM shops WHERE id = :shop'),
]
