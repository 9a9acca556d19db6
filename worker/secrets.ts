/** Passwords and opaque tokens. */
import { createHash, randomBytes, type ScryptOptions, scrypt, timingSafeEqual } from 'node:crypto'

/** scrypt work factors: about 45 ms in workerd, 32 MB. */
const COST = { N: 16_384, r: 16, p: 1, maxmem: 64 * 1024 * 1024 }
const LENGTH = 32

/** `N$r$p$salt$hash`, base64url. */
export async function hashPassword(password: string, salt: Buffer = randomBytes(16)): Promise<string> {
  const hash = await derive(password, salt, LENGTH, COST)
  return [COST.N, COST.r, COST.p, salt.toString('base64url'), hash.toString('base64url')].join('$')
}

let decoy: Promise<string> | undefined

/** Takes as long for an address nobody has (`stored` null) as for a wrong password. */
export async function verifyPassword(password: string, stored: string | null): Promise<boolean> {
  decoy ??= hashPassword('a password nobody has')
  const [N, r, p, salt, hash] = (stored ?? (await decoy)).split('$')
  const expected = Buffer.from(hash ?? '', 'base64url')
  const given = await derive(password, Buffer.from(salt ?? '', 'base64url'), expected.length, {
    N: Number(N),
    r: Number(r),
    p: Number(p),
    maxmem: COST.maxmem,
  })
  return timingSafeEqual(given, expected) && stored !== null
}

/** Off the thread that answers requests, where the host has others. */
const derive = (password: string, salt: Buffer, length: number, cost: ScryptOptions): Promise<Buffer> =>
  new Promise((done, failed) => {
    scrypt(password.normalize('NFKC'), salt, length, cost, (error, key) => (error ? failed(error) : done(key)))
  })

/** 256 random bits, base64url. */
export const newToken = (): string => randomBytes(32).toString('base64url')

/** What the database keeps of a token. */
export const hashToken = (token: string): string => createHash('sha256').update(token).digest('base64url')
