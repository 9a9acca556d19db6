/** The built app, made anew: a child process, so that the database can be prepared meanwhile. */
import { spawn } from 'node:child_process'
import { resolve } from 'node:path'

const ROOT = resolve(import.meta.dirname, '../..')

export function buildApp(): Promise<void> {
  return new Promise((done, failed) => {
    const vite = spawn(process.execPath, ['node_modules/vite/bin/vite.js', 'build', '--logLevel', 'error'], {
      cwd: ROOT,
      stdio: ['ignore', 'ignore', 'inherit'],
    })
    vite.once('error', failed)
    vite.once('exit', (code) => (code === 0 ? done() : failed(new Error('the app did not build'))))
  })
}
