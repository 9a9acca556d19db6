/** `npm run serve`: an own server that may stand on the internet. */
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { builtApp, builtServer } from './build.ts'
import { serve } from './node/command.ts'

await serve(process.env, async () => {
  const [assets, server] = await Promise.all([builtApp(), builtServer()])
  const { start } = await import(pathToFileURL(join(server, 'index.js')).href)
  return { assets, start }
})
