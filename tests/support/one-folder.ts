/** Either host on the same data folder, one after the other, as somebody changes from `npm start` to `npm run serve`. */
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { builtServer } from '../../worker/host/build.ts'
import { ownDatabase } from '../../worker/host/data-dir.ts'
import type { Built } from '../../worker/host/node/command.ts'
import { trustedProxies } from '../../worker/host/node/place.ts'
import { startWorkerd } from '../../worker/host/workerd.ts'
import { freePort } from './own-server.ts'
import { requestOf, type TestWorker } from './worker.ts'

export type HostKind = 'start' | 'serve'

export interface HostOnFolder {
  url: URL
  request: TestWorker['request']
  close(): Promise<void>
}

/**
 * @param data the data folder
 * @param assets folder of the built app
 */
export const startOnFolder = (kind: HostKind, data: string, assets: string): Promise<HostOnFolder> =>
  kind === 'start' ? start(data, assets) : serve(data, assets)

async function start(data: string, assets: string): Promise<HostOnFolder> {
  const database = await ownDatabase(data)
  const worker = await startWorkerd({
    ...{ databaseUrl: database.url, databaseToken: database.token, vapid: null, assets },
    files: join(data, 'files'),
  })
  return {
    url: worker.url,
    request: requestOf(() => worker.url),
    async close() {
      await worker.close()
      await database.close()
    },
  }
}

async function serve(data: string, assets: string): Promise<HostOnFolder> {
  const built = (await import(pathToFileURL(join(await builtServer(), 'index.js')).href)) as Pick<Built, 'start'>
  const port = await freePort()
  const url = new URL(`http://127.0.0.1:${port}`)
  const server = await built.start(
    {
      ...{ publicUrl: url.origin, port, host: '127.0.0.1', dir: data, tls: null, signUp: 'open' },
      ...{ trusted: trustedProxies('127.0.0.1'), trustsProxies: true },
    },
    assets,
  )
  return { url, request: requestOf(() => url), close: () => server.close() }
}
