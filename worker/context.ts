/** Who is asking, for which shop, with what: made once at the edge and passed down. */

import * as v from 'valibot'
import type { Database, Row, ShopDb } from '../db/client.ts'
import { forShop } from '../db/client.ts'
import { keyStatement, sessionStatement } from '../db/queries/access.ts'
import { linkStatement } from '../db/queries/links.ts'
import type { Statement } from '../db/statement.ts'
import { selectRow, toRow } from '../db/tables.ts'
import { roleAllows } from './domain/mutation.ts'
import type { LinkRow, Role, ShopRow } from './domain/rows.ts'
import { Settings } from './domain/settings.ts'
import { forbidden, linkGone, unauthorized } from './errors.ts'

export type Scope =
  | 'orders:read'
  | 'orders:write'
  | 'customers:read'
  | 'customers:write'
  | 'disputes:read'
  | 'disputes:write'
  | 'win-back:read'
  | 'jobs:run'
export const SCOPES: readonly Scope[] = [
  'orders:read',
  'orders:write',
  'customers:read',
  'customers:write',
  'disputes:read',
  'disputes:write',
  'win-back:read',
  'jobs:run',
]

export type Credential =
  | { kind: 'session'; shopId: string; hash: string }
  | { kind: 'key'; shopId: string; hash: string }
  /** A buyer's private link. */
  | { kind: 'link'; shopId: string; token: string }
  /** A job, or local tooling acting for a member. */
  | { kind: 'system'; shopId: string; memberId?: string }

/** What a request needs: the least role of a member, the scope that lets a key do the same, the links that may. */
export interface Need {
  role: Role
  scope?: Scope
  links?: readonly LinkRow['kind'][]
}

export interface Actor {
  /** Member id; null for keys, links and jobs. */
  id: string | null
  role: Role
  name: string
  /** For the audit trail: member:…, key:…, link:…, system. */
  label: string
}

export interface Ctx {
  db: ShopDb
  /** The directory: logins and placement, before a shop is known. */
  directory: Database
  credential: Credential
  now: number
  newId: () => string
}

export interface Loaded {
  actor: Actor
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
 * @throws ApiError 401 when the credential is not (or no longer) good, 403 when it does not allow `need`; for a link,
 * whatever is the matter with it, 404 `link_gone`
 */
export async function load(ctx: Ctx, need: Need, statements: Statement[]): Promise<Loaded> {
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
    actor: check(credential, found, need),
    shop: completeShop(stored),
    stored,
    link: credential.kind === 'link' && found ? toRow('links', found) : null,
    rows: results,
  }
}

/** A stored shop with every setting it lacks at its default. */
export const completeShop = (stored: ShopRow): ShopRow => ({ ...stored, settings: v.parse(Settings, stored.settings) })

function check(credential: Credential, found: Row | undefined, need: Need): Actor {
  if (credential.kind === 'system') {
    return { id: credential.memberId ?? null, role: 'owner', name: 'system', label: 'system' }
  }
  if (credential.kind === 'key') {
    const scopes = String(found?.scopes).split(' ')
    if (!need.scope || !scopes.includes(need.scope)) throw forbidden()
    return { id: null, role: 'agent', name: String(found?.name), label: `key:${found?.id}` }
  }
  if (credential.kind === 'link') {
    if (!need.links?.includes(found?.kind as LinkRow['kind'])) throw linkGone()
    return { id: null, role: 'agent', name: 'buyer', label: `link:${found?.id}` }
  }
  const role = found?.role as Role
  if (!roleAllows(role, need.role)) throw forbidden()
  return { id: String(found?.id), role, name: String(found?.name), label: `member:${found?.id}` }
}

export const systemCtx = (db: Database, shopId: string, now: number, newId: () => string, memberId?: string): Ctx => ({
  db: forShop(db, shopId),
  directory: db,
  credential: { kind: 'system', shopId, ...(memberId ? { memberId } : {}) },
  now,
  newId,
})
