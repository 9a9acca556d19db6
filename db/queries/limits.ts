/** How often something was tried: counted in the directory, before a shop is known. */
import { ofDirectory, type Statement } from '../statement.ts'

/** One thing that is counted, as {@link standing} takes it; times in milliseconds. */
export interface Counted {
  key: string
  /** Tries before any wait. */
  free: number
  /** The wait after the first try too many, doubled with each further one up to `most`; null waits for the end of `keep`. */
  first: number | null
  most: number
  /** How long tries are remembered: from the last one where waits grow, else from the first one. */
  keep: number
  /** The same while they are few, so that names somebody makes up do not stay. */
  brief: number
  /** Counts for browsers that are remembered (1), for others (0) or for all (null). */
  remembered: 0 | 1 | null
}

/** Whether somebody with this e-mail signed in on this browser after `since`. */
const REMEMBERED = `EXISTS (SELECT 1 FROM logins l JOIN rememberedDevices d ON d.tokenHash = :device AND d.memberId = l.memberId
       WHERE l.email = :email AND d.lastUsedAt > :since)`

const STANDING = `standing AS (
       SELECT w.value ->> 'key' AS key, w.value ->> 'free' AS free, w.value ->> 'first' AS first, w.value ->> 'keep' AS keep,
         w.value ->> 'brief' AS brief, coalesce(l.hits, 0) AS hits, l.resetAt,
         CASE WHEN l.hits < w.value ->> 'free' THEN 0
              WHEN w.value ->> 'first' IS NULL THEN l.resetAt
              ELSE l.lastAt + min(w.value ->> 'most', (w.value ->> 'first') << min(l.hits - (w.value ->> 'free'), 30)) END AS until
       FROM json_each(:limits) w LEFT JOIN limits l ON l.key = w.value ->> 'key' AND l.resetAt > :now
       WHERE w.value ->> 'remembered' IS NULL OR w.value ->> 'remembered' = ${REMEMBERED})`

export interface Try {
  limits: readonly Counted[]
  now: number
  /** Who wants to come in, where somebody does. */
  email?: string
  /** Hash of the browser's own cookie. */
  device?: string | null
  /** From when on a browser counts as remembered. */
  since?: number
}

const SWEPT = 20
const FEW = 5

/**
 * Counts a try unless it has to wait; both in one batch, so that a thousand at once are counted one by one. The second
 * statement answers `wait`, in milliseconds, null for a try that may go on. What is forgotten anyway goes, faster than it comes.
 */
export function countTry({ limits, now, email = '', device = null, since = 0 }: Try): Statement[] {
  const args = { limits: JSON.stringify(limits), now, email, device, since }
  return [
    ofDirectory(
      'DELETE FROM limits WHERE key IN (SELECT key FROM limits WHERE resetAt <= :now ORDER BY resetAt LIMIT :swept)',
      { now, swept: SWEPT },
    ),
    ofDirectory(`WITH ${STANDING} SELECT max(until) - :now AS wait FROM standing WHERE until > :now`, args),
    ofDirectory(
      `WITH ${STANDING} INSERT INTO limits (key, hits, lastAt, resetAt)
       SELECT key, hits + 1, :now, CASE WHEN first IS NULL THEN coalesce(resetAt, :now + keep)
         ELSE :now + CASE WHEN hits + 1 < ${FEW} THEN brief ELSE keep END END
       FROM standing WHERE NOT EXISTS (SELECT 1 FROM standing WHERE until > :now)
       ON CONFLICT (key) DO UPDATE SET hits = excluded.hits, lastAt = excluded.lastAt, resetAt = excluded.resetAt`,
      args,
    ),
  ]
}

/** Forgets the tries of `cleared` and takes one back of `refunded`: it was a good one. */
export const forgiveTry = (cleared: readonly string[], refunded: readonly string[]): Statement[] => [
  ofDirectory('DELETE FROM limits WHERE key IN (SELECT value FROM json_each(:cleared))', {
    cleared: JSON.stringify(cleared),
  }),
  ofDirectory('UPDATE limits SET hits = hits - 1 WHERE hits > 0 AND key IN (SELECT value FROM json_each(:refunded))', {
    refunded: JSON.stringify(refunded),
  }),
]

/** Who has this e-mail, and whether they signed in on this browser after `since`. */
export const loginOn = (email: string, device: string | null, since: number): Statement =>
  ofDirectory(`SELECT shopId, memberId, password, ${REMEMBERED} AS remembered FROM logins WHERE email = :email`, {
    email,
    device,
    since,
  })
