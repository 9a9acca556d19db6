/** Why a workbook cannot be read. */
export type WorkbookRefusal =
  | 'old_workbook'
  | 'locked_workbook'
  | 'broken_workbook'
  | 'is_archive'
  | 'too_large'
  | 'empty_file'

/** Thrown where reading finds out that a workbook cannot be read. */
export class Refused extends Error {
  readonly refusal: WorkbookRefusal
  constructor(refusal: WorkbookRefusal, cause?: unknown) {
    super(refusal, { cause })
    this.refusal = refusal
  }
}
