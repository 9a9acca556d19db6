/** What `npm start` runs, without the build: database, workerd, door. Says its address. DATA_DIR and ASSETS name folders. */
import { dataDir, ownDatabase } from '../../worker/host/data-dir.ts'
import { endInOrder } from '../../worker/host/ending.ts'
import { startFront } from '../../worker/host/front.ts'
import { startWorkerd } from '../../worker/host/workerd.ts'

const database = await ownDatabase(dataDir())
const worker = await startWorkerd({
  databaseUrl: database.url,
  databaseToken: database.token,
  vapid: null,
  assets: process.env.ASSETS ?? '',
})
const front = await startFront({ port: 0, worker: worker.url, publicUrl: null, tls: null })
endInOrder([front.close, worker.close, database.close])
console.info(`http://localhost:${front.port}`)
