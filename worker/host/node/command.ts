/** The command around the own server: what it says and how it ends. */
import { faultLine } from '../../errors.ts'
import { closeAtEnd, end } from '../ending.ts'
import { readSettings } from './settings.ts'

/** Everything is closed within this long, or left behind; milliseconds. */
const PATIENCE = 10_000
const IN_USE = 'Regulars already runs with this DATA_DIR: stop it first, or name another folder.'

/**
 * Runs until told to end, or until a part dies, and then ends the process.
 * @param built gives the folder of the built app
 */
export async function serve(env: Record<string, string | undefined>, built: () => Promise<string>): Promise<void> {
  const broken = (error: unknown) => end(1, `Something broke: ${faultLine(error)}`)
  process.on('uncaughtException', broken).on('unhandledRejection', broken)
  process.umask(0o077)
  try {
    const settings = readSettings(env)
    // What is wrong with the settings is said before the app is loaded.
    const { startNode } = await import('../node.ts')
    const running = await startNode(settings, built)
    closeAtEnd(running.close, PATIENCE)
    void running.died.then((reason) => end(1, `${reason}, and the whole with it.`))
    if (!settings.tls && !settings.trustsProxies) {
      console.info(
        'TRUST_PROXY is not set: all callers count as one place. Name the address of your https proxy in it.',
      )
    }
    console.info(`回头客 Regulars: ${settings.publicUrl}`)
  } catch (error) {
    const { code, message } = error as { code?: string; message: string }
    await end(1, code === 'DATABASE_IN_USE' ? IN_USE : message)
  }
}
