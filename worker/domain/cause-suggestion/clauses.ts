/** Where the clauses of a folded text lie, and what a clause does to the words in it. */
import type { CauseFamily } from '../rows.ts'

export interface Clause {
  start: number
  /** Exclusive. */
  end: number
  /** How much its words count: more behind a "but", less before one. */
  weight: number
}

const RUN = /(?:[\u3400-\u9fff\d]|[a-z'](?: (?=[a-z]))?|(?<=\d)[.:](?=\d))+/g
const BUT = /但|可是|不过|然而|只是|就是|可惜|结果|却/g
const BEHIND_BUT = 1.3
const BEFORE_BUT = 0.75

/** Runs of letters, digits and Han characters, cut again before a word of contrast. */
export function clausesOf(folded: string): Clause[] {
  const clauses: Clause[] = []
  let lastBut = -1
  for (const run of folded.matchAll(RUN)) {
    let start = run.index
    const end = start + run[0].length
    for (const but of run[0].matchAll(BUT)) {
      const at = run.index + but.index
      if (at > start) clauses.push({ start, end: at, weight: 1 })
      start = at
      lastBut = at
    }
    clauses.push({ start, end, weight: 1 })
  }
  if (lastBut < 0) return clauses
  return clauses.map((clause) => ({ ...clause, weight: clause.start >= lastBut ? BEHIND_BUT : BEFORE_BUT }))
}

const NOT =
  /(?:不[会太]?|不怎么|不算|(?:没有?|不是|并非|毫无|无|未|不用|不存在)(?![就才又还仅但光止只小几多过用事])[^就才又还都]{0,2})$/
const NOT_A_NO = /(?:是不是|要不是|不是说|不仅|不但|不光|不止|不只|不小心|没几|没多|没用|没事|无语)[^,]{0,2}$/
const BEGINS_WITH_NO = /^[不没无未别莫]/
/** "not one of them": behind a noun, at the end of its clause. */
const NONE_OF_IT = /^一?[个点根丝处]?[都也]?(?:没有|没(?:发现|看到|见)?)$/
const FEARED = /(?:会不会|怕(?!是)会?|如果|要是|万一|假如|担心|希望|有没有|能不能|是否|以免|防止|以为会)[^,]{0,8}$/
const FORBIDDEN = /(?:(?<![特个分区差性级])别(?![的人家])|不要|千万|请勿|不准)[^还又老再]{0,3}$/
const WONDERED = /会不会|有没有|能不能/
const WILL = /会[^,]{0,4}$/
/** "Isn't that …?" says that it is. */
const ISNT_IT = /不是[^,]{0,2}$/
const ASKED_LATER = /[吗吧么嘛?]/
const ASKED = /^.{0,3}[吗么啊]?[?]|^.{0,3}[吗么]$/

/**
 * True when the words at [start, end) are denied ("no scratches"), feared or asked about ("will it break?"), or asked
 * not to happen ("don't crush it"): then they are no complaint.
 */
export function isCalm(folded: string, clause: Clause, start: number, end: number, family: CauseFamily): boolean {
  const before = folded.slice(clause.start, start)
  const behind = folded.slice(end, clause.end)
  const words = folded.slice(start, end)
  if (family === 'quality' && NONE_OF_IT.test(behind)) return true
  if (WONDERED.test(words)) return true
  if (FORBIDDEN.test(before) || FEARED.test(before)) return true
  if (WILL.test(before) && ASKED.test(folded.slice(end, clause.end + 1))) return true
  if (BEGINS_WITH_NO.test(words) || !NOT.test(before) || NOT_A_NO.test(before)) return false
  return !(ISNT_IT.test(before) && ASKED_LATER.test(folded.slice(end, clause.end + 1)))
}
