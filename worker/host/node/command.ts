/** The command around the own server: what it says and how it ends. */
import { existsSync } from 'node:fs'
import { claim } from '../../../db/local/owner.ts'
import { faultLine } from '../../errors.ts'
import { closeAtEnd, end } from '../ending.ts'
import { databaseFile, dataDir } from '../folder.ts'
import type { RunningServer } from '../node.ts'
import { reasonOf } from '../reason.ts'
import { readSettings, type Settings } from './settings.ts'

/** Everything is closed within this long, or left behind; milliseconds. */
const PATIENCE = 10_000
const IN_USE = 'Regulars already runs with this DATA_DIR: stop it first, or name another folder.'

/** What may have to be built first. */
export interface Built {
  /** Folder of the built app. */
  assets: string
  start(settings: Settings, assets: string): Promise<RunningServer>
}

/**
 * Runs until told to end, or until a part dies, and then ends the process.
 * @param build asked only once nothing stands in the way
 */
export async function serve(env: Record<string, string | undefined>, build: () => Promise<Built>): Promise<void> {
  const broken = (error: unknown) => end(1, `Something broke: ${faultLine(error)}`)
  process.on('uncaughtException', broken).on('unhandledRejection', broken)
  process.umask(0o077)
  try {
    const settings = readSettings(env)
    const file = databaseFile(settings.dir)
    // Whoever runs there may run from the built files, and keeps them as they are.
    if (existsSync(file)) claim(file)()
    const { assets, start } = await build()
    const running = await start(settings, assets)
    closeAtEnd(running.close, PATIENCE)
    void running.died.then((reason) => end(1, `${reason}, and the whole with it.`))
    if (!settings.tls && !settings.trustsProxies) {
      console.info(
        'TRUST_PROXY is not set: all callers count as one place. Name the address of your https proxy in it.',
      )
    }
    if (running.ownerLink) {
      console.info(`第一位店主，24 小时内用一次 · first owner, once, within 24 hours: ${running.ownerLink}`)
    }
    console.info(`回头客 Regulars: ${settings.publicUrl}`)
  } catch (error) {
    const { code } = error as { code?: string }
    await end(1, code === 'DATABASE_IN_USE' ? IN_USE : reasonOf(error, dataDir()))
  }
}
