/** What `npm start` runs, without the build: database, workerd. Says its address. DATA_DIR and ASSETS name folders. */
import { join } from 'node:path'
import { ownDatabase } from '../../worker/host/data-dir.ts'
import { closeAtEnd, end } from '../../worker/host/ending.ts'
import { dataDir } from '../../worker/host/folder.ts'
import { loadOrCreateVapid } from '../../worker/host/vapid.ts'
import { startWorkerd } from '../../worker/host/workerd.ts'

const database = await ownDatabase(dataDir())
closeAtEnd(database.close)
const worker = await startWorkerd({
  databaseUrl: database.url,
  databaseToken: database.token,
  vapid: loadOrCreateVapid(dataDir()),
  assets: process.env.ASSETS ?? '',
  files: join(dataDir(), 'files'),
})
closeAtEnd(worker.close)
worker.died.then(() => end(1, 'workerd has ended'))
console.info(`http://localhost:${worker.url.port}`)
