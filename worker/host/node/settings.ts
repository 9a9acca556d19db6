/** What the environment says about the own server, checked before anything is touched. */
import { existsSync } from 'node:fs'
import { isIP } from 'node:net'
import { type SignUpMode, signUpMode } from '../../domain/one-time-links.ts'
import { dataDir } from '../folder.ts'
import { type Trusted, trustedProxies } from './place.ts'

export interface Settings {
  /** Origin people use. */
  publicUrl: string
  port: number
  host: string
  signUp: SignUpMode
  dir: string
  /** PEM files; null where a proxy speaks TLS. */
  tls: { cert: string; key: string } | null
  trusted: Trusted
  /** Somebody named proxies. */
  trustsProxies: boolean
}

/** @throws Error of one sentence that says what to set */
export function readSettings(env: Record<string, string | undefined>): Settings {
  const tls = tlsOf(env.TLS_CERT || null, env.TLS_KEY || null)
  const trustsProxies = Boolean(env.TRUST_PROXY?.trim())
  const host = env.HOST || (tls ? '::' : '127.0.0.1')
  if (!tls && !isLoopback(host) && !trustsProxies) {
    throw new Error(
      `HOST=${host} would send everything in plain text over the network: set TLS_CERT and TLS_KEY, or keep HOST at 127.0.0.1 behind an https proxy, or name that proxy's address in TRUST_PROXY.`,
    )
  }
  return {
    ...{ publicUrl: originOf(env.PUBLIC_URL), port: portOf(env.PORT), host, dir: dataDir(), tls },
    signUp: signUpOf(env.SIGN_UP),
    ...{ trusted: proxiesOf(env.TRUST_PROXY ?? ''), trustsProxies },
  }
}

export const isLoopback = (host: string): boolean =>
  host === 'localhost' || host === '::1' || (isIP(host) === 4 && host.startsWith('127.'))

function originOf(text: string | undefined): string {
  if (!text) throw new Error('Set PUBLIC_URL to the https address people use, for example https://crm.example.com.')
  const url = URL.parse(text)
  if (url?.protocol !== 'https:') {
    throw new Error(
      `PUBLIC_URL=${text} is no https address: browsers allow offline use and a safe sign-in over https only.`,
    )
  }
  if (url.pathname !== '/' || url.search || url.hash || url.username || url.password) {
    throw new Error(`PUBLIC_URL=${text} has more than a name and a port: ${url.origin} is what to set.`)
  }
  return url.origin
}

function portOf(text: string | undefined): number {
  const port = Number(text || 8787)
  if (!Number.isInteger(port) || port < 0 || port > 65_535) throw new Error(`PORT=${text} is no port.`)
  return port
}

function tlsOf(cert: string | null, key: string | null): Settings['tls'] {
  if (!cert && !key) return null
  if (!cert || !key) throw new Error('TLS_CERT and TLS_KEY belong together: set both or neither.')
  for (const file of [cert, key]) if (!existsSync(file)) throw new Error(`There is no file ${file}.`)
  return { cert, key }
}

function signUpOf(text: string | undefined): SignUpMode {
  const mode = signUpMode(text)
  if (!mode) {
    throw new Error(
      `SIGN_UP=${text} is none of open (anybody), closed (nobody) and first (the first owner, by the link that is printed).`,
    )
  }
  return mode
}

function proxiesOf(list: string): Trusted {
  try {
    return trustedProxies(list)
  } catch (error) {
    throw new Error(`TRUST_PROXY: ${(error as Error).message}.`)
  }
}
