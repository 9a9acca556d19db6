/** A phone forgets a shop its person was removed from. Every step can be done again: a kill between two leaves no trace for good. */
import { pagePush } from '../push/page.ts'
import { forgetRemoved, forgetTyped, wasRemoved } from '../session.ts'
import { currentStore } from '../store/current.ts'

/** How many changes and files only this phone has, those the server refused among them. */
export const leftBehind = (): number => {
  const { unsent, view } = currentStore()
  return unsent.value + view.rejections.value.length
}

/**
 * At once, whatever the person then decides: the shop's data, what was typed but not saved, and every sign of the shop on
 * the phone. Changes only this phone has stay; where there are none, all is forgotten.
 */
export async function forgetNow(): Promise<void> {
  if (!wasRemoved() || !(await currentStore().end('removed'))) return
  forgetTyped()
  await silence()
  if (leftBehind() === 0) await forgetRemoved()
}

/** No notification, no number on the icon, no more ringing. What a browser cannot do needs no undoing. */
async function silence(): Promise<void> {
  await navigator.clearAppBadge?.().catch(() => {})
  const registration = await navigator.serviceWorker?.getRegistration().catch(() => undefined)
  for (const shown of (await registration?.getNotifications?.()) ?? []) shown.close()
  // Asks the push service, which may not answer.
  void pagePush().turnOff()
}
