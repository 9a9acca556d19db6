import type { CustomerRow } from './rows.ts'

/** Whether a pin holds at an instant; one without an end always does. */
export const isPinned = ({ pinTier, pinUntil }: Pick<CustomerRow, 'pinTier' | 'pinUntil'>, at: number): boolean =>
  pinTier !== null && (pinUntil === null || pinUntil > at)
