/** What `npm run serve` runs, with pages that need no build: ASSETS names their folder. */
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { builtServer } from '../../worker/host/build.ts'
import { serve } from '../../worker/host/node/command.ts'

await serve(process.env, async () => {
  const { ASSETS = '', BUILT } = process.env
  if (BUILT) writeFileSync(BUILT, 'asked for')
  const { start } = await import(pathToFileURL(join(await builtServer(), 'index.js')).href)
  return { assets: ASSETS, start }
})
