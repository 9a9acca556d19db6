/** The deployed bundle in workerd: its crypto, its queue and its network calls, up to a strict push service. */
import { execFile } from 'node:child_process'
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { promisify } from 'node:util'
import { convertV4MiniflareOptions, Miniflare, Response as WorkerdResponse } from 'miniflare'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type LocalDatabase, startLocalDatabase } from '../../../db/local.ts'
import { migrate } from '../../../db/migrate.ts'
import { FakePushService } from '../../support/push-service.ts'
import { vapidKeys } from '../../support/vapid.ts'

const ROOT = resolve(import.meta.dirname, '../../..')
const ORIGIN = 'http://localhost'
const vapid = vapidKeys()
const service = new FakePushService(vapid.publicKey)
let dir: string
let local: LocalDatabase
let worker: Miniflare

async function bundle(): Promise<string> {
  const assets = join(dir, 'assets')
  mkdirSync(assets)
  writeFileSync(join(assets, 'index.html'), '<!doctype html><title>test</title>')
  const env = { ...process.env, WRANGLER_SEND_METRICS: 'false', CLOUDFLARE_CF_FETCH_ENABLED: 'false', CI: '1' }
  const args = [
    join(ROOT, 'node_modules/wrangler/bin/wrangler.js'),
    'deploy',
    '--dry-run',
    '--outdir',
    dir,
    '--assets',
    assets,
  ]
  await promisify(execFile)(process.execPath, args, { cwd: ROOT, env })
  return readFileSync(join(dir, 'index.js'), 'utf8')
}

beforeAll(async () => {
  dir = mkdtempSync(join(tmpdir(), 'regulars-'))
  local = await startLocalDatabase({ file: join(dir, 'test.db'), token: 'test' })
  await migrate(local.url, 'test')
  worker = new Miniflare(
    convertV4MiniflareOptions({
      name: 'regulars',
      modules: true,
      script: await bundle(),
      compatibilityDate: '2026-10-01',
      compatibilityFlags: ['nodejs_compat'],
      bindings: {
        LIBSQL_URL: local.url,
        LIBSQL_TOKEN: 'test',
        PUBLIC_URL: ORIGIN,
        SIGN_UP: 'open',
        VAPID_PUBLIC_KEY: vapid.publicKey,
        VAPID_PRIVATE_KEY: vapid.privateKey,
        VAPID_SUBJECT: vapid.subject,
      },
      queueProducers: { JOBS: 'jobs' },
      queueConsumers: { jobs: { maxBatchTimeout: 0 } },
      async outboundService(request) {
        const body = Buffer.from(await request.arrayBuffer())
        const headers = new Headers([...request.headers])
        const { url, method } = request
        const answer = url.startsWith(local.url)
          ? await fetch(url, { method, headers, ...(body.length > 0 ? { body } : {}) })
          : service.answer(method, url, headers, body)
        return new WorkerdResponse(Buffer.from(await answer.arrayBuffer()), { status: answer.status })
      },
    }),
  )
})
afterAll(async () => {
  await worker?.dispose()
  await local?.close()
  rmSync(dir, { recursive: true, force: true })
})

test('a button pressed becomes a message the phone can read', async () => {
  const post = async (path: string, body: unknown, cookie = '') => {
    const answer = await worker.dispatchFetch(`${ORIGIN}${path}`, {
      method: 'POST',
      headers: { origin: ORIGIN, 'x-regulars': '1', 'content-type': 'application/json', cookie },
      body: JSON.stringify(body),
    })
    await answer.text()
    return answer
  }
  const person = { shop: '山间茶铺', name: '阿青', email: 'a@example.test', password: 'correct horse 电池' }
  const place = { currency: 'CNY', timezone: 'Asia/Shanghai', locale: 'zh-CN' }
  const signUp = await post('/api/session/sign-up', { ...person, ...place })
  expect(signUp.status).toBe(201)
  const cookie = signUp.headers.get('set-cookie')?.split(';')[0] ?? ''

  const phone = service.phone()
  const subscribed = await post('/api/notifications/subscriptions', { ...phone.subscription, locale: 'zh-CN' }, cookie)
  expect(subscribed.status).toBe(201)
  expect((await post('/api/notifications/test', {}, cookie)).status).toBe(202)
  await expect.poll(() => phone.received.length, { timeout: 20_000 }).toBe(1)
  expect(service.refused).toEqual([])
  expect(phone.received[0]).toMatchObject({
    json: {
      web_push: 8030,
      notification: { title: '测试通知', body: '收到这条，说明这台设备能收到提醒。', navigate: `${ORIGIN}/more` },
    },
    urgency: 'high',
  })
})
