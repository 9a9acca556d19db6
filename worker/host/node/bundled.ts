/** What bundle.ts makes the server of: the same, with its threads' programs beside it. */
import { startNode } from '../node.ts'
import type { Settings } from './settings.ts'

const threads = {
  database: new URL('./database.js', import.meta.url),
  background: new URL('./background.js', import.meta.url),
}

export const start = (settings: Settings, assets: string) => startNode(settings, assets, threads)
