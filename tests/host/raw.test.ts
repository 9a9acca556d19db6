/** Raw bytes at each host. The list is data: tests/attack/raw-list.ts. */
import { join } from 'node:path'
import { afterAll, afterEach, describe, expect, test } from 'vitest'
import { npmStart, ownServer } from '../attack/hosts.ts'
import { attackRaw, type RawHost } from '../attack/raw.ts'
import { endServers, HOST, type OwnServer } from '../support/own-server.ts'
import { type FrontProxy, isInstalled, type ProxyName, startProxy } from '../support/proxy.ts'

const LONG = 300_000

async function withstands(host: RawHost, server?: OwnServer): Promise<void> {
  const report = await attackRaw(host)
  // One that ended says why.
  expect([server?.child.exitCode ?? null, server?.child.signalCode ?? null], server?.said()).toEqual([null, null])
  console.info(JSON.stringify({ ...report, problems: report.problems.length, victim: report.victim.asked }))
  expect(report.problems).toEqual([])
  expect(report.victim.wrong).toEqual([])
  expect(report.victim.asked).toBeGreaterThan(20)
}

const proxies: FrontProxy[] = []
afterEach(async () => {
  for (const proxy of proxies.splice(0)) await proxy.close()
})
afterAll(endServers)

describe('no bytes reach anything but the app, get somebody else’s answer or bring it down', () => {
  test(
    'npm start',
    async () => {
      const host = await npmStart()
      try {
        await withstands(host)
      } finally {
        await host.close()
      }
    },
    LONG,
  )

  test(
    'npm run serve',
    async () => {
      const host = await ownServer()
      await withstands(host, host.server)
    },
    LONG,
  )

  for (const name of ['caddy', 'nginx'] satisfies ProxyName[]) {
    const there = isInstalled(name)
    if (!there) console.info(`${name} is not installed: the own server behind it is not tried`)
    test.skipIf(!there)(
      `npm run serve behind ${name}`,
      async () => {
        const host = await ownServer({ TRUST_PROXY: '127.0.0.1' })
        const proxy = await startProxy(name, HOST, host.port, join(host.dir, name))
        proxies.push(proxy)
        await withstands({ ...host, port: proxy.port, behindProxy: true }, host.server)
      },
      LONG,
    )
  }
})
