/** The database thread: writes whatever the application writes, and keeps the local listener for `admin`. */
import { type MessagePort, parentPort, workerData } from 'node:worker_threads'
import { findDamage } from '../local/damage.ts'
import { startLocalDatabase } from '../local.ts'
import { migrate } from '../migrate.ts'
import {
  type FromThread,
  type ThreadData,
  type ToThread,
  told,
  type WriteAnswer,
  type WriteRequest,
} from './messages.ts'
import type { Writer } from './writer.ts'

const { file, token, check } = workerData as ThreadData
const say = (message: FromThread) => parentPort?.postMessage(message)

try {
  const local = await startLocalDatabase({ file, token })
  const damage = check ? findDamage(file) : []
  if (damage.length === 0) await migrate(local.url, token)
  const writer = local.writer()
  const ports: MessagePort[] = []
  parentPort?.on('message', async (message: ToThread) => {
    if (message === 'close') {
      await local.close()
      for (const port of ports) port.close()
      say('closed')
      parentPort?.close()
      return
    }
    ports.push(message.port)
    serve(message.port, writer, message.patient)
  })
  say({ url: local.url, damage })
} catch (error) {
  say({ failed: told(error) })
}

function serve(port: MessagePort, writer: Writer, patient: boolean): void {
  port.on('message', async ({ id, statements }: WriteRequest) => {
    let answer: WriteAnswer
    try {
      answer = { id, rows: await writer.write(statements, patient) }
    } catch (error) {
      answer = { id, error: told(error) }
    }
    port.postMessage(answer)
  })
}
