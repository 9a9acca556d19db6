/** What checks a passkey is large and loaded when first used: it must be there in what each host is built into. */
import { afterAll, beforeAll, expect, test } from 'vitest'
import { Authenticator } from '../support/authenticator.ts'
import { requestOf, signUp, startTestWorker, type TestWorker } from '../support/worker.ts'

let worker: TestWorker
beforeAll(async () => {
  worker = await startTestWorker()
})
afterAll(() => worker.close())

test('a passkey is made, and opens the shop', async () => {
  const url = new URL(worker.url)
  url.hostname = 'localhost'
  const request = requestOf(() => url)
  const owner = await signUp(request, {})
  const key = new Authenticator(url.origin)
  const made = await owner.post(
    '/api/account/passkeys',
    key.create((await owner.post('/api/account/passkeys/options', {})).body),
  )
  expect([made.status, made.body]).toMatchObject([201, { id: key.id }])
  const nobody = { cookie: 'none=1' }
  const asked = (await request('POST', '/api/session/passkey/options', { ...nobody, body: {} })).body
  const came = await request('POST', '/api/session/passkey', { ...nobody, body: key.get(asked) })
  expect([came.status, came.body.userId]).toEqual([200, owner.userId])
})
