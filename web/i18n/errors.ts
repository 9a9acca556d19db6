/** Codes into words for ErrorNote: what happened, and what to do. */
import type { RefusalCode } from '../../worker/domain/refusal.ts'
import { t } from './index.ts'
import { common } from './zh-CN/common.ts'

export interface ErrorWords {
  what: string
  todo: string
}

export type ProblemCode = keyof typeof common.problem

/** A business refusal by its code. A code the dictionary lacks does not compile. */
export const refusalText = (code: RefusalCode): ErrorWords => ({
  what: t(`common.refusal.${code}.what`),
  todo: t(`common.refusal.${code}.todo`),
})

/** A failed request by the problem code of its answer; codes without words of their own read as `unknown`. */
export function problemText(code: string): ErrorWords {
  const known: ProblemCode = Object.hasOwn(common.problem, code) ? (code as ProblemCode) : 'unknown'
  return { what: t(`common.problem.${known}.what`), todo: t(`common.problem.${known}.todo`) }
}
