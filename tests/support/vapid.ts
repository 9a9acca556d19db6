import { generateKeyPairSync } from 'node:crypto'
import type { Vapid } from '../../worker/deps.ts'

/** A fresh key pair as push libraries want it. */
export function vapidKeys(subject = 'mailto:shop@example.test'): Vapid {
  const {
    x = '',
    y = '',
    d = '',
  } = generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey.export({ format: 'jwk' })
  const point = Buffer.concat([Buffer.of(4), Buffer.from(x, 'base64url'), Buffer.from(y, 'base64url')])
  return { publicKey: point.toString('base64url'), privateKey: d, subject }
}
