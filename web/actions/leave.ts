/** Signing out. */
import { pagePush } from '../push/page.ts'
import { signOut } from '../session.ts'

/**
 * Ends the session, here or on every device, and empties this phone; it rings no more for this shop.
 * @throws ApiError when the server cannot be told: nothing was removed
 */
export async function leave(everywhere: boolean): Promise<void> {
  const push = pagePush()
  if (push.state.peek() === 'on') await push.turnOff()
  await signOut(everywhere)
}
