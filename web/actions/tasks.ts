/** What a person does with a task of Today. */
import type { TaskRow } from '../../worker/domain/rows.ts'
import { mutate } from './mutate.ts'

/** @throws Refusal `already_decided`, `wrong_step` for a task that ends with its case or its message */
export const finishTask = (taskId: string): Promise<string> => mutate('task.done', { taskId })

/** Undo of `finishTask`. @throws Refusal */
export const reopenTask = (taskId: string): Promise<string> => mutate('task.reopen', { taskId })

/**
 * Out of sight until `until`, epoch ms; null brings it back.
 * @param seen the task as the person sees it: somebody else's snooze is not silently replaced
 * @throws Refusal `bad_date`, `already_decided`, `conflict`
 */
export const snoozeTask = (seen: Pick<TaskRow, 'id' | 'snoozedUntil'>, until: number | null): Promise<string> =>
  mutate('task.snooze', { taskId: seen.id, until, was: seen.snoozedUntil })
