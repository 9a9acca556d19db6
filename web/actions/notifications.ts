/** What a person does with what they were told. */
import { mutate } from './mutate.ts'

/** The most one mutation takes. */
const AT_ONCE = 100

/** @throws Refusal */
export async function markRead(ids: readonly string[]): Promise<void> {
  for (let at = 0; at < ids.length; at += AT_ONCE) {
    await mutate('notification.read', { ids: ids.slice(at, at + AT_ONCE) })
  }
}
