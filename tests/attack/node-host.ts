import { resolve } from 'node:path'
import type { AppProcessOptions } from '../support/own-process.ts'
import { HOST } from '../support/own-server.ts'

/** `npm run serve` without its build, at a port of this machine. */
export const nodeHost = (port: number): Omit<AppProcessOptions, 'dataDir'> => ({
  program: [resolve(import.meta.dirname, '../support/serve-process.ts')],
  env: { PUBLIC_URL: `https://${HOST}`, PORT: String(port) },
  address: `http://127.0.0.1:${port}`,
})
