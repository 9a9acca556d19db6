/** `npm start`: database, migrations, demo shop, workerd; for this computer only. */
import { createServer } from 'node:net'
import { join } from 'node:path'
import { open } from '../../db/client.ts'
import { newId } from '../ids.ts'
import { builtApp, builtWorker } from './build.ts'
import { ownDatabase } from './data-dir.ts'
import { closeAtEnd, end } from './ending.ts'
import { dataDir } from './folder.ts'
import { reasonOf } from './reason.ts'
import { DEMO_LOGIN, seedDemo } from './seed.ts'
import { loadOrCreateVapid } from './vapid.ts'
import { startWorkerd } from './workerd.ts'

const MINUTE = 60_000
const port = Number(process.env.PORT || 8787)
const dir = dataDir()

await start().catch((error: NodeJS.ErrnoException) => end(1, said(error)))

async function start(): Promise<void> {
  const public_ = ['PUBLIC_URL', 'TLS_CERT', 'TLS_KEY', 'HOST'].filter((name) => process.env[name])
  if (public_.length > 0) {
    throw new Error(`npm start serves this computer only and takes no ${public_.join(', ')}: use npm run serve.`)
  }
  await portIsFree()
  const database = await ownDatabase(dir, { origin: `http://localhost:${port}` })
  closeAtEnd(database.close)
  // Nothing is built before the database is ours: another app of the same folder may be running from the built files.
  const building = Promise.all([builtApp(), builtWorker()])
  const wantsDemo = (process.env.DEMO || '1') !== '0'
  const [[assets], seeded] = await Promise.all([
    building,
    wantsDemo && seedDemo(open(database.url, database.token), Date.now(), newId),
  ])
  const worker = await startWorkerd({
    databaseUrl: database.url,
    databaseToken: database.token,
    vapid: loadOrCreateVapid(dir),
    assets,
    files: join(dir, 'files'),
    port,
  })
  closeAtEnd(worker.close)
  worker.died.then(() => end(1, 'workerd, which runs the app, has ended; the app ends with it. Start it again.'))
  // Local workerd never fires its crons by itself.
  setInterval(() => {
    worker.tick().catch((error: unknown) => console.error('cron:', (error as Error).message))
  }, MINUTE).unref()

  if (seeded) console.info(`演示店铺 · demo shop: ${DEMO_LOGIN.email} / ${DEMO_LOGIN.password}`)
  console.info(`回头客 Regulars: http://localhost:${worker.url.port}`)
}

/** Said before anything is done, since a port in use is the commonest of mistakes. */
function portIsFree(): Promise<void> {
  return new Promise((free, taken) => {
    const probe = createServer()
    probe.once('error', taken)
    probe.listen(port, '127.0.0.1', () => probe.close(() => free()))
  })
}

function said(error: NodeJS.ErrnoException): string {
  if (error.code === 'EADDRINUSE' || error.code === 'ERR_ADDRESS_IN_USE') {
    return `Port ${port} is in use: choose another with PORT.`
  }
  if (error.code === 'DATABASE_IN_USE')
    return `Another app already runs on ${dir}: stop it, or choose another DATA_DIR.`
  return reasonOf(error, dir)
}
