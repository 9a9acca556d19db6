/** `npm start`: database, migrations, demo shop, workerd, one address. */
import { join } from 'node:path'
import { open } from '../../db/client.ts'
import { newId } from '../ids.ts'
import { buildApp } from './build.ts'
import { dataDir, ownDatabase } from './data-dir.ts'
import { endInOrder } from './ending.ts'
import { startFront } from './front.ts'
import { DEMO_LOGIN, seedDemo } from './seed.ts'
import { loadOrCreateVapid } from './vapid.ts'
import { startWorkerd } from './workerd.ts'

const publicUrl = process.env.PUBLIC_URL || null
const wantsDemo = (process.env.DEMO ?? (publicUrl ? '0' : '1')) !== '0'
const { TLS_CERT: cert, TLS_KEY: key } = process.env
const tls = cert && key ? { cert, key } : null
const dir = dataDir()
const MINUTE = 60_000

const built = buildApp()
const database = await ownDatabase(dir)
const seeded = wantsDemo && (await seedDemo(open(database.url, database.token), Date.now(), newId))
await built
const worker = await startWorkerd({
  databaseUrl: database.url,
  databaseToken: database.token,
  vapid: loadOrCreateVapid(dir, publicUrl),
  files: join(dir, 'files'),
  ...(publicUrl ? { publicUrl } : {}),
})
const port = Number(process.env.PORT ?? 8787)
const front = await startFront({ port, worker: worker.url, publicUrl, tls }).catch(
  async (error: NodeJS.ErrnoException) => {
    console.error(error.code === 'EADDRINUSE' ? `Port ${port} is in use: choose another with PORT.` : error.message)
    await worker.close()
    await database.close()
    process.exit(1)
  },
)
// Local workerd never fires its crons by itself.
const clock = setInterval(() => {
  worker.tick().catch((error: unknown) => console.error('cron:', (error as Error).message))
}, MINUTE)

clock.unref()
endInOrder([front.close, worker.close, database.close])

if (seeded) console.info(`演示店铺 · demo shop: ${DEMO_LOGIN.email} / ${DEMO_LOGIN.password}`)
console.info(`回头客 Regulars: ${publicUrl ?? `${tls ? 'https' : 'http'}://localhost:${front.port}`}`)
