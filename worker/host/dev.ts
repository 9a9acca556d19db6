/** `npm run dev`: the app with reload on both sides; Vite serves the pages and passes /api to workerd. */
import { join, resolve } from 'node:path'
import { createServer } from 'vite'
import { open } from '../../db/client.ts'
import { newId } from '../ids.ts'
import { dataDir, ownDatabase } from './data-dir.ts'
import { endInOrder } from './ending.ts'
import { DEMO_LOGIN, seedDemo } from './seed.ts'
import { loadOrCreateVapid } from './vapid.ts'
import { startWorkerd } from './workerd.ts'

const port = Number(process.env.PORT ?? 8787)
const dir = dataDir()
const database = await ownDatabase(dir)
await seedDemo(open(database.url, database.token), Date.now(), newId)
const worker = await startWorkerd({
  databaseUrl: database.url,
  databaseToken: database.token,
  vapid: loadOrCreateVapid(dir, null),
  files: join(dir, 'files'),
  publicUrl: `http://localhost:${port}`,
  watch: true,
})
const vite = await createServer({
  configFile: resolve(import.meta.dirname, '../../vite.config.ts'),
  server: { port, strictPort: true, proxy: { '/api': { target: worker.url.origin, changeOrigin: true } } },
})
await vite.listen()
console.info(`回头客 Regulars (dev): http://localhost:${port}   ${DEMO_LOGIN.email} / ${DEMO_LOGIN.password}`)

endInOrder([() => vite.close(), worker.close, database.close])
