/** What a batch that was written in part would leave: rows whose other half is missing. */
import type { Database } from '../../db/client.ts'

const RULES: Record<string, string> = {
  'lines without their order': `SELECT COUNT(*) AS n FROM orderLines l LEFT JOIN orders o ON o.shopId = l.shopId AND o.id = l.orderId
    WHERE o.id IS NULL`,
  'orders of nobody': `SELECT COUNT(*) AS n FROM orders o LEFT JOIN customers c ON c.shopId = o.shopId AND c.id = o.customerId
    WHERE o.customerId IS NOT NULL AND o.deleted = 0 AND c.id IS NULL`,
  'events without their case': `SELECT COUNT(*) AS n FROM disputeEvents e LEFT JOIN disputes d ON d.shopId = e.shopId AND d.id = e.disputeId
    WHERE e.deleted = 0 AND d.id IS NULL`,
  'identities of nobody': `SELECT COUNT(*) AS n FROM identities i LEFT JOIN customers c ON c.shopId = i.shopId AND c.id = i.customerId
    WHERE c.id IS NULL`,
  'a queue whose count is not its answers': `SELECT COUNT(*) AS n FROM clients c WHERE c.lastSeq < COALESCE(
    (SELECT MAX(seq) FROM mutations m WHERE m.shopId = c.shopId AND m.clientId = c.id), 0)`,
  'rows newer than their shop': `SELECT COUNT(*) AS n FROM customers c JOIN shops s ON s.id = c.shopId WHERE c.rev > s.head`,
  'import counts that are not its chunks': `SELECT COUNT(*) AS n FROM imports i WHERE i.undoneAt IS NULL AND i.done <>
    (SELECT COUNT(*) FROM importChunks k WHERE k.shopId = i.shopId AND k.importId = i.id AND k.answer ->> 'upTo' IS NULL)`,
  'customers whose open cases are miscounted': `SELECT COUNT(*) AS n FROM customers c WHERE c.deleted = 0 AND c.openDisputes <>
    (SELECT COUNT(*) FROM disputes d WHERE d.shopId = c.shopId AND d.customerId = c.id AND d.deleted = 0
      AND d.closedAt IS NULL AND d.mergedInto IS NULL)`,
}

/** @throws Error naming what hangs in the air */
export async function halfWrites(database: Database): Promise<void> {
  const answers = await database.read(Object.values(RULES).map((sql) => ({ sql, args: {} })))
  const broken = Object.keys(RULES).filter((_, i) => answers[i]?.[0]?.n !== 0)
  if (broken.length > 0) throw new Error(`half written: ${broken.join('; ')}`)
}
