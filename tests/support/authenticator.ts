/** A passkey's holder in software: makes keys and signs as a browser with an authenticator does, or with one thing wrong. */
import { createHash, generateKeyPairSync, randomBytes, sign } from 'node:crypto'

const sha256 = (data: string | Buffer) => createHash('sha256').update(data).digest()
const b64 = (data: string | Buffer) => Buffer.from(data).toString('base64url')

/** The little of CBOR that is needed here. */
type Cbor = number | string | Buffer | Map<number | string, Cbor>
function cbor(value: Cbor): Buffer {
  const head = (major: number, n: number) =>
    n < 24
      ? Buffer.from([(major << 5) | n])
      : n < 256
        ? Buffer.from([(major << 5) | 24, n])
        : Buffer.from([(major << 5) | 25, n >> 8, n & 255])
  if (typeof value === 'number') return value >= 0 ? head(0, value) : head(1, -1 - value)
  if (typeof value === 'string') return Buffer.concat([head(3, Buffer.byteLength(value)), Buffer.from(value)])
  if (Buffer.isBuffer(value)) return Buffer.concat([head(2, value.length), value])
  return Buffer.concat([head(5, value.size), ...[...value].flatMap(([key, item]) => [cbor(key), cbor(item)])])
}

export interface Wrong {
  origin?: string
  host?: string
  challenge?: string
  type?: string
  counter?: number
  userHandle?: string
  /** What attests to the key instead of nothing. */
  attestation?: { fmt: string; statement: Map<string, Cbor> }
  /** Says nobody was there. */
  absent?: boolean
  /** Says somebody was there, whoever it was. */
  unverified?: boolean
}

export class Authenticator {
  readonly id = b64(randomBytes(32))
  counter = 0
  readonly #origin: string
  readonly #keys = generateKeyPairSync('ec', { namedCurve: 'P-256' })
  #handle = ''
  constructor(origin: string) {
    this.#origin = origin
  }

  #client(type: string, challenge: string, wrong: Wrong): Buffer {
    const { origin = this.#origin } = wrong
    return Buffer.from(
      JSON.stringify({ type: wrong.type ?? type, challenge: wrong.challenge ?? challenge, origin, crossOrigin: false }),
    )
  }

  #data(flags: number, wrong: Wrong, more: Buffer = Buffer.alloc(0)): Buffer {
    const host = wrong.host ?? new URL(this.#origin).hostname
    const counter = Buffer.alloc(4)
    counter.writeUInt32BE(wrong.counter ?? this.counter)
    const told = flags & ~((wrong.absent ? 1 : 0) | (wrong.unverified ? 4 : 0))
    return Buffer.concat([sha256(host), Buffer.from([told]), counter, more])
  }

  create(options: { challenge: string; user: { id: string } }, wrong: Wrong = {}) {
    this.#handle = options.user.id
    const { x = '', y = '' } = this.#keys.publicKey.export({ format: 'jwk' })
    const key = new Map<number, Cbor>([
      [1, 2],
      [3, -7],
      [-1, 1],
      [-2, Buffer.from(x, 'base64url')],
      [-3, Buffer.from(y, 'base64url')],
    ])
    const id = Buffer.from(this.id, 'base64url')
    const credential = Buffer.concat([Buffer.alloc(16), Buffer.from([0, id.length]), id, cbor(key)])
    const attestation = new Map<string, Cbor>([
      ['fmt', wrong.attestation?.fmt ?? 'none'],
      ['attStmt', wrong.attestation?.statement ?? new Map()],
      ['authData', this.#data(0x45, wrong, credential)],
    ])
    return {
      id: this.id,
      rawId: this.id,
      type: 'public-key',
      response: {
        clientDataJSON: b64(this.#client('webauthn.create', options.challenge, wrong)),
        attestationObject: b64(cbor(attestation)),
        transports: ['internal'],
      },
    }
  }

  get(options: { challenge: string }, wrong: Wrong = {}) {
    this.counter++
    const client = this.#client('webauthn.get', options.challenge, wrong)
    const data = this.#data(0x05, wrong)
    return {
      id: this.id,
      rawId: this.id,
      type: 'public-key',
      response: {
        clientDataJSON: b64(client),
        authenticatorData: b64(data),
        signature: b64(sign('sha256', Buffer.concat([data, sha256(client)]), this.#keys.privateKey)),
        userHandle: wrong.userHandle ?? this.#handle,
      },
    }
  }
}
