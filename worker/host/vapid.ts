/** The key pair push services know this installation by, made on first start and kept for good: subscriptions hang on it. */
import { createECDH, generateKeyPairSync } from 'node:crypto'
import { chmodSync, existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Vapid } from '../deps.ts'

type Keys = Pick<Vapid, 'publicKey' | 'privateKey'>

/**
 * The keys in `dataDir`, base64url: an uncompressed point of 65 bytes and a scalar of 32. A file that cannot be read
 * throws rather than being replaced, since new keys would silence every phone.
 * @param subject how a push service may reach whoever runs this: a https origin or a mailto address
 */
export function loadOrCreateVapid(dataDir: string, subject: string | null = null): Vapid {
  const file = join(dataDir, 'vapid.json')
  const keys = existsSync(file) ? load(file) : create(file, dataDir)
  return { ...keys, subject: subject?.startsWith('http:') ? DEFAULT_SUBJECT : (subject ?? DEFAULT_SUBJECT) }
}

const DEFAULT_SUBJECT = 'mailto:push@regulars.invalid'

function load(file: string): Keys {
  chmodSync(file, 0o600)
  let keys: unknown
  try {
    keys = JSON.parse(readFileSync(file, 'utf8'))
  } catch {
    throw unusable(file)
  }
  const { publicKey, privateKey } = (keys ?? {}) as Record<string, unknown>
  if (typeof publicKey !== 'string' || typeof privateKey !== 'string' || !belong(publicKey, privateKey))
    throw unusable(file)
  return { publicKey, privateKey }
}

function belong(publicKey: string, privateKey: string): boolean {
  try {
    const pair = createECDH('prime256v1')
    pair.setPrivateKey(privateKey, 'base64url')
    return pair.getPublicKey('base64url') === publicKey
  } catch {
    return false
  }
}

const unusable = (file: string) =>
  new Error(
    `${file} holds no usable key pair. Restore it from a backup; or delete it, and every phone has to turn notifications on again.`,
  )

function create(file: string, dataDir: string): Keys {
  const {
    x = '',
    y = '',
    d = '',
  } = generateKeyPairSync('ec', { namedCurve: 'prime256v1' }).privateKey.export({ format: 'jwk' })
  const point = Buffer.concat([Buffer.of(4), Buffer.from(x, 'base64url'), Buffer.from(y, 'base64url')])
  const keys = { publicKey: point.toString('base64url'), privateKey: d }
  mkdirSync(dataDir, { recursive: true, mode: 0o700 })
  // Never a half-written file under the final name.
  writeFileSync(`${file}.new`, JSON.stringify(keys), { mode: 0o600 })
  renameSync(`${file}.new`, file)
  return keys
}
