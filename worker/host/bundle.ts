/**
 * `node worker/host/bundle.ts FOLDER`: index.js as `wrangler deploy` would ship it, worker.json with all wrangler.toml
 * gives it, and the door. A process of its own, since wrangler is heavy and wanted for nothing else.
 */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { readFileSync, writeFileSync } from 'node:fs'
import { stripTypeScriptTypes } from 'node:module'
import { join, resolve } from 'node:path'
import { DOOR_PARTS } from './door-parts.ts'

const ROOT = resolve(import.meta.dirname, '../..')
const QUIET = {
  CLOUDFLARE_CF_FETCH_ENABLED: 'false',
  WRANGLER_SEND_METRICS: 'false',
  WRANGLER_SEND_ERROR_REPORTS: 'false',
  WRANGLER_HIDE_BANNER: 'true',
  WRANGLER_LOG: 'error',
}

const [folder = ''] = process.argv.slice(2)
Object.assign(process.env, QUIET, { WRANGLER_LOG_PATH: join(folder, 'wrangler.log') })

const shipping = spawn(
  process.execPath,
  // The app's pages may not be built yet, and are no part of the bundle.
  ['node_modules/wrangler/bin/wrangler.js', 'deploy', '--dry-run', '--outdir', folder, '--assets', 'web/public'],
  { cwd: ROOT, stdio: ['ignore', 'ignore', 'inherit'] },
)
const shipped = once(shipping, 'exit')
const { unstable_getMiniflareWorkerOptions: readOptions, unstable_readConfig: readConfig } = await import('wrangler')
const config = join(ROOT, 'wrangler.toml')
const { workerOptions } = readOptions(config)
// Not what lies in somebody's .env or .dev.vars.
workerOptions.bindings = readConfig({ config }).vars as typeof workerOptions.bindings
writeFileSync(join(folder, 'worker.json'), JSON.stringify(workerOptions))
for (const name of DOOR_PARTS) {
  const plain = stripTypeScriptTypes(readFileSync(join(ROOT, `worker/${name}.ts`), 'utf8'))
  writeFileSync(join(folder, `${name}.js`), plain.replaceAll(/(from '\.\/\w+)\.ts'/g, "$1.js'"))
}
const [code] = await shipped
process.exit(code ?? 1)
