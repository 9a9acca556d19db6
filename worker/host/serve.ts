/** `npm run serve`: an own server that may stand on the internet. */
import { builtApp } from './build.ts'
import { serve } from './node/command.ts'

await serve(process.env, builtApp)
