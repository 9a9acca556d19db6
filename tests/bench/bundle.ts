/** How much travels before the first screen, how much is deployed, how long the worker takes to start. */
import { spawnSync } from 'node:child_process'
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { firstLoad, gzipped, kilobytes } from '../support/weight.ts'
import type { Report } from './figure.ts'

const ROOT = resolve(import.meta.dirname, '../..')
const DIST = join(ROOT, 'web/dist')
const STARTS = 3
const QUIET = { WRANGLER_SEND_METRICS: 'false', WRANGLER_SEND_ERROR_REPORTS: 'false', WRANGLER_HIDE_BANNER: 'true' }

export async function bundle(report: Report): Promise<void> {
  const html = readFileSync(join(DIST, 'index.html'), 'utf8')
  const scripts = firstLoad(DIST)
  report.atMost(75, 'first-load JavaScript, gz', 'kB', kilobytes(DIST, scripts), `${scripts.length} files`)
  const styles = [...html.matchAll(/<link[^>]+rel="stylesheet"[^>]+href="\/([^"]+)"/g)].map((match) => match[1] ?? '')
  report.measured('first-load CSS, gz', 'kB', kilobytes(DIST, styles))
  const all = readdirSync(join(DIST, 'assets')).filter((name) => name.endsWith('.js'))
  const assets = all.map((name) => `assets/${name}`)
  report.measured('all JavaScript, gz', 'kB', kilobytes(DIST, assets), `${all.length} files`)
  const buyer = readdirSync(join(DIST, 'b/files')).map((name) => `b/files/${name}`)
  report.atMost(15, 'buyer’s page, gz', 'kB', kilobytes(DIST, ['b/index.html', ...buyer]), `${buyer.length + 1} files`)
  workerBundle(report)
}

function workerBundle(report: Report): void {
  const out = mkdtempSync(join(tmpdir(), 'regulars-bench-worker-'))
  try {
    wrangler(['deploy', '--dry-run', '--outdir', out])
    const files = readdirSync(out).filter((name) => /\.(m?js|wasm)$/.test(name))
    report.atMost(400, 'worker bundle, gz', 'kB', gzipped(files.map((name) => readFileSync(join(out, name)))))
    const profile = join(out, 'start.cpuprofile')
    const starts = Array.from({ length: STARTS }, () => {
      wrangler(['check', 'startup', '--outfile', profile])
      return busyMs(profile)
    })
    report.atMost(50, 'worker start', 'ms', Math.min(...starts), `loading the bundle in workerd, least of ${STARTS}`)
  } finally {
    rmSync(out, { recursive: true, force: true })
  }
}

function wrangler(args: string[]): void {
  const { status, stdout, stderr } = spawnSync('wrangler', args, {
    cwd: ROOT,
    env: { ...process.env, ...QUIET },
    encoding: 'utf8',
  })
  if (status !== 0) throw new Error(`wrangler ${args.join(' ')} failed:\n${stdout}\n${stderr}`)
}

/** Time of a CPU profile in which something ran. */
function busyMs(file: string): number {
  const { nodes, samples, timeDeltas } = JSON.parse(readFileSync(file, 'utf8')) as {
    nodes: { id: number; callFrame: { functionName: string } }[]
    samples: number[]
    timeDeltas: number[]
  }
  const idle = new Set(nodes.filter((node) => node.callFrame.functionName === '(idle)').map((node) => node.id))
  return timeDeltas.reduce((sum, delta, i) => (idle.has(samples[i] ?? -1) ? sum : sum + delta), 0) / 1000
}
