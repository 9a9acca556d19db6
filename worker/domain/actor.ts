/** Who acts, and who may. A key or a buyer's link is what it is: it never passes a rule by being called a role. */
import type { LinkRow, Role } from './rows.ts'

/** What a key may be made for. */
export const SCOPES = [
  'orders:read',
  'orders:write',
  'customers:read',
  'customers:write',
  'customers:contacts',
  'disputes:read',
  'disputes:write',
  'win-back:read',
  'jobs:run',
] as const
export type Scope = (typeof SCOPES)[number]

export type Actor =
  /** Somebody of the shop, signed in. */
  | { kind: 'member'; memberId: string; role: Role }
  /** A key, for which the member who made it answers; null for one made on the machine. */
  | { kind: 'key'; memberId: null; keyId: string; scopes: readonly string[] }
  /** A buyer, by a private link. */
  | { kind: 'link'; memberId: null; linkId: string; link: LinkRow['kind'] }
  /** A job, or local tooling acting for a member. */
  | { kind: 'system'; memberId: string | null }

/**
 * Who may do something: members from a role up, keys that have the scope, buyers by a link of such a kind. What is not
 * named may not. The system may always.
 */
export interface May {
  role: Role
  scope?: Scope
  links?: readonly LinkRow['kind'][]
}

const RANK: Record<Role, number> = { viewer: 0, agent: 1, owner: 2 }
export const roleAllows = (has: Role, needs: Role): boolean => RANK[has] >= RANK[needs]

export function allows(actor: Actor, may: May): boolean {
  switch (actor.kind) {
    case 'member':
      return roleAllows(actor.role, may.role)
    case 'key':
      return may.scope !== undefined && actor.scopes.includes(may.scope)
    case 'link':
      return may.links?.includes(actor.link) ?? false
    case 'system':
      return true
  }
}

/** Whether the actor decides as the owner does. */
export const isOwner = (actor: Actor): boolean => allows(actor, { role: 'owner' })

/** For the audit trail: `member:…`, `key:…`, `link:…`, `system`. */
export function actorLabel(actor: Actor): string {
  switch (actor.kind) {
    case 'member':
      return `member:${actor.memberId}`
    case 'key':
      return `key:${actor.keyId}`
    case 'link':
      return `link:${actor.linkId}`
    case 'system':
      return 'system'
  }
}
