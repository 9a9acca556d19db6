/** Links that open one door once: the first owner's, an invitation, a new password. */
import type { Role } from './rows.ts'
import { DAY_MS } from './time.ts'

export type OneTimeKind = 'owner' | 'invite' | 'reset'

/** How long each opens, ms. */
export const ONE_TIME_MS: Record<OneTimeKind, number> = { owner: DAY_MS, invite: 7 * DAY_MS, reset: DAY_MS }

/** 256 bits, base64url. */
export const ONE_TIME_TOKEN = /^[A-Za-z0-9_-]{43}$/

/**
 * The address to hand out. What follows `#` is never sent by a browser: no server log, proxy or Referer holds it.
 * @param origin like `https://shop.example`
 */
export const oneTimeAddress = (origin: string, token: string): string => `${origin}/join#${token}`

/** Whether anybody may open a shop, nobody, or only the first owner with a link of their own. */
export type SignUpMode = 'open' | 'closed' | 'first'

const MODES: readonly SignUpMode[] = ['open', 'closed', 'first']

/** What `SIGN_UP` says: `first` where it says nothing; null where it says something else. */
export const signUpMode = (text: string | undefined): SignUpMode | null =>
  text ? (MODES.find((mode) => mode === text) ?? null) : 'first'

/** What somebody who opens a link is told before they use it. */
export interface OneTimeView {
  kind: OneTimeKind
  /** Null for the first owner, who is yet to name one. */
  shop: string | null
  /** What they were called by whoever made it. */
  name: string | null
  role: Role | null
  /** Who made it; null when it was made on the machine. */
  by: string | null
  /** What they sign in with, where they do already. */
  email: string | null
  /** By what else the account opens whose password it sets, newest first. */
  passkeys: OwnPasskey[]
  /** Epoch ms. */
  expiresAt: number
}

/** A passkey as whose it is sees it. */
export interface OwnPasskey {
  name: string
  /** Epoch ms. */
  createdAt: number
  lastUsedAt: number | null
}

/** An invitation that still opens, as owners see it. */
export interface Invitation {
  id: string
  name: string
  role: Role
  /** A former member who is to come back. */
  memberId: string | null
  createdAt: number
  createdBy: string | null
  expiresAt: number
}
