/**
 * How often somebody may try, kept in the directory so that it holds on every host and in every isolate. Keys are hashes:
 * the table names nobody.
 *
 * A password is guessed at an account from a place. So wrong tries are counted by both together: who guesses elsewhere
 * does not make the owner wait. Guessing from many places meets the account's own limit, which a browser that somebody
 * signed in on before passes, with a count of its own. What a place may try in all is wide: an office or a carrier's
 * network is one place.
 */
import { passwordStands } from '../../db/queries/accounts.ts'
import { type Counted, countTry, forgiveTry, loginOn } from '../../db/queries/limits.ts'
import type { Statement } from '../../db/statement.ts'
import type { Door } from '../context.ts'
import { DAY_MS } from '../domain/time.ts'
import { tooOften } from '../errors.ts'
import { hashToken } from '../secrets.ts'

const SECOND = 1000
const MINUTE = 60 * SECOND
const HOUR = 60 * MINUTE

/** As long as a browser is remembered after somebody came in on it. */
export const REMEMBERED_MS = 180 * DAY_MS

/** Five tries, then waits of 1 s, 2 s, 4 s … 15 min: about a hundred tries a day. */
const GUESSES = { free: 5, first: SECOND, most: 15 * MINUTE, keep: DAY_MS, brief: HOUR }
/** More than one place alone can make in a day; then one try a minute, from wherever. */
const ACCOUNT = { free: 200, first: SECOND, most: MINUTE, keep: DAY_MS, brief: HOUR }
const PLACE = { free: 1200, first: null, most: 0, keep: 10 * MINUTE, brief: 0 }
const NEW_SHOPS = { free: 60, first: null, most: 0, keep: 10 * MINUTE, brief: 0 }

const keyOf = (kind: string, ...parts: string[]): string => `${kind}:${hashToken(JSON.stringify(parts)).slice(0, 22)}`

/** The account an e-mail opens. */
interface Login {
  shopId: string
  memberId: string
  password: string
  /**
   * Goes into the batch of whatever a right password opens: it takes the try back, and aborts the batch where the password
   * was changed while it was being looked at, which takes its time.
   */
  admit: Statement[]
}

/**
 * Counts a try to sign in, and finds the account; nothing tells whether there is one but null. One round trip.
 * @throws ApiError 429 with the seconds to wait, counting nothing
 */
export async function trySignIn({ directory, now, from, browser }: Door, email: string): Promise<Login | null> {
  const pair = keyOf('pair', email, from.place)
  const own = keyOf('own', email, browser ?? '')
  const account = keyOf('account', email)
  const everybody = keyOf('place', from.place)
  const limits: Counted[] = [
    { key: own, remembered: 1, ...GUESSES },
    { key: pair, remembered: 0, ...GUESSES },
    { key: account, remembered: 0, ...ACCOUNT },
    { key: everybody, remembered: 0, ...PLACE },
  ]
  const hash = browser === null ? null : hashToken(browser)
  const since = now - REMEMBERED_MS
  const results = await directory.write([
    ...countTry({ limits, now, email, device: hash, since }),
    loginOn(email, hash, since),
  ])
  checkWait(results[1])
  const login = results[3]?.[0]
  if (!login) return null
  return {
    shopId: String(login.shopId),
    memberId: String(login.memberId),
    password: String(login.password),
    admit: [
      passwordStands(email, String(login.password)),
      ...forgiveTry([pair, own], login.remembered ? [] : [account, everybody]),
    ],
  }
}

/** Counts a new shop. @throws ApiError 429 when too many came from this place */
export const trySignUp = (door: Door): Promise<void> => tryFrom(door, 'shop', NEW_SHOPS)

/** Counts a challenge for a passkey: there is nothing to guess, but each is kept. @throws ApiError 429 */
export const tryPasskey = (door: Door): Promise<void> => tryFrom(door, 'passkey', PLACE)

/** Counts the use of a link that opens once: its token cannot be guessed, but what it asks for costs. @throws ApiError 429 */
export const tryLink = (door: Door): Promise<void> => tryFrom(door, 'link', PLACE)

async function tryFrom({ directory, now, from }: Door, kind: string, limit: typeof PLACE): Promise<void> {
  const limits: Counted[] = [{ key: keyOf(kind, from.place), remembered: null, ...limit }]
  const results = await directory.write(countTry({ limits, now }))
  checkWait(results[1])
}

function checkWait(rows: { wait?: unknown }[] | undefined): void {
  const wait = rows?.[0]?.wait
  if (typeof wait === 'number' && wait > 0) throw tooOften(wait)
}
