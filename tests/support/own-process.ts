/** The app as a process group of its own, as a shell starts it: to be stopped, killed and looked after. */
import { type ChildProcess, spawn, spawnSync } from 'node:child_process'
import { mkdirSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { createInterface } from 'node:readline'

export interface AppProcess {
  child: ChildProcess
  /** Its address; rejects when it ends before it says one. */
  url: Promise<string>
  /** Exit code, null after a signal. */
  ended: Promise<number | null>
  /** What it said on stderr so far. */
  errors(): string
  /** Process ids of its group that run, by name of program. */
  running(): { pid: number; name: string }[]
  /** Ends whatever is left of it. */
  kill(): void
}

export interface AppProcessOptions {
  dataDir: string
  /** Arguments for node; the app without its build by default. */
  program?: string[]
  env?: Record<string, string>
  /** Of an own server, which says the address people use: the one on this machine. */
  address?: string
}

export function startAppProcess({ dataDir, program, env, address: own }: AppProcessOptions): AppProcess {
  const assets = join(dataDir, '..', 'assets')
  mkdirSync(assets, { recursive: true })
  writeFileSync(join(assets, 'index.html'), '<!doctype html><title>test</title>')
  const child = spawn(process.execPath, program ?? [resolve(import.meta.dirname, 'app-process.ts')], {
    env: { ...process.env, DATA_DIR: dataDir, ASSETS: assets, ...env },
    detached: true,
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const group = child.pid ?? 0
  let errors = ''
  child.stderr.on('data', (part) => {
    errors += part
  })
  const ended = new Promise<number | null>((done) => child.once('exit', (code) => done(code)))
  const url = new Promise<string>((said, failed) => {
    createInterface({ input: child.stdout }).on('line', (line) => {
      const [local] = /http:\/\/localhost:\d+/.exec(line) ?? []
      const address = own ? line.includes('Regulars: https://') && own : local
      if (address) said(address)
    })
    ended.then(() => failed(new Error(`the app did not start: ${errors}`)))
  })
  // Who never asks for the address need not handle that there was none.
  url.catch(() => {})
  return {
    child,
    url,
    ended,
    errors: () => errors,
    running: () => membersOf(group),
    kill() {
      for (const { pid } of membersOf(group)) {
        try {
          process.kill(pid, 'SIGKILL')
        } catch {
          // It went by itself.
        }
      }
    },
  }
}

/** Zombies are only waiting to be counted by their parent. */
function membersOf(group: number): { pid: number; name: string }[] {
  const { stdout } = spawnSync('ps', ['-A', '-o', 'pid=,pgid=,stat=,comm='], { encoding: 'utf8' })
  return stdout.split('\n').flatMap((line) => {
    const [pid, pgid, stat = '', name = ''] = line.trim().split(/\s+/)
    return Number(pgid) === group && !stat.startsWith('Z') ? [{ pid: Number(pid), name }] : []
  })
}
