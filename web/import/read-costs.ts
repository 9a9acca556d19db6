import { hasCostHeader } from '../../worker/domain/import/cost-list.ts'
import { readTable, type Table } from './read-table.ts'

/** A file as `readCosts` takes it, or why it is no table. */
export type CostTable = Table

/** Splits a list of costs into cells. Rejects only when the file can no longer be read (changed or removed since it was chosen). */
export const readCostTable = (file: Blob): Promise<CostTable> => readTable(file, hasCostHeader)
