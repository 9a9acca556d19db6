/** The own server killed under everything that writes, a few times each; `npm run attack` does it 200 times on both hosts. */
import { afterAll, describe, expect, test } from 'vitest'
import { killAgain } from '../attack/kills.ts'
import { nodeHost } from '../attack/node-host.ts'
import { WORKS } from '../attack/works.ts'
import { endServers, freePort } from '../support/own-server.ts'

const NONE = { lost: 0, doubled: 0, left: 0, hung: 0 }
afterAll(endServers)

describe('killed at a random moment, nothing acknowledged is lost or there twice, and nothing runs on', () => {
  test.each(Object.entries(WORKS))('during %s on an own server', { timeout: 180_000 }, async (_name, work) => {
    const report = await killAgain({ host: nodeHost(await freePort()), victim: 'app', times: 2, work })
    expect(report).toMatchObject({ kills: 2, ...NONE })
  })

  test('a phone’s changes on npm start', { timeout: 180_000 }, async () => {
    const report = await killAgain({ victim: 'app', times: 2, work: WORKS.push as NonNullable<typeof WORKS.push> })
    expect(report).toMatchObject({ kills: 2, ...NONE })
  })
})
