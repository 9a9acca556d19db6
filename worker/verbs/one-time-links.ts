/** Links that open one door once: making them, looking at one, using it up. */

import * as v from 'valibot'
import { forShop, LostRace, type Row } from '../../db/client.ts'
import { loginByEmail } from '../../db/queries/accounts.ts'
import * as q from '../../db/queries/one-time-links.ts'
import { guard, type Statement } from '../../db/statement.ts'
import type { Door } from '../context.ts'
import { ONE_TIME_MS, ONE_TIME_TOKEN, type OneTimeKind, type OneTimeView } from '../domain/one-time-links.ts'
import type { Role } from '../domain/rows.ts'
import { ApiError, linkGone } from '../errors.ts'
import { hashToken, newToken } from '../secrets.ts'

export const OneTimeToken = v.object({ token: v.pipe(v.string(), v.maxLength(100)) })

/** What is handed out: the token goes after `#` and is shown this once. */
export interface OneTimeLink {
  id: string
  token: string
  /** Epoch ms. */
  expiresAt: number
}

export interface LinkFor {
  kind: OneTimeKind
  /** Whose password it sets, or who is to come back. */
  memberId?: string | null
  role?: Role
  name?: string
  /** Null for one made on the machine. */
  createdBy: string | null
}

/** A new link, and the row that keeps its hash. */
export function makeLink(of: LinkFor, id: string, now: number): { link: OneTimeLink; row: q.NewLinkRow } {
  const token = newToken()
  const expiresAt = now + ONE_TIME_MS[of.kind]
  const { kind, memberId = null, role = null, name = null, createdBy } = of
  return {
    link: { id, token, expiresAt },
    row: { tokenHash: hashToken(token), id, kind, memberId, role, name, now, createdBy, expiresAt },
  }
}

/**
 * What a link opens. Looking does not use it.
 * @throws ApiError 404 `link_gone`, the same for one that is used, over, revoked or unknown
 */
export async function goodLink({ directory, now }: Door, token: string): Promise<Row> {
  if (!ONE_TIME_TOKEN.test(token)) throw linkGone()
  const [found] = await directory.read([q.goodLink(hashToken(token), now)])
  if (!found?.[0]) throw linkGone()
  return found[0]
}

/** What is told to whoever opens it. @throws ApiError 404 `link_gone` */
export async function lookAt(door: Door, token: string): Promise<OneTimeView> {
  const { kind, shop, name, role, byName, email, passkeys, expiresAt } = await goodLink(door, token)
  return { kind, shop, name, role, by: byName, email, passkeys: JSON.parse(String(passkeys)), expiresAt } as OneTimeView
}

/**
 * One batch that uses the link up and does what it is for, or neither.
 * @param login an e-mail that is to get a login in it
 * @throws ApiError 404 `link_gone`, 409 `email_taken`
 */
export async function useLink(
  door: Door,
  shopId: string,
  token: string,
  statements: Statement[],
  login?: string,
): Promise<void> {
  try {
    const take = [q.takeLink(hashToken(token), door.now), guard()]
    await forShop(door.directory, shopId).write([...take, ...statements])
  } catch (error) {
    if (!(error instanceof LostRace)) throw error
    await goodLink(door, token)
    const [taken] = login ? await door.directory.read([loginByEmail(login)]) : []
    throw taken?.[0] ? new ApiError(409, 'email_taken') : error
  }
}
