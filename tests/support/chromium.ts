/** Chrome or Chromium for the browser tests: found, else installed, else a clear word. */
import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { chromium } from 'playwright-core'

const USUAL = [
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/usr/bin/google-chrome-stable',
  '/snap/bin/chromium',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
  'C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe',
]

function found(): string | undefined {
  return [process.env.CHROME_PATH, chromium.executablePath(), ...USUAL].find((path) => path && existsSync(path))
}

function run(command: string, args: string[]): boolean {
  const result = spawnSync(command, args, { stdio: ['ignore', 'ignore', 'inherit'] })
  return result.status === 0
}

/** @throws Error saying what is missing and how to get it */
export function findChromium(): string {
  const here = found()
  if (here) return here
  console.info('No Chrome or Chromium found; installing one …')
  const root = process.getuid?.() === 0 && existsSync('/usr/bin/apt-get')
  if (root) {
    run('apt-get', ['update', '-qq'])
    run('apt-get', ['install', '-y', '-qq', 'chromium', 'fonts-noto-cjk'])
  } else {
    run(process.execPath, ['node_modules/playwright-core/cli.js', 'install', 'chromium'])
  }
  const installed = found()
  if (installed) return installed
  throw new Error(
    'The browser tests need Chrome or Chromium and it could not be installed. Install it (Debian: apt-get install chromium) or set CHROME_PATH.',
  )
}
