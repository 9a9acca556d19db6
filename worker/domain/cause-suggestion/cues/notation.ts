import type { Cause } from '../../rows.ts'

/**
 * The cues of one cause, each a regular expression over folded text. `N` stands for a numeral, `M` for a measure word,
 * `.` for any sign but a break between clauses, `…` for any but the end of a sentence.
 * A pattern that begins with `~` names what is talked about and no more: it leans to the cause, but is no complaint.
 * A cue is a hint to be weighed, not a verdict: one cause may be hinted at by the words of another.
 */
export type Cues = readonly [cause: Cause, ...patterns: string[]]

const NUMERAL = '[\\d一二两俩仨三四五六七八九十百半几]'
const MEASURE = '[个件双条只盒瓶包袋箱套张片本份罐支根块颗粒枚斤克把台副卷对桶束]'

/** A cue's expression, global so that every place is found. */
export const expression = (pattern: string): RegExp =>
  new RegExp(
    pattern
      .replaceAll('N', NUMERAL)
      .replaceAll('M', MEASURE)
      .replaceAll(/(?<!\\)\./g, '[^,。!?;]')
      .replaceAll('…', '[^。!?;]'),
    'g',
  )
