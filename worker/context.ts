/** Who is asking, for which shop, with what: made once at the edge and passed down. */

import * as v from 'valibot'
import type { Database, Row, ShopDb } from '../db/client.ts'
import { forShop } from '../db/client.ts'
import { keyStatement, sessionStatement } from '../db/queries/access.ts'
import { linkStatement } from '../db/queries/links.ts'
import type { Statement } from '../db/statement.ts'
import { selectRow, toRow } from '../db/tables.ts'
import { type Actor, allows, type May } from './domain/actor.ts'
import type { LinkRow, Role, ShopRow } from './domain/rows.ts'
import { Settings } from './domain/settings.ts'
import { forbidden, linkGone, unauthorized } from './errors.ts'

export type Credential =
  | { kind: 'session'; shopId: string; hash: string }
  | { kind: 'key'; shopId: string; hash: string }
  /** A buyer's private link. */
  | { kind: 'link'; shopId: string; token: string }
  /** A job, or local tooling acting for a member. */
  | { kind: 'system'; shopId: string; memberId?: string }

export interface Asking {
  actor: Actor
  /** The member's name, or the key's. */
  name: string
}

export interface Ctx {
  db: ShopDb
  /** The directory: logins and placement, before a shop is known. */
  directory: Database
  credential: Credential
  now: number
  newId: () => string
}

export interface Loaded extends Asking {
  shop: ShopRow
  /** The shop's row as it is stored: what a change of it is guarded with. */
  stored: ShopRow
  /** The link they came by. */
  link: LinkRow | null
  rows: Row[][]
}

/**
 * One read batch that checks the caller, loads the shop and runs `statements`: the check rides along instead of
 * costing a round trip of its own.
 * @throws ApiError 401 when the credential is not (or no longer) good, 403 when it does not allow what `may` asks; for a link,
 * whatever is the matter with it, 404 `link_gone`
 */
export async function load(ctx: Ctx, may: May, statements: Statement[]): Promise<Loaded> {
  const { credential } = ctx
  const access =
    credential.kind === 'session'
      ? [sessionStatement(credential.hash, ctx.now)]
      : credential.kind === 'key'
        ? [keyStatement(credential.hash)]
        : credential.kind === 'link'
          ? [linkStatement(credential.token, ctx.now)]
          : []
  const results = await ctx.db.read([...access, selectRow('shops', credential.shopId), ...statements])
  const found = access.length > 0 ? results.shift()?.[0] : undefined
  const shopRow = results.shift()?.[0]
  if (!shopRow || (access.length > 0 && !found)) throw credential.kind === 'link' ? linkGone() : unauthorized()
  const stored = toRow('shops', shopRow)
  return {
    ...check(credential, found, may),
    shop: completeShop(stored),
    stored,
    link: credential.kind === 'link' && found ? toRow('links', found) : null,
    rows: results,
  }
}

/** The same for somebody signed in, whatever their role. @throws ApiError 401, 403 for anything but a member's session */
export async function loadMember(
  ctx: Ctx,
  statements: Statement[] = [],
): Promise<Loaded & { memberId: string; role: Role }> {
  const loaded = await load(ctx, { role: 'viewer' }, statements)
  const { actor } = loaded
  if (actor.kind !== 'member') throw forbidden()
  return { ...loaded, memberId: actor.memberId, role: actor.role }
}

/** A stored shop with every setting it lacks at its default. */
export const completeShop = (stored: ShopRow): ShopRow => ({ ...stored, settings: v.parse(Settings, stored.settings) })

function check(credential: Credential, found: Row | undefined, may: May): Asking {
  const asking = askingOf(credential, found)
  if (!allows(asking.actor, may)) throw credential.kind === 'link' ? linkGone() : forbidden()
  return asking
}

function askingOf(credential: Credential, found: Row | undefined): Asking {
  const id = String(found?.id)
  const name = String(found?.name)
  switch (credential.kind) {
    case 'system':
      return { actor: { kind: 'system', memberId: credential.memberId ?? null }, name: 'system' }
    case 'key': {
      const scopes = String(found?.scopes).split(' ')
      return { actor: { kind: 'key', memberId: null, keyId: id, scopes }, name }
    }
    case 'link':
      return {
        actor: { kind: 'link', memberId: null, linkId: id, link: found?.kind as LinkRow['kind'] },
        name: 'buyer',
      }
    case 'session':
      return { actor: { kind: 'member', memberId: id, role: found?.role as Role }, name }
  }
}

export const systemCtx = (db: Database, shopId: string, now: number, newId: () => string, memberId?: string): Ctx => ({
  db: forShop(db, shopId),
  directory: db,
  credential: { kind: 'system', shopId, ...(memberId ? { memberId } : {}) },
  now,
  newId,
})
