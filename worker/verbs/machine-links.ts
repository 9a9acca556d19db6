/** Links that whoever runs the machine hands out: the first owner's, the owner's of a shop made there, a new password. */
import { insertRow } from '../../db/changes.ts'
import { type Database, forShop, LostRace } from '../../db/client.ts'
import { insertLogin, loginByEmail } from '../../db/queries/accounts.ts'
import { auditStatement } from '../../db/queries/audit.ts'
import * as q from '../../db/queries/one-time-links.ts'
import { passkeysOf } from '../../db/queries/passkeys.ts'
import { bumpRev } from '../../db/statement.ts'
import { ApiError, notFound } from '../errors.ts'
import { hashPassword, newToken } from '../secrets.ts'
import { type NewShop, newShop } from './access.ts'
import { makeLink, type OneTimeLink } from './one-time-links.ts'

export interface Machine {
  directory: Database
  now: number
  newId: () => string
}

/** The first owner's; those made before open nothing any more. Null when somebody can sign in already. */
export async function firstOwnerLink({ directory, now, newId }: Machine): Promise<OneTimeLink | null> {
  const [found] = await directory.read([q.anyLogin()])
  if (found?.[0]) return null
  const { link, row } = makeLink({ kind: 'owner', createdBy: null }, newId(), now)
  await directory.write(q.replaceFirstOwnerLink(row))
  return link
}

/**
 * A shop with an owner, whose password nobody knows until they set it by the link.
 * @throws ApiError 409 `email_taken`
 */
export async function shopWithOwner(
  { directory, now, newId }: Machine,
  shop: NewShop,
  email: string,
): Promise<OneTimeLink> {
  const memberId = newId()
  const { link, row } = makeLink({ kind: 'owner', memberId, createdBy: null }, newId(), now)
  const name = shop.locale === 'en' ? 'Owner' : '店主'
  try {
    await forShop(directory, shop.id).write([
      insertLogin({ email, memberId, password: await hashPassword(newToken()), now }),
      newShop(shop, newId(), now),
      bumpRev(),
      insertRow('members', { id: memberId, name, role: 'owner' }),
      ...q.insertLink(row),
    ])
  } catch (error) {
    if (error instanceof LostRace) throw new ApiError(409, 'email_taken')
    throw error
  }
  return link
}

/**
 * Somebody sets a new password by it; a link made before opens nothing any more.
 * @returns also by which passkeys the account opens: they go when the link is used, unless whoever uses it keeps them
 * @throws ApiError 404
 */
export async function resetByEmail(
  { directory, now, newId }: Machine,
  email: string,
): Promise<OneTimeLink & { passkeys: string[] }> {
  const [found] = await directory.read([loginByEmail(email)])
  const login = found?.[0]
  if (!login) throw notFound()
  const memberId = String(login.memberId)
  const { link, row } = makeLink({ kind: 'reset', memberId, createdBy: null }, newId(), now)
  const db = forShop(directory, String(login.shopId))
  const [passkeys = []] = await db.read([passkeysOf(memberId)])
  await db.write([
    q.revokeResets(memberId, now),
    ...q.insertLink(row),
    auditStatement(link.id, now, 'system', 'password.link', memberId),
  ])
  return { ...link, passkeys: passkeys.map(({ name }) => String(name)) }
}
