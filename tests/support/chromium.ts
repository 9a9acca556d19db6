/** Chrome or Chromium for the browser tests, whole and without its windows: found, else installed, else a clear word. */
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

/** The same engine without windows, menus and notices: a third less work for the same page. */
const WINDOWLESS = ['/usr/lib/chromium/chromium-headless-shell', '/usr/bin/chromium-headless-shell']

export interface Browsers {
  /** Path of the whole browser, which also shows notices. */
  whole: string
  /** Path of the one without windows; the whole one where there is none. */
  windowless: string
}

const first = (paths: (string | undefined)[]) => paths.find((path) => path && existsSync(path))
const whole = () => first([process.env.CHROME_PATH, chromium.executablePath(), ...USUAL])
const windowless = () => first([process.env.HEADLESS_PATH, ...WINDOWLESS])

function run(command: string, args: string[]): boolean {
  const result = spawnSync(command, args, { stdio: ['ignore', 'ignore', 'inherit'] })
  return result.status === 0
}

/** @throws Error saying what is missing and how to get it */
export function findChromium(): Browsers {
  const packaged = process.getuid?.() === 0 && existsSync('/usr/bin/apt-get') && !process.env.CHROME_PATH
  if (!whole() || (packaged && !windowless())) {
    console.info('No Chrome or Chromium of this kind found; installing one …')
    if (packaged) {
      run('apt-get', ['update', '-qq'])
      run('apt-get', ['install', '-y', '-qq', 'chromium', 'fonts-noto-cjk'])
      run('apt-get', ['install', '-y', '-qq', 'chromium-headless-shell'])
    } else {
      run(process.execPath, ['node_modules/playwright-core/cli.js', 'install', 'chromium'])
    }
  }
  const found = whole()
  if (found) return { whole: found, windowless: windowless() ?? found }
  throw new Error(
    'The browser tests need Chrome or Chromium and it could not be installed. Install it (Debian: apt-get install chromium) or set CHROME_PATH.',
  )
}
