/** What a person does to the shop's saved segments. */
import type { ArgsOf } from '../../worker/domain/mutations.ts'
import type { SegmentRow } from '../../worker/domain/rows.ts'
import { currentStore } from '../store/current.ts'
import { newId } from '../store/ids.ts'
import { mutate } from './mutate.ts'

/** What of a segment people write. */
export type Written = Pick<SegmentRow, 'name' | 'expression'>

/** Saves a new one for the whole team. @returns its id @throws Refusal `bad_args` */
export async function saveSegment({ name, expression }: Written): Promise<string> {
  const id = newId(currentStore().now())
  await mutate('segment.save', { id, name, expression })
  return id
}

const same = (a: unknown, b: unknown): boolean => JSON.stringify(a) === JSON.stringify(b)

/**
 * Changes what differs from what was seen. `replaced` is what the person agreed to replace, when it is newer than what
 * they began with.
 * @returns what takes it back, or null when nothing differed
 * @throws Refusal `conflict` with what somebody else wrote meanwhile
 */
export async function editSegment(
  id: string,
  seen: Written,
  wanted: Written,
  replaced: Written = seen,
): Promise<(() => Promise<unknown>) | null> {
  const set: ArgsOf<'segment.edit'>['set'] = {}
  const was: typeof set = {}
  if (wanted.name !== seen.name) {
    set.name = wanted.name
    was.name = replaced.name
  }
  if (!same(wanted.expression, seen.expression)) {
    set.expression = wanted.expression
    was.expression = replaced.expression
  }
  if (Object.keys(set).length === 0) return null
  await mutate('segment.edit', { id, set, was })
  return () => mutate('segment.edit', { id, set: was, was: set })
}

/** Puts it away: it is kept, and can be taken back. @throws Refusal */
export const archiveSegment = (id: string): Promise<string> => mutate('segment.archive', { id })

/** Takes it back into use. @throws Refusal */
export const restoreSegment = (id: string): Promise<string> => mutate('segment.restore', { id })
