/** What `npm run serve` runs, with pages that need no build: ASSETS names their folder. */
import { writeFileSync } from 'node:fs'
import { serve } from '../../worker/host/node/command.ts'

await serve(process.env, async () => {
  const { ASSETS = '', BUILT } = process.env
  if (BUILT) writeFileSync(BUILT, 'asked for')
  return ASSETS
})
