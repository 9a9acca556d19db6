/** What a new password must be. Older, shorter ones go on working. */

export const PASSWORD_LENGTH = 10
export const PASSWORD_MAX = 200

/** `short`: fewer than ten characters · `yours`: one's own address or name · `common`: among the first anybody would guess. */
export type Weakness = 'short' | 'yours' | 'common'

const fold = (text: string): string => text.normalize('NFKC').toLowerCase().trim()

/** Without the digits and signs around it: what `密码123!` and `2024password` really are. */
const stem = (folded: string): string => folded.replace(/^[^\p{L}]+|[^\p{L}]+$/gu, '')

/** Fewer letters than this between digits and signs make no word. */
const WORD = 3
const CJK_WORD = 2

/**
 * What is wrong with a password somebody chose; null when it may be.
 * @param own what others know of them: e-mail, name, shop
 * @param common passwords and their stems, folded; the phone knows none and leaves them to the server
 */
export function weaknessOf(
  password: string,
  own: readonly string[] = [],
  common: ReadonlySet<string> | null = null,
): Weakness | null {
  const whole = fold(password)
  if ([...whole].length < PASSWORD_LENGTH) return 'short'
  const core = stem(whole)
  const theirs = own.flatMap((text) => [fold(text), fold(text.split('@')[0] ?? '')]).filter((text) => text !== '')
  if (theirs.some((text) => text === whole || (core !== '' && stem(text) === core))) return 'yours'
  if (/^(.{1,9})\1+$/u.test(whole)) return 'common'
  if (!common) return null
  const letters = [...core]
  const few = letters.length < (/\p{Script=Han}/u.test(core) ? CJK_WORD : WORD)
  return few || common.has(whole) || common.has(core) ? 'common' : null
}
