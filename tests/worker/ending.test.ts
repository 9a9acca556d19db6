import { type ChildProcess, spawn } from 'node:child_process'
import { existsSync, mkdirSync, mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { createInterface } from 'node:readline'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'

let dir: string
let app: ChildProcess | null = null
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'regulars-'))
  mkdirSync(join(dir, 'assets'))
  writeFileSync(join(dir, 'assets', 'index.html'), '<!doctype html><title>test</title>')
})
afterEach(() => {
  if (app?.pid && app.exitCode === null && app.signalCode === null) process.kill(-app.pid, 'SIGKILL')
  rmSync(dir, { recursive: true, force: true })
})

/** The app in a process group of its own, as a shell starts it. */
async function start(): Promise<{ url: string; ended: Promise<number | null> }> {
  const child = spawn(process.execPath, [resolve(import.meta.dirname, '../support/app-process.ts')], {
    env: { ...process.env, DATA_DIR: join(dir, 'data'), ASSETS: join(dir, 'assets') },
    detached: true,
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  app = child
  const ended = new Promise<number | null>((done) => child.once('exit', (code) => done(code)))
  const lines = createInterface({ input: child.stdout })
  const url = await new Promise<string>((said, failed) => {
    lines.on('line', (line) => line.startsWith('http') && said(line))
    child.once('exit', () => failed(new Error('the app did not start')))
  })
  return { url, ended }
}
/** What an app leaves behind that was not closed: the address of its database, and writes not yet in the file itself. */
const unclosed = () => ({
  address: existsSync(join(dir, 'data', 'database.json')),
  wal: statSync(join(dir, 'data', 'regulars.db-wal'), { throwIfNoEntry: false })?.size ?? 0,
})

describe('npm start ends cleanly', () => {
  test('at Ctrl-C, which reaches every process of the group', async () => {
    const { url, ended } = await start()
    expect((await fetch(new URL('/api/health', url))).status).toBe(200)
    process.kill(-(app?.pid ?? 0), 'SIGINT')
    expect(await ended).toBe(0)
    expect(unclosed()).toEqual({ address: false, wal: 0 })
  })

  test('at SIGTERM to the app alone', async () => {
    const { ended } = await start()
    app?.kill('SIGTERM')
    expect(await ended).toBe(0)
    expect(unclosed()).toEqual({ address: false, wal: 0 })
  })
})
