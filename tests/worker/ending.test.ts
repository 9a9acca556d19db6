import { existsSync, mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { killAgain } from '../attack/kills.ts'
import { type AppProcess, startAppProcess } from '../support/own-process.ts'

let dir: string
const started: AppProcess[] = []
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'regulars-'))
})
afterEach(() => {
  for (const app of started.splice(0)) app.kill()
  rmSync(dir, { recursive: true, force: true })
})

function start(env: Record<string, string> = {}, program?: string[]): AppProcess {
  const app = startAppProcess({ dataDir: join(dir, 'data'), env, ...(program ? { program } : {}) })
  started.push(app)
  return app
}

const NPM_START = [resolve(import.meta.dirname, '../../worker/host/start.ts')]

/** What an app leaves behind that was not closed: the address of its database, and writes not yet in the file itself. */
const unclosed = () => ({
  address: existsSync(join(dir, 'data', 'database.json')),
  wal: statSync(join(dir, 'data', 'regulars.db-wal'), { throwIfNoEntry: false })?.size ?? 0,
})

const pidOf = (app: AppProcess, name: string): number => {
  const [found] = app.running().filter((process) => process.name === name)
  if (!found) throw new Error(`there is no ${name}`)
  return found.pid
}

describe('npm start ends cleanly', () => {
  test('at Ctrl-C, which reaches every process of the group', async () => {
    const app = start()
    expect((await fetch(new URL('/api/health', await app.url))).status).toBe(200)
    process.kill(-(app.child.pid ?? 0), 'SIGINT')
    expect(await app.ended).toBe(0)
    expect(unclosed()).toEqual({ address: false, wal: 0 })
    await expect.poll(app.running).toEqual([])
  })

  test.each(['SIGTERM', 'SIGHUP'] as const)('at %s, to the app alone or to all of it', async (signal) => {
    const app = start()
    await app.url
    app.child.kill(signal)
    expect(await app.ended).toBe(0)
    expect(unclosed()).toEqual({ address: false, wal: 0 })
    const group = start()
    await group.url
    process.kill(-(group.child.pid ?? 0), signal)
    expect(await group.ended).toBe(0)
    expect(unclosed()).toEqual({ address: false, wal: 0 })
    await expect.poll(() => [...app.running(), ...group.running()]).toEqual([])
  })
})

describe('when a part dies', () => {
  test('kill -9 of the app takes workerd along, and its files', async () => {
    const app = start({ TMPDIR: dir })
    await app.url
    expect(app.running().map(({ name }) => name)).toContain('workerd')
    app.child.kill('SIGKILL')
    await app.ended
    await expect.poll(app.running, { timeout: 5_000 }).toEqual([])
    expect(readdirSync(dir).sort()).toEqual(['assets', 'data'])
  })

  test('kill -9 of workerd ends the app, which says so', async () => {
    const app = start()
    await app.url
    process.kill(pidOf(app, 'workerd'), 'SIGKILL')
    expect(await app.ended).toBe(1)
    expect(app.errors()).toContain('workerd')
    expect(unclosed()).toEqual({ address: false, wal: 0 })
    await expect.poll(app.running, { timeout: 5_000 }).toEqual([])
  })
})

describe('killed at random moments', () => {
  test.each(['app', 'workerd'] as const)(
    'the %s: nothing is lost, doubled or left running',
    async (victim) => {
      const report = await killAgain({ victim, times: 5 })
      console.info(victim, JSON.stringify(report))
      expect(report).toMatchObject({ kills: 5, lost: 0, doubled: 0, left: 0, hung: 0 })
    },
    300_000,
  )
})

describe('npm start refuses in one sentence', () => {
  test('what only the own server can be told', async () => {
    const env = { PUBLIC_URL: 'https://crm.example.test', TLS_CERT: '/etc/cert.pem', HOST: '0.0.0.0' }
    const app = start(env, NPM_START)
    expect(await app.ended).toBe(1)
    expect(app.errors().trim()).toMatch(/^npm start .* PUBLIC_URL, TLS_CERT, HOST: use npm run serve\.$/)
    expect(existsSync(join(dir, 'data'))).toBe(false)
  })

  test('a port in use, before anything is made', async () => {
    const other = createServer()
    await new Promise<void>((listening) => other.listen(0, '127.0.0.1', listening))
    const { port } = other.address() as { port: number }
    const app = start({ PORT: String(port) }, NPM_START)
    expect(await app.ended).toBe(1)
    expect(app.errors().trim()).toBe(`Port ${port} is in use: choose another with PORT.`)
    expect(existsSync(join(dir, 'data'))).toBe(false)
    other.close()
  })

  test('a second start on the same folder, before anything is built', async () => {
    const first = start()
    await first.url
    const builtBefore = builds()
    const second = start({ PORT: '0' }, NPM_START)
    expect(await second.ended).toBe(1)
    expect(second.errors().trim()).toBe(
      `Another app already runs on ${join(dir, 'data')}: stop it, or choose another DATA_DIR.`,
    )
    expect(builds()).toEqual(builtBefore)
    expect((await fetch(new URL('/api/health', await first.url))).status).toBe(200)
  })
})

/** The built files and when each was used last. */
function builds(): [string, number][] {
  const folder = resolve(import.meta.dirname, '../../.build')
  return readdirSync(folder)
    .filter((name) => name.startsWith('app-'))
    .map((name) => [name, statSync(join(folder, name)).mtimeMs])
}
