/** Whom answers to being written to are of. */
import { type Statement, statement } from '../statement.ts'
import { columnList } from '../tables.ts'

/** Customers by id or by what identifies them; `key` is what one was found by, null for an id. */
export const peopleNamed = (ids: readonly string[], keys: readonly string[]): Statement =>
  statement(
    `WITH named(key, customerId) AS (
       SELECT NULL, value FROM json_each(:ids)
       UNION ALL SELECT key, customerId FROM identities WHERE shopId = :shop AND key IN (SELECT value FROM json_each(:keys)))
     SELECT named.key, ${columnList('customers')} FROM named CROSS JOIN customers
     WHERE customers.shopId = :shop AND customers.id = named.customerId AND deleted = 0`,
    { ids: JSON.stringify(ids), keys: JSON.stringify(keys) },
  )
