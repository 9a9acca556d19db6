import type { Cause } from '../../../../worker/domain/rows.ts'

/** What a buyer wrote; with the second cause where the sentence names two. */
export type Said = string | readonly [words: string, second: Cause]
