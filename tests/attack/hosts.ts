/** Both hosts with a shop in them, and its owner as the victim. */
import { join } from 'node:path'
import { open } from '../../db/client.ts'
import { ownDatabase } from '../../worker/host/data-dir.ts'
import { newId } from '../../worker/ids.ts'
import { signUp } from '../../worker/verbs/access.ts'
import { HOST, type OwnServer, pagesIn, startServer, temporaryDir } from '../support/own-server.ts'
import { PASSWORD, startTestWorker } from '../support/worker.ts'
import type { RawHost } from './raw.ts'

export async function npmStart(): Promise<RawHost & { close(): Promise<void> }> {
  const worker = await startTestWorker({ edge: false })
  const owner = await worker.signUp()
  return {
    port: Number(worker.url.port),
    host: worker.url.host,
    page: '<title>test</title>',
    victim: { path: '/api/session', headers: { cookie: owner.cookie }, secret: owner.userId },
    close: () => worker.close(),
  }
}

/** Ends with `endServers()`. */
export async function ownServer(
  env: Record<string, string> = {},
): Promise<RawHost & { dir: string; server: OwnServer }> {
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
  const server = await startServer(dir, env)
  const cookie = `__Host-session=${shopId}.${token}`
  return {
    ...{ dir, server, port: server.port },
    host: HOST,
    page: '<title>app</title>',
    victim: { path: '/api/session', headers: { cookie }, secret: memberId },
  }
}
