/** Before the browser tests: the built app and a browser. */
import { spawnSync } from 'node:child_process'
import { findChromium } from './chromium.ts'

export default function setup(): void {
  const { whole, windowless } = findChromium()
  Object.assign(process.env, { CHROME_PATH: whole, HEADLESS_PATH: windowless })
  if (process.env.SKIP_BUILD === '1') return
  // As it is shipped: in another mode the build takes Preact's debugging along.
  const built = spawnSync('vite', ['build'], { stdio: 'inherit', env: { ...process.env, NODE_ENV: 'production' } })
  if (built.status !== 0) throw new Error('the app did not build')
}
