/** Who is asking, for which shop, with what: made once at the edge and passed down. */

import * as v from 'valibot'
import type { Database, Row } from '../db/client.ts'
import { forShop } from '../db/client.ts'
import { keyStands, keyStatement, sessionStands, sessionStatement } from '../db/queries/access.ts'
import { touchKey } from '../db/queries/keys.ts'
import { linkStands, linkStatement } from '../db/queries/links.ts'
import { touchSession } from '../db/queries/sessions.ts'
import type { Statement } from '../db/statement.ts'
import { selectRow, toRow } from '../db/tables.ts'
import { CallerDb } from './caller-db.ts'
import { type Actor, allows, type May } from './domain/actor.ts'
import type { LinkRow, Role, ShopRow } from './domain/rows.ts'
import { Settings } from './domain/settings.ts'
import { HOUR_MS } from './domain/time.ts'
import { faultLine, forbidden, linkGone, memberRemoved, unauthorized } from './errors.ts'

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

/** Where a request comes from. */
export interface From {
  /** The device's name as `deviceName` tells it; null when unknown. */
  device: string | null
  /** An address, as the host knows it. */
  place: string
}

/** Somebody at the door, before a shop is known. */
export interface Door {
  /** The directory: logins and placement. */
  directory: Database
  now: number
  newId: () => string
  /** What the cookie of a browser holds that somebody came in on before. */
  browser: string | null
  from: From
}

export interface Ctx extends Door {
  db: CallerDb
  credential: Credential
}

export interface Loaded extends Asking {
  shop: ShopRow
  /** The shop's row as it is stored: what a change of it is guarded with. */
  stored: ShopRow
  /** The link they came by. */
  link: LinkRow | null
  /** By what the session is named they came with. */
  sessionId: string | null
  rows: Row[][]
}

/**
 * One read batch that checks the caller, loads the shop and runs `statements`: the check rides along instead of
 * costing a round trip of its own. What is written with this context from then on holds only while the caller still is
 * what they were found to be.
 * @throws ApiError 401 when the credential is not (or no longer) good — `member_removed` when its person does not work here
 * any more, 403 when it does not allow what `may` asks; for a link,
 * whatever is the matter with it, 404 `link_gone`
 */
export async function load(ctx: Ctx, may: May, statements: Statement[]): Promise<Loaded> {
  const { credential, db } = ctx
  const access = accessOf(ctx)
  const results = await db.read([...access, selectRow('shops', credential.shopId), ...statements])
  const found = access.length > 0 ? results.shift()?.[0] : undefined
  const shopRow = results.shift()?.[0]
  if (!shopRow) throw credential.kind === 'link' ? linkGone() : unauthorized()
  const asking = check(credential, found, may)
  await noteUse(ctx, found)
  const guard = standsOf(ctx, asking.actor)
  if (guard) {
    db.holdWhile(guard, async () => {
      const [rows = []] = await db.read(access)
      check(credential, rows[0], may)
    })
  }
  const stored = toRow('shops', shopRow)
  return {
    ...asking,
    shop: completeShop(stored),
    stored,
    link: credential.kind === 'link' && found ? toRow('links', found) : null,
    sessionId: credential.kind === 'session' ? String(found?.sessionId) : null,
    rows: results,
  }
}

/** What finds the caller; nothing for a job. */
function accessOf({ credential, now }: Ctx): Statement[] {
  switch (credential.kind) {
    case 'session':
      return [sessionStatement(credential.hash, now)]
    case 'key':
      return [keyStatement(credential.hash)]
    case 'link':
      return [linkStatement(credential.token, now)]
    case 'system':
      return []
  }
}

/** Aborts a batch unless the caller still is what they were found to be. */
function standsOf({ credential, now }: Ctx, actor: Actor): Statement | null {
  if (credential.kind === 'session') {
    return actor.kind === 'member' ? sessionStands(credential.hash, actor.role, now) : null
  }
  if (credential.kind === 'key') return keyStands(credential.hash)
  return credential.kind === 'link' ? linkStands(credential.token, now) : null
}

/** The same for somebody signed in, whatever their role. @throws ApiError 401, 403 for anything but a member's session */
export async function loadMember(
  ctx: Ctx,
  statements: Statement[] = [],
): Promise<Loaded & { memberId: string; role: Role; sessionId: string }> {
  const loaded = await load(ctx, { role: 'viewer' }, statements)
  const { actor, sessionId } = loaded
  if (sessionId === null || actor.kind !== 'member') throw forbidden()
  return { ...loaded, sessionId, memberId: actor.memberId, role: actor.role }
}

/**
 * Notes that a session or a key was used, once an hour. It is a comfort, not what was asked for: where nothing can be
 * written, reading goes on.
 */
async function noteUse({ credential, db, now, from }: Ctx, found: Row | undefined): Promise<void> {
  const hour = now - (now % HOUR_MS)
  if (!found || (credential.kind !== 'session' && credential.kind !== 'key')) return
  if (Number(found.lastUsedAt ?? 0) >= hour) return
  const { hash } = credential
  const used = credential.kind === 'session' ? touchSession(hash, from.device, from.place, hour) : touchKey(hash, hour)
  try {
    await db.write([used])
  } catch (error) {
    console.error('use not noted:', faultLine(error))
  }
}

/** A stored shop with every setting it lacks at its default. */
export const completeShop = (stored: ShopRow): ShopRow => ({ ...stored, settings: v.parse(Settings, stored.settings) })

/** @param found what {@link accessOf} found. @throws ApiError as {@link load} does */
function check(credential: Credential, found: Row | undefined, may: May): Asking {
  if (!found && credential.kind !== 'system') throw credential.kind === 'link' ? linkGone() : unauthorized()
  if (found?.removed) throw memberRemoved()
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
  db: new CallerDb(forShop(db, shopId)),
  directory: db,
  credential: { kind: 'system', shopId, ...(memberId ? { memberId } : {}) },
  now,
  newId,
  browser: null,
  from: { device: null, place: '' },
})
