import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { loadOrCreateVapid } from '../../worker/host/vapid.ts'
import { messageFor } from '../../worker/notify/message.ts'
import { sendPush } from '../../worker/notify/web-push.ts'
import { FakePushService } from '../support/push-service.ts'

let dir: string
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'vapid-'))
})
afterEach(() => rmSync(dir, { recursive: true }))

const file = () => join(dir, 'vapid.json')

test('keys are made once, kept, and readable by this user only', () => {
  const keys = loadOrCreateVapid(dir)
  expect(loadOrCreateVapid(dir)).toEqual(keys)
  expect(Buffer.from(keys.publicKey, 'base64url')).toHaveLength(65)
  expect(Buffer.from(keys.privateKey, 'base64url')).toHaveLength(32)
  expect(statSync(file()).mode & 0o777).toBe(0o600)
})

test('a push service accepts what they sign', async () => {
  const vapid = loadOrCreateVapid(dir)
  const service = new FakePushService(vapid.publicKey)
  const { endpoint, keys } = service.phone().subscription
  const row = { id: 'n1', category: 'test' as const, params: {}, url: '/more', at: 0 }
  const message = messageFor(row, 'en', { timezone: 'UTC', unread: 1, publicUrl: null })
  const device = { id: 's1', memberId: 'm1', endpoint, ...keys, locale: 'en' as const }
  expect(await sendPush(service.fetch, vapid, device, message)).toEqual({ kind: 'sent' })
})

test('the subject is the public address where there is a https one', () => {
  expect(loadOrCreateVapid(dir, 'https://shop.example').subject).toBe('https://shop.example')
  expect(loadOrCreateVapid(dir, 'http://shop.example').subject).toMatch(/^mailto:/)
  expect(loadOrCreateVapid(dir).subject).toMatch(/^mailto:/)
})

test('a spoilt file is reported, never replaced', () => {
  const { publicKey } = loadOrCreateVapid(dir)
  const other = { ...JSON.parse(readFileSync(file(), 'utf8')), publicKey: `B${publicKey.slice(1, -4)}AAAA` }
  for (const content of ['{"publicKey', 'null', '{}', JSON.stringify(other)]) {
    writeFileSync(file(), content)
    expect(() => loadOrCreateVapid(dir)).toThrow('no usable key pair')
    expect(readFileSync(file(), 'utf8')).toBe(content)
  }
})
