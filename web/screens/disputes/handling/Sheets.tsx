/** The sheets of a case, in one chunk. */
import { AnswerSheet } from './AnswerSheet.tsx'
import { DeadlinesSheet } from './DeadlinesSheet.tsx'
import { HearSheet } from './HearSheet.tsx'
import { MergeSheet } from './MergeSheet.tsx'
import { MoreSheet } from './MoreSheet.tsx'
import { SnoozeSheet } from './SnoozeSheet.tsx'
import { SpamSheet } from './SpamSheet.tsx'
import type { SheetName, SheetProps } from './sheet.ts'

const SHEETS = {
  hear: HearSheet,
  answer: AnswerSheet,
  more: MoreSheet,
  deadlines: DeadlinesSheet,
  snooze: SnoozeSheet,
  merge: MergeSheet,
  spam: SpamSheet,
}

export function Sheets({ name, ...props }: SheetProps & { name: SheetName }) {
  const One = SHEETS[name]
  return <One {...props} />
}
