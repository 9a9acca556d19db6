/** `npm run dev`: the app with reload on both sides; Vite serves the pages and passes /api to workerd. */
import { watch } from 'node:fs'
import { join, resolve } from 'node:path'
import { createServer } from 'vite'
import { open } from '../../db/client.ts'
import { newId } from '../ids.ts'
import { builtWorker } from './build.ts'
import { ownDatabase } from './data-dir.ts'
import { closeAtEnd } from './ending.ts'
import { dataDir } from './folder.ts'
import { DEMO_LOGIN, seedDemo } from './seed.ts'
import { loadOrCreateVapid } from './vapid.ts'
import { startWorkerd } from './workerd.ts'

const ROOT = resolve(import.meta.dirname, '../..')
/** An editor writes a file in several steps. */
const SETTLED_MS = 200

const port = Number(process.env.PORT || 8787)
const dir = dataDir()
const database = await ownDatabase(dir)
closeAtEnd(database.close)
await seedDemo(open(database.url, database.token), Date.now(), newId)
const start = (at = 0) =>
  startWorkerd({
    databaseUrl: database.url,
    databaseToken: database.token,
    vapid: loadOrCreateVapid(dir),
    assets: join(ROOT, 'web/public'),
    files: join(dir, 'files'),
    publicUrl: `http://localhost:${port}`,
    port: at,
  })
let worker = await start()
closeAtEnd(() => worker.close())
const vite = await createServer({
  configFile: join(ROOT, 'vite.config.ts'),
  server: { port, strictPort: true, proxy: { '/api': { target: worker.url.origin, changeOrigin: true } } },
})
await vite.listen()
closeAtEnd(() => vite.close())

let settling: NodeJS.Timeout | undefined
let reloading: Promise<void> = Promise.resolve()
for (const folder of ['worker', 'db']) {
  watch(join(ROOT, folder), { recursive: true }, () => {
    clearTimeout(settling)
    settling = setTimeout(() => {
      reloading = reloading.then(reload).catch((error: unknown) => console.error((error as Error).message))
    }, SETTLED_MS)
  })
}
/** The code as it is now, at the same address; what does not build leaves the old one running. */
async function reload(): Promise<void> {
  await builtWorker()
  await worker.close()
  worker = await start(Number(worker.url.port))
}

console.info(`回头客 Regulars (dev): http://localhost:${port}   ${DEMO_LOGIN.email} / ${DEMO_LOGIN.password}`)
