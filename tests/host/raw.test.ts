/** Raw bytes at each host. The list is data: tests/attack/raw-list.ts. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { attackRaw } from '../attack/raw.ts'
import { startTestWorker, type TestWorker } from '../support/worker.ts'

describe('npm start', () => {
  let worker: TestWorker
  beforeAll(async () => {
    worker = await startTestWorker({ edge: false })
  }, 120_000)
  afterAll(() => worker?.close())

  test('no bytes reach the tools, get somebody else’s answer or bring it down', async () => {
    const owner = await worker.signUp()
    const report = await attackRaw({
      port: Number(worker.url.port),
      host: worker.url.host,
      page: '<title>test</title>',
      victim: { path: '/api/session', headers: { cookie: owner.cookie }, secret: owner.userId },
    })
    console.info(JSON.stringify({ ...report, problems: report.problems.length, victim: report.victim.asked }))
    expect(report.problems).toEqual([])
    expect(report.victim.wrong).toEqual([])
    expect(report.victim.asked).toBeGreaterThan(20)
  }, 120_000)
})
