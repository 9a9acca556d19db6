/** A shop to write to, and how its owner, or a key of theirs, asks a host for something. */
import { request } from 'node:http'
import { insertRow } from '../../db/changes.ts'
import { type Database, forShop } from '../../db/client.ts'
import { bumpRev, statement } from '../../db/statement.ts'
import { newId } from '../../worker/ids.ts'
import { hashToken, newToken } from '../../worker/secrets.ts'
import { newShop } from '../../worker/verbs/access.ts'
import { makeKey } from '../../worker/verbs/keys.ts'

interface Keys {
  shopId: string
  memberId: string
  key: string
  cookie: string
}

export interface Door extends Keys {
  /** On this machine. */
  url: string
  /** As people know it: what Host and Origin must say. */
  publicUrl: string
  dataDir: string
}

export async function makeShop(database: Database): Promise<Keys> {
  const [shopId, memberId, token] = [newId(), newId(), newToken()]
  const row = { id: shopId, name: 'Killed', currency: 'CNY', timezone: 'Asia/Shanghai', locale: 'zh-CN' as const }
  const made = makeKey(shopId, newId(), { name: 'kills', scopes: ['orders:write', 'jobs:run'] }, Date.now())
  await forShop(database, shopId).write([
    newShop(row, newId(), Date.now()),
    made.statement,
    bumpRev(),
    insertRow('members', { id: memberId, name: '阿青', role: 'owner' }),
    statement(
      'INSERT INTO sessions (shopId, tokenHash, memberId, createdAt, expiresAt) VALUES (:shop, :hash, :id, 0, :until)',
      { hash: hashToken(token), id: memberId, until: Date.now() + 1e10 },
    ),
  ])
  return { shopId, memberId, key: made.key, cookie: `__Host-session=${shopId}.${token}` }
}

// biome-ignore lint/suspicious/noExplicitAny: answers of every shape
type Body = any

/** The body of a good answer; null for any other, and for none. */
export function knock(
  { url, publicUrl, key, cookie }: Door,
  as: 'key' | 'owner',
  path: string,
  body: unknown,
): Promise<Body> {
  const { hostname, port } = new URL(url)
  const { host, origin } = new URL(publicUrl)
  const who = as === 'key' ? { authorization: `Bearer ${key}` } : { cookie, origin, 'x-regulars': '1' }
  return new Promise((done) => {
    const headers = { host, 'content-type': 'application/json', ...who }
    const asked = request({ hostname, port, path, method: 'POST', agent: false, headers }, async (answer) => {
      try {
        const chunks: Buffer[] = []
        for await (const chunk of answer) chunks.push(chunk)
        done(answer.statusCode === 200 ? JSON.parse(Buffer.concat(chunks).toString()) : null)
      } catch {
        done(null)
      }
    })
    asked.once('error', () => done(null))
    asked.end(JSON.stringify(body))
  })
}
