/** The sheets of a case that come when they are asked for. */
import type { DisputeRow } from '../../../../worker/domain/rows.ts'

export type SheetName = 'hear' | 'answer' | 'more' | 'deadlines' | 'snooze' | 'merge' | 'spam'
export interface SheetProps {
  dispute: DisputeRow
  onClose: () => void
  /** Goes on to another sheet of the case. */
  onGo: (sheet: SheetName) => void
}
