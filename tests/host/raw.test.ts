/** Raw bytes at each host. The list is data: tests/attack/raw-list.ts. */
import { join } from 'node:path'
import { afterAll, afterEach, describe, expect, test } from 'vitest'
import { open } from '../../db/client.ts'
import { ownDatabase } from '../../worker/host/data-dir.ts'
import { newId } from '../../worker/ids.ts'
import { signUp } from '../../worker/verbs/access.ts'
import { attackRaw, type RawHost } from '../attack/raw.ts'
import { endServers, HOST, pagesIn, startServer, temporaryDir } from '../support/own-server.ts'
import { type FrontProxy, isInstalled, type ProxyName, startProxy } from '../support/proxy.ts'
import { PASSWORD, startTestWorker } from '../support/worker.ts'

const LONG = 300_000

async function withstands(host: RawHost): Promise<void> {
  const report = await attackRaw(host)
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
      const worker = await startTestWorker({ edge: false })
      try {
        const owner = await worker.signUp()
        await withstands({
          port: Number(worker.url.port),
          host: worker.url.host,
          page: '<title>test</title>',
          victim: { path: '/api/session', headers: { cookie: owner.cookie }, secret: owner.userId },
        })
      } finally {
        await worker.close()
      }
    },
    LONG,
  )

  test(
    'npm run serve',
    async () => {
      await withstands(await ownServer())
    },
    LONG,
  )

  for (const name of ['caddy', 'nginx'] satisfies ProxyName[]) {
    const there = isInstalled(name)
    if (!there) console.info(`${name} is not installed: the own server behind it is not tried`)
    test.skipIf(!there)(
      `npm run serve behind ${name}`,
      async () => {
        const server = await ownServer({ TRUST_PROXY: '127.0.0.1' })
        const proxy = await startProxy(name, HOST, server.port, join(server.dir, name))
        proxies.push(proxy)
        await withstands({ ...server, port: proxy.port, behindProxy: true })
      },
      LONG,
    )
  }
})

/** The own server with a shop in it, and its owner as the victim. */
async function ownServer(env: Record<string, string> = {}): Promise<RawHost & { dir: string }> {
  const dir = temporaryDir()
  pagesIn(dir, '')
  const owned = await ownDatabase(join(dir, 'data'))
  const { shopId, memberId, token } = await signUp(
    {
      directory: open(owned.url, owned.token),
      now: Date.now(),
      newId,
      browser: null,
      from: { device: null, place: '' },
    },
    {
      ...{ shop: '山间茶铺', name: '阿青', email: 'owner@example.test', password: PASSWORD },
      ...{ currency: 'CNY', timezone: 'Asia/Shanghai', locale: 'zh-CN' },
    },
  )
  await owned.close()
  const { port } = await startServer(dir, env)
  const cookie = `__Host-session=${shopId}.${token}`
  return {
    dir,
    port,
    host: HOST,
    page: '<title>app</title>',
    victim: { path: '/api/session', headers: { cookie }, secret: memberId },
  }
}
