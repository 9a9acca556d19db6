/** Stable codes of business refusals; texts for people live in the dictionaries, keyed by these. */
export type RefusalCode =
  | 'bad_args'
  | 'unknown_mutation'
  | 'old_version'
  | 'forbidden'
  | 'not_found'
  | 'already_exists'
  | 'conflict'
  | 'wrong_step'
  | 'missing_reply'
  | 'missing_analysis'
  | 'missing_remedy'
  | 'missing_record'
  | 'needs_approval'
  | 'bad_date'
  | 'not_eligible'
  | 'already_decided'
  | 'code_taken'
  /** The person it is about was erased. */
  | 'erased'

/** A rule said no. Never an infrastructure failure: retrying the same thing will not help. */
export class Refusal extends Error {
  readonly code: RefusalCode
  readonly details: Record<string, unknown>
  constructor(code: RefusalCode, details: Record<string, unknown> = {}) {
    super(code)
    this.name = 'Refusal'
    this.code = code
    this.details = details
  }
}
